package app

func (a *App) messageRoutes() []Route { return nil }
