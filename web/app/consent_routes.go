package app

func (a *App) consentRoutes() []Route { return nil }
