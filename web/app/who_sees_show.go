package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// whoSeesShow tells a family who sees what, until when, and when they last
// looked, with a way to stop it.
func (a *App) whoSeesShow(r *Request) error {
	page, err := r.ownPage(r.L().T("who_sees.title"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("who_sees.lead")
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	insiders, err := team.Within(r.Context(), r.Access)
	if err != nil {
		return err
	}
	v := view.WhoSeesView{Looks: r.ownAddress("/sett"), Answers: r.ownAddress("/deling/samtykke")}
	people := persons(insiders)
	if v.Units, err = r.whoSeesUnits(people, names); err != nil {
		return err
	}
	for _, one := range people {
		shown := r.whoSeesPerson(one, names)
		switch one.Relation {
		case policy.RelationCoordinator:
			v.Coordinator = append(v.Coordinator, shown)
		case policy.RelationCaregiver, policy.RelationChild:
			v.Own = append(v.Own, shown)
		case policy.RelationGuest:
			v.Guests = append(v.Guests, shown)
		default:
			if !amongUnits(v.Units, one.User) {
				v.Others = append(v.Others, shown)
			}
		}
	}
	if v.Receipts, err = r.whoSeesReceipts(); err != nil {
		return err
	}
	if v.Asks, err = r.whoSeesAsks(); err != nil {
		return err
	}
	if len(v.Units) > 0 && r.Access.May(policy.SectionConsents, policy.ActionWithdraw) {
		v.StopAll = r.stopAddress(stopAllKind, noID)
	}
	return r.Show(view.WhoSeesPage(page, v))
}

// whoSeesAsks are the questions that wait for the reader's own answer.
func (r *Request) whoSeesAsks() ([]view.WhoSeesAsk, error) {
	questions, err := consent.Questions(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	asks := make([]view.WhoSeesAsk, 0, len(questions))
	for _, one := range questions {
		asks = append(asks, view.WhoSeesAsk{
			Text: r.L().T("who_sees.ask"), Href: r.ownAddress("/deling/samtykke/" + one.ID.String()),
		})
	}
	ending, err := consent.GoOn(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	book, err := r.consentBook(unitsOfConsents(ending)...)
	if err != nil {
		return nil, err
	}
	for _, one := range ending {
		asks = append(asks, view.WhoSeesAsk{Text: r.goOnQuestion(book, one), Href: r.goOnAddress(one.ID)})
	}
	return asks, nil
}

// amongUnits reports whether somebody is told of under a unit already.
func amongUnits(units []view.SharedUnit, person uuid.UUID) bool {
	return slices.ContainsFunc(units, func(unit view.SharedUnit) bool {
		return slices.ContainsFunc(unit.People, func(one view.SharedPerson) bool { return one.ID == person.String() })
	})
}

func (r *Request) whoSeesPerson(one insider, names map[uuid.UUID]string) view.SharedPerson {
	shown := view.SharedPerson{
		ID: one.User.String(), Name: r.insiderName(one.Insider), Role: r.insiderWhy(one.Insider),
		Sees: r.insiderSees(one.Insider, names), Tone: view.Neutral, Stop: r.shareStop(one.Insider),
		Looked: r.lookedWords(team.Place{Looked: one.Looked}), Also: r.reasonsAlso(one.also, names),
	}
	if one.Self {
		shown.Name, shown.Looked = r.L().T("who_sees.you"), ""
	} else {
		shown.See = r.seeAs(one.User)
	}
	switch one.Relation {
	case policy.RelationCoordinator:
		shown.Tone = view.Accent
	case policy.RelationCaregiver, policy.RelationChild:
		shown.Tone = view.Warm
	}
	return shown
}

// whoSeesUnits are the units the family has said yes to, each with those of it
// who are inside.
func (r *Request) whoSeesUnits(people []insider, names map[uuid.UUID]string) ([]view.SharedUnit, error) {
	consents, err := consent.List(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	parts := map[uuid.UUID][]team.Part{}
	var units []uuid.UUID
	for _, one := range consents {
		state := one.State(r.Scope.Today())
		if !one.Purpose.Opens() || state != consent.StateActive && state != consent.StateComing {
			continue
		}
		if _, known := parts[one.Unit]; !known {
			units = append(units, one.Unit)
		}
		parts[one.Unit] = append(parts[one.Unit], team.PartOf(r.Access, one))
	}
	called, err := directory.UnitNames(r.Context(), r.Scope, units)
	if err != nil {
		return nil, err
	}
	shown := make([]view.SharedUnit, 0, len(units))
	for _, id := range units {
		unit := view.SharedUnit{Name: called[id], For: called[id], Sees: r.partsInWords(parts[id], names)}
		if r.Access.May(policy.SectionConsents, policy.ActionWithdraw) {
			unit.Stop = r.stopAddress(stopUnitKind, id)
		}
		if r.Access.Facts.Strict && !r.Access.May(policy.SectionLocation, policy.ActionSee) {
			unit.Name, unit.For = r.placeUnit(""), r.placeUnit("")
		}
		for _, one := range people {
			switch {
			case one.Relation != policy.RelationTeam:
			case one.Unit == id:
				unit.People = append(unit.People, r.whoSeesMember(one, names))
			case one.standsFor(id):
				unit.Also = append(unit.Also, r.L().T("who_sees.also_here", "Who", r.insiderName(one.Insider)))
			}
		}
		if len(unit.People)+len(unit.Also) == 0 {
			unit.Empty = r.L().T("who_sees.nobody_yet")
		}
		shown = append(shown, unit)
	}
	return shown, nil
}

func (r *Request) whoSeesMember(one insider, names map[uuid.UUID]string) view.SharedPerson {
	return view.SharedPerson{
		ID: one.User.String(), Name: r.insiderName(one.Insider), Role: r.titleBeside(one.Title), See: r.seeAs(one.User),
		Looked: r.lookedWords(team.Place{Looked: one.Looked}), Also: r.reasonsAlso(one.also, names),
	}
}

// titleBeside is a title to stand beside a name; where it stands instead of the
// name it is not said twice.
func (r *Request) titleBeside(title string) string {
	if r.byRole() {
		return ""
	}
	return sentence(title)
}

// seeAs is where the family sees itself as somebody does.
func (r *Request) seeAs(person uuid.UUID) string {
	return r.ownAddress("/deling/" + person.String() + "/vis")
}

// whoSeesAs shows the family what somebody inside sees.
func (a *App) whoSeesAs(r *Request) error {
	return r.showAs(r.ownAddress("/deling"), r.L().T("who_sees.back"))
}

// whoSeesReceipts is what units that no longer see anything have said that they
// do with what they had received.
func (r *Request) whoSeesReceipts() ([]string, error) {
	receipts, err := consent.Receipts(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	units := make([]uuid.UUID, 0, len(receipts))
	for _, one := range receipts {
		units = append(units, one.Unit)
	}
	called, err := directory.UnitNames(r.Context(), r.Scope, units)
	if err != nil {
		return nil, err
	}
	lines := make([]string, 0, len(receipts))
	for _, one := range receipts {
		unit := called[one.Unit]
		if r.Access.Facts.Strict && !r.Access.May(policy.SectionLocation, policy.ActionSee) {
			unit = r.placeUnit("")
		}
		switch one.Did {
		case consent.Deleted:
			lines = append(lines, r.L().T("who_sees.receipt.deleted", "Unit", unit))
		case consent.KeptByLaw:
			lines = append(lines, r.L().T("who_sees.receipt.kept", "Unit", unit))
		case consent.NothingKept:
			lines = append(lines, r.L().T("who_sees.receipt.nothing", "Unit", unit))
		default:
			lines = append(lines, r.L().T("who_sees.receipt.asked", "Unit", unit))
		}
	}
	return lines, nil
}
