package app

func (a *App) emergencyRoutes() []Route { return nil }
