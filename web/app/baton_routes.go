package app

func (a *App) batonRoutes() []Route { return nil }
