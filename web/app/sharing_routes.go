package app

func (a *App) sharingRoutes() []Route { return nil }
