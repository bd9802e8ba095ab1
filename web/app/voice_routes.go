package app

func (a *App) voiceRoutes() []Route { return nil }
