package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// house is a family while its story is carried out: what its keys in the
// scenario are called in the database.
type house struct {
	*place
	family   family
	id       uuid.UUID
	members  map[string]uuid.UUID
	goals    map[string]uuid.UUID
	measures map[string]uuid.UUID
	meetings map[string]uuid.UUID
	remarks  map[string]uuid.UUID
	version  int // of the plan, put before the family last
}

// takeIn plans everything that happens to a family.
func (p *place) takeIn(f family) {
	h := &house{
		place: p, family: f, members: map[string]uuid.UUID{}, goals: map[string]uuid.UUID{},
		measures: map[string]uuid.UUID{}, meetings: map[string]uuid.UUID{}, remarks: map[string]uuid.UUID{},
	}
	about := p.town.Slug + "/" + f.Key
	p.plan(f.Opened, about+" is taken in", h.open)
	for _, one := range f.Members {
		if one.Login == nil {
			continue
		}
		p.plan(one.Login.Given, about+": access is given", func(ctx context.Context) error { return h.giveAccess(ctx, one) })
		if one.Login.First != nil {
			p.plan(*one.Login.First, about+": first visit", func(ctx context.Context) error { return h.firstVisit(ctx, *one.Login) })
		}
	}
	for _, one := range f.Events {
		p.plan(one.At, about, func(ctx context.Context) error { return h.happen(ctx, one) })
	}
}

func (h *house) open(ctx context.Context) error {
	v, err := h.visit(ctx, h.family.Coordinator)
	if err != nil {
		return err
	}
	intake, err := h.intake()
	if err != nil {
		return err
	}
	h.id, err = casefile.Open(ctx, v, intake)
	if err != nil {
		return err
	}
	access, err := casefile.Enter(ctx, v, h.id)
	if err != nil {
		return err
	}
	members, err := casefile.Members(ctx, access)
	if err != nil {
		return err
	}
	for i, one := range h.family.Members {
		h.members[one.Key] = members[i].ID
	}
	return v.Commit(ctx)
}

func (h *house) intake() (casefile.Intake, error) {
	f, now := h.family, h.World.Now
	intake := casefile.Intake{
		ShortName: f.ShortName, AcceptedSaid: true, AcceptedOn: f.Accepted.On.On(now), AcceptedHow: f.Accepted.How,
		Background: casefile.Background{
			Referrer: f.Referrer, ReferrerNote: f.ReferrerNote, ReferredOn: f.Referred.On(now),
			CrisisOn: f.Crisis.On(now), Grounds: f.Grounds, LetterSender: f.Letter.From, LetterOn: f.Letter.On.On(now),
			CentreFrom: f.Centre.From.On(now), CentreTo: f.Centre.To.On(now),
		},
	}
	for _, one := range f.Members {
		school, err := h.unitOrNone(one.School)
		if err != nil {
			return casefile.Intake{}, err
		}
		intake.Members = append(intake.Members, casefile.Person{
			Kind: one.Kind, Name: one.Name, BornOn: one.Born.On(now), Relation: one.Relation, Phone: one.Phone,
			Email: one.Email, Address: one.Address, Language: one.Language, Interpreter: one.Interpreter,
			Grade: one.Grade, SchoolID: school,
		})
	}
	for _, one := range f.Barred {
		intake.Barred = append(intake.Barred, casefile.Barred{Name: one.Name, Relation: one.Relation, Reason: one.Reason})
	}
	return intake, nil
}

func (h *house) giveAccess(ctx context.Context, one member) error {
	v, err := h.visit(ctx, h.family.Coordinator)
	if err != nil {
		return err
	}
	return casefile.GiveAccess(ctx, v, h.id, h.members[one.Key], casefile.Login{
		PID: one.Login.PID, Language: h.town.Language, Members: h.of(one.Login.Only),
	})
}

// firstVisit is a caregiver who signs in and reads the first page.
func (h *house) firstVisit(ctx context.Context, l login) error {
	if err := h.signIn(ctx, l.Value); err != nil {
		return err
	}
	h.tick()
	v, err := h.visit(ctx, l.Value)
	if err != nil {
		return err
	}
	return directory.Welcome(ctx, v)
}

// happen does what an event says, as the one who did it.
func (h *house) happen(ctx context.Context, e event) error {
	by := e.By
	if by == "" {
		by = h.family.Coordinator
	}
	v, err := h.visit(ctx, by)
	if err != nil {
		return err
	}
	switch {
	case e.Contact != nil:
		return h.contact(ctx, v, *e.Contact)
	case e.Call != nil:
		return h.call(ctx, v, *e.Call)
	case e.Held != nil:
		return h.held(ctx, v, *e.Held)
	case e.Write != nil:
		return h.write(ctx, v, *e.Write)
	case e.Propose != nil:
		return h.propose(ctx, v, *e.Propose)
	case e.Answer != nil:
		return h.answer(ctx, v, *e.Answer)
	case e.Status != nil:
		return h.status(ctx, v, *e.Status)
	case e.Note != nil:
		return h.note(ctx, v, *e.Note)
	case e.Proposal != nil:
		return h.proposal(ctx, v, *e.Proposal)
	case e.Reply != nil:
		return h.reply(ctx, v, *e.Reply)
	case e.Evaluate != nil:
		return h.evaluate(ctx, v, *e.Evaluate)
	case e.Close != nil:
		return consent.Close(ctx, v, h.id, e.Close.Outcome, e.Close.Reason, v.Today())
	case e.Reopen != nil:
		return casefile.Reopen(ctx, v, h.id, e.Reopen.Reason)
	case e.Look:
		return h.look(ctx, v)
	default:
		return h.share(ctx, v, e)
	}
}

// find is what a key in the scenario is called in the database.
func find(ids map[string]uuid.UUID, key string) (uuid.UUID, error) {
	id, known := ids[key]
	if !known {
		return uuid.Nil, fmt.Errorf("nothing is called %q here yet", key)
	}
	return id, nil
}

// findOrNone is find; an empty key is nothing.
func findOrNone(ids map[string]uuid.UUID, key string) (*uuid.UUID, error) {
	if key == "" {
		return nil, nil
	}
	id, err := find(ids, key)
	return &id, err
}

func (p *place) unitOrNone(key string) (*uuid.UUID, error) { return findOrNone(p.units, key) }

// said is the family's yes to a professional's part in it, given at the table.
func (h *house) said(v *tenants.Visit) *casefile.Yes {
	for _, one := range h.family.Members {
		if one.Kind == casefile.Caregiver {
			return &casefile.Yes{By: h.members[one.Key], On: v.Today(), How: casefile.HowOral}
		}
	}
	return nil
}
