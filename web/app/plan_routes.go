package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// planRoutes are the plan as the coordinator makes it with the family and
// follows it up. The paper is also for the family itself.
func (a *App) planRoutes() []Route {
	see, edit := policy.ActionSee, policy.ActionEdit
	goals, measures, evaluations := policy.SectionGoals, policy.SectionMeasures, policy.SectionEvaluations
	routes := []Route{
		family(http.MethodGet, "/plan", goals, edit, a.planShow),
		family(http.MethodGet, "/plan/tid", goals, edit, a.periodForm),
		family(http.MethodPost, "/plan/tid", goals, edit, a.periodSave),
		family(http.MethodGet, "/plan/utskrift", policy.SectionAgreement, see, a.planPrint),
		family(http.MethodGet, "/plan/bord", goals, edit, a.planTable),
		family(http.MethodGet, "/plan/m/ny", goals, edit, a.goalNew),
		family(http.MethodPost, "/plan/m/ny", goals, edit, a.goalAdd),
		family(http.MethodGet, "/plan/m/:goal", goals, edit, a.goalShow),
		family(http.MethodGet, "/plan/m/:goal/endre", goals, edit, a.goalForm),
		family(http.MethodPost, "/plan/m/:goal/endre", goals, edit, a.goalChange),
		family(http.MethodPost, "/plan/m/:goal/opp", goals, edit, a.goalUp),
		family(http.MethodPost, "/plan/m/:goal/ned", goals, edit, a.goalDown),
		family(http.MethodPost, "/plan/m/:goal/stand/:state", goals, edit, a.goalState),
		family(http.MethodPost, "/plan/m/:goal/fjern", goals, edit, a.goalRemove),
		family(http.MethodPost, "/plan/m/:goal/tilbake", goals, edit, a.goalRestore),
		family(http.MethodGet, "/plan/m/:goal/evaluer", evaluations, edit, a.goalEvaluateForm),
		family(http.MethodPost, "/plan/m/:goal/evaluer", evaluations, edit, a.goalEvaluate),
		family(http.MethodGet, "/plan/m/:goal/tiltak", measures, edit, a.measureNew),
		family(http.MethodPost, "/plan/m/:goal/tiltak", measures, edit, a.measureAdd),
		family(http.MethodGet, "/plan/t/:measure", measures, edit, a.measureForm),
		family(http.MethodPost, "/plan/t/:measure", measures, edit, a.measureChange),
		family(http.MethodPost, "/plan/t/:measure/stand/:status", measures, edit, a.measureStatus),
		family(http.MethodPost, "/plan/t/:measure/fjern", measures, edit, a.measureRemove),
		family(http.MethodPost, "/plan/t/:measure/tilbake", measures, edit, a.measureRestore),
		family(http.MethodGet, "/plan/t/:measure/evaluer", evaluations, edit, a.measureEvaluateForm),
		family(http.MethodPost, "/plan/t/:measure/evaluer", evaluations, edit, a.measureEvaluate),
		family(http.MethodGet, "/plan/m/:goal/tiltak/tilbud", measures, edit, a.measureOfferSeek),
		family(http.MethodPost, "/plan/m/:goal/tiltak/tilbud", measures, edit, a.measureOfferLeave),
		family(http.MethodPost, "/plan/m/:goal/tiltak/tilbud/sok", measures, edit, a.measureOfferSearch),
		family(http.MethodPost, "/plan/m/:goal/tiltak/tilbud/velg", measures, edit, a.measureOfferChoose),
		family(http.MethodGet, "/plan/t/:measure/tilbud", measures, edit, a.measureOfferSeek),
		family(http.MethodPost, "/plan/t/:measure/tilbud", measures, edit, a.measureOfferLeave),
		family(http.MethodPost, "/plan/t/:measure/tilbud/sok", measures, edit, a.measureOfferSearch),
		family(http.MethodPost, "/plan/t/:measure/tilbud/velg", measures, edit, a.measureOfferChoose),
		family(http.MethodGet, "/plan/fra-mote/:meeting", measures, edit, a.agreedShow),
		family(http.MethodPost, "/plan/fra-mote/:meeting/:line", measures, edit, a.agreedMake),
	}
	for _, kind := range []plan.Kind{plan.Strength, plan.Need} {
		routes = append(routes, a.observationRoutes(kind)...)
	}
	return routes
}

// observationRoutes are what works, or what is needed.
func (a *App) observationRoutes(kind plan.Kind) []Route {
	path, section := "/plan/styrke", policy.SectionStrengths
	if kind == plan.Need {
		path, section = "/plan/behov", policy.SectionNeeds
	}
	edit := policy.ActionEdit
	of := func(handle func(*Request, plan.Kind) error) func(*Request) error {
		return func(r *Request) error { return handle(r, kind) }
	}
	return []Route{
		family(http.MethodGet, path+"/ny", section, edit, of(a.observationNew)),
		family(http.MethodPost, path+"/ny", section, edit, of(a.observationAdd)),
		family(http.MethodGet, path+"/:note", section, edit, of(a.observationForm)),
		family(http.MethodPost, path+"/:note", section, edit, of(a.observationChange)),
		family(http.MethodPost, path+"/:note/fjern", section, edit, of(a.observationRemove)),
		family(http.MethodPost, path+"/:note/tilbake", section, edit, of(a.observationRestore)),
	}
}
