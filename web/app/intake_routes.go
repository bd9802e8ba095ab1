package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// The steps of taking in a family, in order, as they stand in addresses. One
// question a page.
const (
	stepSearch     = "sok"
	stepReferral   = "henvisning"
	stepGrounds    = "grunnlag"
	stepStay       = "opphold"
	stepChildren   = "barn"
	stepCaregivers = "omsorgspersoner"
	stepBarred     = "tilgang"
	stepYes        = "ja"
	stepFinish     = "se-over"
)

var intakeSteps = []string{
	stepSearch, stepReferral, stepGrounds, stepStay, stepChildren, stepCaregivers, stepBarred, stepYes, stepFinish,
}

const intakeAddress = "/familier/ny"

// intakeRoutes take in a family. What is answered is kept on the server as a
// draft of the coordinator's own; the family is written when they have looked
// it over, all of it or nothing.
func (a *App) intakeRoutes() []Route {
	intake, see, manage := policy.SectionIntake, policy.ActionSee, policy.ActionManage
	routes := []Route{
		room(http.MethodGet, intakeAddress, intake, see, a.intakeBegin),
		room(http.MethodPost, intakeAddress+"/sok", intake, manage, a.intakeSearch),
		room(http.MethodPost, intakeAddress+"/forfra", intake, manage, a.intakeAnew),
		room(http.MethodPost, intakeAddress+"/forfra/angre", intake, manage, a.intakeAnewUndo),
		room(http.MethodPost, intakeAddress+"/angre", intake, manage, a.intakeUndo),
		room(http.MethodGet, intakeAddress+"/se-over", intake, manage, a.intakeLookOver),
		room(http.MethodPost, intakeAddress+"/se-over", intake, manage, a.intakeOpen),
	}
	for _, question := range intakeQuestions {
		path := intakeAddress + "/" + question.step
		routes = append(routes,
			room(http.MethodGet, path, intake, manage, a.intakeQuestion(question)),
			room(http.MethodPost, path, intake, manage, a.intakeAnswer(question)))
	}
	for _, list := range intakeLists {
		path := intakeAddress + "/" + list.step
		routes = append(routes,
			room(http.MethodGet, path, intake, manage, a.intakeList(list)),
			room(http.MethodPost, path, intake, manage, a.intakeListDone(list)),
			room(http.MethodGet, path+"/:n", intake, manage, a.intakeEntry(list)),
			room(http.MethodPost, path+"/:n", intake, manage, a.intakeEntrySave(list)),
			room(http.MethodPost, path+"/:n/fjern", intake, manage, a.intakeEntryRemove(list)))
	}
	return routes
}
