package app

func (a *App) teamRoutes() []Route { return nil }
