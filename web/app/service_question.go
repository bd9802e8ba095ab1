package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// serviceQuestions asks of units and offers with a known name whether they are
// there already.
func (a *App) serviceQuestions(r *Request) error {
	questions, err := services.Questions(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	registers, err := r.registerNames()
	if err != nil {
		return err
	}
	units, err := directory.UnitNames(r.Context(), r.Scope, unitsAsked(questions))
	if err != nil {
		return err
	}
	var shown []view.ServiceQuestion
	for _, one := range questions {
		shown = append(shown, r.serviceQuestion(one, r.registerName(registers, one.Plugin), units))
	}
	page := r.servicePage(r.L().T("service.questions.title"))
	page.Lead = r.L().T("service.questions.lead")
	return r.Show(view.ServiceQuestionsPage(page, shown))
}

func unitsAsked(questions []services.Question) []uuid.UUID {
	var ids []uuid.UUID
	for _, one := range questions {
		ids = append(ids, unitsOf(append([]services.Service{one.Service}, one.Services...)...)...)
	}
	return ids
}

func (r *Request) serviceQuestion(one services.Question, register string, units map[uuid.UUID]string) view.ServiceQuestion {
	shown := view.ServiceQuestion{
		Name: one.Name(), Register: register, Kind: r.L().T("service.kind.unit"), Facts: r.unitInWords(one.Unit),
		Post: servicesPath + "/sporsmal/" + one.ID.String(),
	}
	for _, unit := range one.Candidates {
		shown.Candidates = append(shown.Candidates, view.ServiceCandidate{ID: unit.ID.String(), Name: unit.Name, Facts: r.unitInWords(unit)})
	}
	if !one.OfService() {
		return shown
	}
	shown.Kind, shown.Facts = r.L().T("service.kind.service"), r.offerFacts(one.Service, units)
	for _, s := range one.Services {
		shown.Candidates = append(shown.Candidates, view.ServiceCandidate{ID: s.ID.String(), Name: s.Title, Facts: r.offerFacts(s, units)})
	}
	return shown
}

func (r *Request) unitInWords(u directory.Unit) []string {
	return []string{r.unitKind(u.Kind), u.Address, view.PhoneInGroups(u.Phone), u.OrgNumber}
}

// offerFacts are what tells one offer from another of the same name.
func (r *Request) offerFacts(s services.Service, units map[uuid.UUID]string) []string {
	return []string{units[s.UnitID], r.agesInWords(s), view.PhoneInGroups(s.Phone), s.Email, firstLine(s.About)}
}

// serviceAnswer answers one of them.
func (a *App) serviceAnswer(r *Request) error {
	id, err := r.ID("doubt")
	if err != nil {
		return err
	}
	f := r.Form()
	same := f.UUID("same")
	if !f.OK() {
		return r.Done(servicesPath+"/sporsmal", "done.service_not_answered", "")
	}
	err = services.Answer(r.Context(), r.Visit, id, same)
	if _, faulty := invalid(err); faulty {
		return r.Done(servicesPath+"/sporsmal", "done.service_not_answered", "")
	}
	if err != nil {
		return err
	}
	return r.Done(servicesPath+"/sporsmal", "done.service_answered", "")
}
