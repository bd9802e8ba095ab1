package app

import "github.com/stinesofiesstiftelse/hverdagspakke/tenants"

// The areas that have not landed yet. Whoever lands one removes its lines.

func (a *App) caregiverRoutes() []Route    { return nil }
func (a *App) professionalRoutes() []Route { return nil }

func (a *App) ourPlan(*Request) error      { return tenants.ErrNotFound }
func (a *App) measuresMine(*Request) error { return tenants.ErrNotFound }
