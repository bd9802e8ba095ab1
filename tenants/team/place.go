package team

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/seat"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// facts are what a list of places is made of, each read once.
type facts struct {
	grants []grant
	yeses  map[uuid.UUID][]consent.Consent // by unit, those in force
	known  []consent.Consent               // those the viewer may know of, also over
	people map[uuid.UUID]directory.Person
	units  map[uuid.UUID]string // empty where a unit would locate somebody
	writes bool                 // the viewer may change the team
}

func list(ctx context.Context, a *casefile.Access, which ...predicate.Seat) ([]Place, error) {
	rows, err := a.Visit.Client().Seat.Query().Where(which...).Order(seat.ByCreatedAt(), seat.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the team: %w", err)
	}
	seats := make([]row, 0, len(rows))
	for _, read := range rows {
		seats = append(seats, row{read})
	}
	known, err := gather(ctx, a, seats)
	if err != nil {
		return nil, err
	}
	places := make([]Place, 0, len(seats))
	for _, one := range seats {
		place, shown, err := known.place(ctx, a, one)
		if err != nil {
			return nil, err
		}
		if shown {
			places = append(places, place)
		}
	}
	return places, addLooks(ctx, a, places)
}

func gather(ctx context.Context, a *casefile.Access, seats []row) (*facts, error) {
	known := &facts{writes: a.May(policy.SectionTeam, policy.ActionEdit)}
	var err error
	if known.grants, err = grantsOf(ctx, a); err != nil {
		return nil, err
	}
	if known.yeses, err = activeYeses(ctx, a, seats); err != nil {
		return nil, err
	}
	if known.known, err = knownYeses(ctx, a); err != nil {
		return nil, err
	}
	var users, units []uuid.UUID
	for _, one := range seats {
		units = append(units, one.UnitID)
		if one.UserID != nil {
			users = append(users, *one.UserID)
		}
	}
	if known.people, err = directory.People(ctx, a.Visit.Scope, users); err != nil {
		return nil, err
	}
	if seesUnits(a) {
		known.units, err = directory.UnitNames(ctx, a.Visit.Scope, units)
	}
	return known, err
}

// place is a seat as it stands now; shown is false when it is about nobody the
// viewer may see.
func (f *facts) place(ctx context.Context, a *casefile.Access, one row) (place Place, shown bool, err error) {
	had := byTeam(f.grants, one.person(), one.UnitID)
	opens := standing(had)
	place = Place{
		ID: one.ID, Now: f.standing(one, had, opens), User: one.person(), Since: one.since(),
		Who: f.people[one.person()].Name,
	}
	if name, known := f.units[one.UnitID]; known {
		place.Unit, place.UnitName, place.Title = one.UnitID, name, f.people[one.person()].Title
	}
	if !f.shown(a, one, had, place.Now) {
		return place, false, nil
	}
	switch place.Now {
	case Inside, Ahead:
		for _, g := range opens {
			if concerns(a, g.Members) {
				place.Parts = append(place.Parts, g.part(a, f.people[g.User]))
			}
		}
	case WaitsForUnit, WaitsForPerson:
		for _, given := range f.yeses[one.UnitID] {
			if concerns(a, given.Members) {
				place.Parts = append(place.Parts, PartOf(a, given))
			}
		}
	}
	return place, true, f.addForCoordinator(ctx, a, one, &place)
}

// standing follows from what is written, the family's yes and the clock.
func (f *facts) standing(one row, had, opens []grant) Standing {
	switch one.state() {
	case StateDeclined:
		return Declined
	case StateAccepted:
		switch {
		case len(opens) == 0 && !slices.ContainsFunc(had, func(g grant) bool { return g.EndedAt == nil }):
			return Stopped
		case len(opens) == 0:
		case slices.ContainsFunc(opens, func(g grant) bool { return g.holds }):
			return Inside
		default:
			return Ahead
		}
	case StateInvited, StateNamed:
		switch {
		case len(f.yeses[one.UnitID]) == 0:
		case one.state() == StateNamed:
			return WaitsForPerson
		default:
			return WaitsForUnit
		}
	}
	return Ended
}

// shown reports whether a place is about anybody the viewer may see: by what is
// open now, else by what was, else by the yes it was asked for on.
func (f *facts) shown(a *casefile.Access, one row, had []grant, now Standing) bool {
	if !a.Limited() {
		return true
	}
	if now == Inside || now == Ahead {
		had = standing(had)
	}
	if len(had) > 0 {
		return slices.ContainsFunc(had, func(g grant) bool { return concerns(a, g.Members) })
	}
	if yeses := f.yeses[one.UnitID]; len(yeses) > 0 {
		return slices.ContainsFunc(yeses, func(c consent.Consent) bool { return concerns(a, c.Members) })
	}
	return slices.ContainsFunc(f.known, func(c consent.Consent) bool { return stood(c, one.UnitID, one.CreatedAt) })
}

// addForCoordinator adds what only those who may change the team are told.
func (f *facts) addForCoordinator(ctx context.Context, a *casefile.Access, one row, place *Place) error {
	if !f.writes {
		return nil
	}
	sealed := a.Visit.Row(seatsTable, one.ID)
	place.Note, place.Answer = sealed.Open("note", one.Note), sealed.Open("answer", one.Answer)
	if err := sealed.Err(); err != nil {
		return err
	}
	if place.Now != WaitsForUnit && place.Now != Declined && place.Now != WaitsForPerson {
		return nil
	}
	leaders, err := directory.LeadersOf(ctx, a.Visit.Scope, one.UnitID)
	place.NoLeader = len(leaders) == 0
	return err
}

func addLooks(ctx context.Context, a *casefile.Access, places []Place) error {
	var inside []uuid.UUID
	for _, one := range places {
		if one.Now == Inside && !slices.Contains(inside, one.User) {
			inside = append(inside, one.User)
		}
	}
	looks, err := lastLooks(ctx, a, inside)
	if err != nil {
		return err
	}
	for i := range places {
		if places[i].Now == Inside {
			places[i].Looked = looks[places[i].User]
		}
	}
	listed(places)
	return nil
}
