package app

func (a *App) channelRoutes() []Route { return nil }
