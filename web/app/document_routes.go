package app

func (a *App) documentRoutes() []Route { return nil }
