package app

func (a *App) leaderRoutes() []Route { return nil }
