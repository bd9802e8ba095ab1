package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// teamShow is the team around a child: who is in, who is asked, who else sees
// something.
func (a *App) teamShow(r *Request) error { return r.showTeam(nil) }

func (r *Request) showTeam(f *form.Form) error {
	page := r.FamilyPage(r.L().T("team.title"), "/lag")
	page.Lead, page.Form = r.L().T("team.lead"), f
	if err := r.eyebrow(page); err != nil {
		return err
	}
	places, err := team.List(r.Context(), r.Access)
	if err != nil {
		return err
	}
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	within, err := team.Within(r.Context(), r.Access)
	if err != nil {
		return err
	}
	people := persons(within)
	v := view.TeamView{Strict: r.Access.Facts.Strict, Baton: familyAddress(r.Access.ID, "/lag/stafettpinne")}
	for _, place := range places {
		shown, err := r.teamPlace(place, names)
		if err != nil {
			return err
		}
		switch place.Now {
		case team.Inside, team.Ahead:
			v.Inside = r.joinedPlace(v.Inside, shown, place, people, names)
		case team.WaitsForPerson, team.WaitsForUnit, team.Declined:
			v.Waiting = append(v.Waiting, shown)
		default:
			v.Over = append(v.Over, shown)
		}
	}
	v.Others = r.teamOthers(people, names)
	if r.mayWrite(policy.SectionTeam) {
		v.Invite = familyAddress(r.Access.ID, "/lag")
		if v.Units, err = r.unitsToInvite(places); err != nil {
			return err
		}
	}
	if r.Access.May(policy.SectionShares, policy.ActionSee) {
		v.Share = familyAddress(r.Access.ID, "/lag/dag")
	}
	if r.Access.May(policy.SectionConsents, policy.ActionSee) {
		v.Consents = familyAddress(r.Access.ID, "/samtykker")
	}
	if f == nil {
		return r.Show(view.TeamPage(page, v))
	}
	return r.ShowFaults(view.TeamPage(page, v))
}

func (r *Request) teamPlace(place team.Place, names map[uuid.UUID]string) (view.TeamPlace, error) {
	shown := view.TeamPlace{
		Name: place.Who, Unit: r.placeUnit(place.UnitName), Sees: r.partsInWords(place.Parts, names),
		Note: place.Note, Answer: place.Answer,
	}
	shown.State, shown.Tone = r.placeState(place)
	if place.Who == "" {
		shown.Name, shown.Unit = shown.Unit, ""
	}
	at := familyAddress(r.Access.ID, "/lag/"+place.ID.String())
	switch place.Now {
	case team.Inside:
		shown.Looked, shown.See = r.lookedWords(place), familyAddress(r.Access.ID, "/lag/"+place.User.String()+"/vis")
		shown.Remove, shown.RemoveText = at+"/fjern", r.L().T("team.remove")
	case team.Ahead:
		shown.Remove, shown.RemoveText = at+"/fjern", r.L().T("team.remove")
	case team.WaitsForUnit, team.WaitsForPerson:
		shown.Remove, shown.RemoveText = at+"/fjern", r.L().T("team.take_back")
	}
	if !place.NoLeader || !r.mayWrite(policy.SectionTeam) {
		return shown, nil
	}
	people, err := team.CandidatesFor(r.Context(), r.Access, place)
	if err != nil {
		return shown, err
	}
	shown.Naming = &view.TeamNaming{
		Action: at + "/navngi", Field: personField(place.ID), People: personOptions(people),
	}
	return shown, nil
}

// personField is a form's choice of a person; a page may have many of them.
func personField(seat uuid.UUID) string { return "person-" + seat.String() }

func personOptions(people []directory.Person) []view.Option {
	options := make([]view.Option, 0, len(people))
	for _, one := range people {
		label := one.Name
		if one.Title != "" {
			label += ", " + lowered(one.Title)
		}
		options = append(options, view.Option{Value: one.ID.String(), Label: label})
	}
	return options
}

// placeUnit is a unit's name; where it would locate somebody it is only a
// service.
func (r *Request) placeUnit(name string) string {
	if name == "" {
		return r.L().T("team.unit.unnamed")
	}
	return name
}

func (r *Request) placeState(place team.Place) (string, view.Tone) {
	day := r.L().DateShort(clock.DateOf(place.Since), r.Scope.Today())
	switch place.Now {
	case team.Inside:
		return r.L().T("team.state.inside", "Date", day), view.Good
	case team.Ahead:
		return r.L().T("team.state.ahead"), view.Info
	case team.WaitsForPerson:
		return r.L().T("team.state.waits_person", "Date", day), view.Info
	case team.WaitsForUnit:
		return r.L().T("team.state.waits_unit", "Date", day), view.Attention
	case team.Declined:
		return r.L().T("team.state.declined", "Date", day), view.Attention
	case team.Stopped:
		return r.L().T("team.state.stopped"), view.Neutral
	}
	return r.L().T("team.state.ended"), view.Neutral
}

func (r *Request) lookedWords(place team.Place) string {
	if place.Looked.IsZero() {
		return r.L().T("team.looked.never")
	}
	return r.L().T("team.looked", "When", r.L().When(place.Looked, r.Scope.Today()))
}

// partsInWords is what each yes opens: what, of whom, until when.
func (r *Request) partsInWords(parts []team.Part, names map[uuid.UUID]string) []string {
	lines := make([]string, 0, len(parts))
	for _, part := range parts {
		line := sentence(seenInWords(r.L(), part.Sections))
		var whom []string
		for _, member := range part.Members {
			if name := names[member]; name != "" {
				whom = append(whom, name)
			}
		}
		if len(whom) > 0 {
			line = r.L().T("team.part.about", "What", line, "Names", r.L().List(whom))
		}
		lines = append(lines, r.L().T("team.part", "What", line, "Until", r.untilWords(part, false)))
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// teamOthers are those who see something without a place in the team.
func (r *Request) teamOthers(people []insider, names map[uuid.UUID]string) []view.TeamInsider {
	var others []view.TeamInsider
	for _, one := range people {
		if one.Relation == policy.RelationTeam || one.Relation == policy.RelationCoordinator {
			continue
		}
		others = append(others, view.TeamInsider{
			Name: one.Who, Why: r.insiderWhy(one.Insider), Looked: r.lookedWords(team.Place{Looked: one.Looked}),
			Sees: r.insiderSees(one.Insider, names), Also: r.reasonsAlso(one.also, names),
			See: familyAddress(r.Access.ID, "/lag/"+one.User.String()+"/vis"),
		})
	}
	return others
}

// joinedPlace puts a place in the team in the list: under the person who has
// another already, or at the end, with what else they are inside for.
func (r *Request) joinedPlace(list []view.TeamPlace, shown view.TeamPlace, place team.Place, people []insider, names map[uuid.UUID]string) []view.TeamPlace {
	if place.User == noID {
		return append(list, shown)
	}
	shown.Person = place.User.String()
	if at := slices.IndexFunc(list, func(one view.TeamPlace) bool { return one.Person == shown.Person }); at >= 0 {
		list[at].More = append(list[at].More, shown)
		return list
	}
	for _, one := range people {
		if one.User != place.User {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(one.also), func(also team.Insider) bool { return also.Relation == policy.RelationTeam })
		shown.Also = r.reasonsAlso(others, names)
	}
	return append(list, shown)
}

// insiderWhy is what gives somebody the right to see.
func (r *Request) insiderWhy(one team.Insider) string {
	switch one.Relation {
	case policy.RelationCoordinator:
		return r.coordinatorWord()
	case policy.RelationCaregiver:
		return r.L().T("team.why.caregiver")
	case policy.RelationChild:
		return r.L().T("team.why.child")
	case policy.RelationResponsible:
		return r.L().T("team.why.responsible")
	case policy.RelationGuest:
		return r.L().T("team.why.guest")
	case policy.RelationEmergency:
		return r.L().T("team.why.emergency")
	}
	return one.UnitName
}

// insiderSees is what they see, in words.
func (r *Request) insiderSees(one team.Insider, names map[uuid.UUID]string) []string {
	switch one.Relation {
	case policy.RelationCoordinator:
		return []string{r.L().T("team.sees.all")}
	case policy.RelationCaregiver:
		return []string{r.L().T("team.sees.caregiver")}
	case policy.RelationChild:
		return []string{r.L().T("team.sees.child")}
	case policy.RelationResponsible:
		return []string{r.L().T("team.sees.own_measures")}
	case policy.RelationEmergency:
		return []string{r.L().T("team.sees.emergency")}
	}
	return r.partsInWords(one.Parts, names)
}

// unitsToInvite are the units the family has said yes to that are not waited
// for already.
func (r *Request) unitsToInvite(places []team.Place) ([]view.Option, error) {
	if !r.Access.May(policy.SectionConsents, policy.ActionSee) {
		return nil, nil
	}
	consents, err := consent.List(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	waits := func(unit uuid.UUID) bool {
		return slices.ContainsFunc(places, func(p team.Place) bool { return p.Unit == unit && p.Now == team.WaitsForUnit })
	}
	var units []uuid.UUID
	for _, one := range consents {
		state := one.State(r.Scope.Today())
		stands := one.Purpose.Opens() && (state == consent.StateActive || state == consent.StateComing)
		if stands && one.Unit != noID && !slices.Contains(units, one.Unit) && !waits(one.Unit) {
			units = append(units, one.Unit)
		}
	}
	names, err := directory.UnitNames(r.Context(), r.Scope, units)
	if err != nil {
		return nil, err
	}
	options := make([]view.Option, 0, len(units))
	for _, unit := range units {
		options = append(options, view.Option{Value: unit.String(), Label: names[unit]})
	}
	return options, nil
}
