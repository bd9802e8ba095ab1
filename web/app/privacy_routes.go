package app

func (a *App) privacyRoutes() []Route { return nil }
