package consent

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// people are a family's members by id, with what decides who answers for whom.
type people map[uuid.UUID]casefile.Member

func readPeople(ctx context.Context, tx *tenants.Tx, family uuid.UUID) (people, error) {
	members, err := casefile.MembersTx(ctx, tx, family)
	if err != nil {
		return nil, err
	}
	return peopleOf(members), nil
}

func peopleOf(members []casefile.Member) people {
	all := make(people, len(members))
	for _, one := range members {
		all[one.ID] = one
	}
	return all
}

// MayAnswer checks, before the answer itself is known, that the one who answers
// may do so for each of those it is about, so that a form in steps says so where
// they are chosen. Whether a child has been heard is asked with the answer, and
// not here. Nothing is written. It returns ErrInvalid as Give does, and
// ErrNotFound for whoever may not record answers.
func MayAnswer(ctx context.Context, a *casefile.Access, g Given) error {
	if err := a.Require(policy.SectionConsents, policy.ActionEdit); err != nil {
		return err
	}
	scope := a.Visit.Scope
	rules, err := ReadRules(ctx, scope)
	if err != nil {
		return err
	}
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return err
	}
	everybody, now := peopleOf(members), scope.Clock().Now()
	var faults tenants.Invalid
	g.Heard = g.Members
	everybody.who(&g, rules, clock.DateOf(now), &faults)
	if _, known := everybody[g.By]; known {
		if err := everybody.theirs(ctx, a.Visit, now, a, &g, &faults); err != nil {
			return err
		}
	}
	return once(faults).Err()
}

func (p people) list() []casefile.Member {
	all := make([]casefile.Member, 0, len(p))
	for _, one := range p {
		all = append(all, one)
	}
	return all
}

// of finds the member who signs in as a user; Nil when there is none.
func (p people) of(user uuid.UUID) uuid.UUID {
	for id, one := range p {
		if one.UserID != nil && *one.UserID == user {
			return id
		}
	}
	return uuid.Nil
}

// who checks that the one who answers may answer for each of those it is about,
// by the rules for the purpose. Every fault says in plain words who must.
func (p people) who(g *Given, rules Rules, today clock.Date, faults *tenants.Invalid) {
	by, known := p[g.By]
	if !known {
		faults.Add("given_by", "consent.given_by.missing")
		return
	}
	for _, id := range g.Members {
		about, known := p[id]
		switch {
		case !known:
			faults.Add("members", "consent.members.missing")
		case id == g.By:
			if by.Kind == casefile.Child && rules.Who(g.Purpose, by.Age(today)) != WhoSelf {
				faults.Add("given_by", "consent.given_by.too_young")
			}
		case by.Kind == casefile.Child:
			faults.Add("members", "consent.members.child_for_self")
		case by.Kind != casefile.Caregiver:
			faults.Add("given_by", "consent.given_by.not_caregiver")
		case about.Kind != casefile.Child:
			faults.Add("members", "consent.members.adult_self")
		default:
			p.child(g, about, rules.Who(g.Purpose, about.Age(today)), faults)
		}
	}
}

// child checks what is answered for a child by a caregiver.
func (p people) child(g *Given, about casefile.Member, who Who, faults *tenants.Invalid) {
	if who == WhoSelf {
		faults.Add("members", "consent.members.young_self")
	}
	if who == WhoHeard && g.Answer != No && !slices.Contains(g.Heard, about.ID) {
		faults.Add("heard", "consent.heard.missing")
	}
}

// theirs checks that a caregiver answers for no child they may not see:
// siblings may have different caregivers.
func (p people) theirs(ctx context.Context, q tenants.Querier, now time.Time, a *casefile.Access, g *Given, faults *tenants.Invalid) error {
	if g.How == casefile.HowSelf && g.Answer != Unanswered {
		for _, id := range g.Members {
			if !a.MayAbout(policy.SectionConsents, policy.ActionAgree, &id) {
				faults.Add("members", "consent.members.missing")
			}
		}
		return nil
	}
	by := p[g.By]
	if by.UserID == nil {
		return nil
	}
	inside, err := casefile.Inside(ctx, q, a.ID, now)
	if err != nil {
		return err
	}
	for _, one := range inside {
		if one.User == *by.UserID && one.Relation == policy.RelationCaregiver && !one.Sees(g.Members) {
			faults.Add("members", "consent.members.not_theirs")
		}
	}
	return nil
}
