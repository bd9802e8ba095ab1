package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// caregiverRoutes are what a caregiver opens of the family they belong to.
// Their plan is at "/" too, which homeRoutes has; a young person begins elsewhere.
func (a *App) caregiverRoutes() []Route {
	see, agree, propose := policy.ActionSee, policy.ActionAgree, policy.ActionPropose
	overview, agreement := policy.SectionOverview, policy.SectionAgreement
	proposals, meetings := policy.SectionProposals, policy.SectionMeetings
	return []Route{
		own(http.MethodGet, "/velkommen", overview, see, a.welcomeShow),
		own(http.MethodGet, "/plan", policy.SectionGoals, see, a.ourPlan),
		own(http.MethodPost, "/velkommen", overview, see, a.welcomeRead),
		own(http.MethodGet, "/plan/forslag", agreement, agree, a.ourPlanProposed),
		own(http.MethodGet, "/plan/svar", agreement, agree, a.ourPlanAnswerForm),
		own(http.MethodPost, "/plan/svar", agreement, agree, a.ourPlanAnswer),
		own(http.MethodGet, "/plan/foresla", proposals, propose, a.proposalForm),
		own(http.MethodPost, "/plan/foresla", proposals, propose, a.proposalSend),
		own(http.MethodGet, "/framover", overview, see, a.aheadShow),
		own(http.MethodGet, "/framover/:meeting/kalender.ics", meetings, see, a.aheadCalendar),
		own(http.MethodGet, "/rettigheter", overview, see, a.rightsShow),
	}
}
