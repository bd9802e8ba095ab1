package casefile

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Longest texts, in characters.
const (
	MaxName = 120
	MaxLine = 300
	MaxText = 4000
)

// Intake is what is asked when a family gets a coordinator.
type Intake struct {
	ID           uuid.UUID // the family's, so that an intake is opened once; Nil: a new one
	ShortName    string    // chosen by the coordinator; shown in lists
	Background   Background
	AcceptedOn   clock.Date // the family said yes to a coordinator
	AcceptedHow  How
	Members      []Person
	Barred       []Barred
	AcceptedSaid bool // "the family has said yes" was ticked
}

// Background is how a family came here. The crisis and the referral both have
// a date: the time from crisis to coordinator is a measure of the programme.
type Background struct {
	Referrer     Sender
	ReferrerNote string
	ReferredOn   clock.Date
	CrisisOn     clock.Date // empty: not known
	Grounds      []Ground
	LetterSender Sender // who wrote the accompanying letter; empty: none
	LetterOn     clock.Date
	CentreFrom   clock.Date // stay at Stine Sofie Senteret; empty: none
	CentreTo     clock.Date
}

// Validate checks what was typed against today. Field names are those of the
// form's fields.
func (i *Intake) Validate(today clock.Date) error {
	var faults tenants.Invalid
	validateShortName(&faults, i.ShortName)
	i.Background.validate(&faults, today)
	if !i.AcceptedSaid {
		faults.Add("accepted", "intake.accepted.missing")
	}
	if i.AcceptedOn.IsZero() || i.AcceptedOn > today {
		faults.Add("accepted_on", "intake.accepted_on.missing")
	}
	if i.AcceptedHow != HowOral && i.AcceptedHow != HowWritten {
		faults.Add("accepted_how", "intake.accepted_how.missing")
	}
	if !slices.ContainsFunc(i.Members, func(p Person) bool { return p.Kind == Child }) {
		faults.Add("members", "intake.members.no_child")
	}
	for n := range i.Members {
		i.Members[n].validate(&faults, fmt.Sprintf("member_%d_", n), today)
	}
	for n := range i.Barred {
		i.Barred[n].validate(&faults, fmt.Sprintf("barred_%d_", n))
	}
	return faults.Err()
}

func validateShortName(faults *tenants.Invalid, name string) {
	if length := utf8.RuneCountInString(strings.TrimSpace(name)); length == 0 || length > 40 {
		faults.Add("short_name", "intake.short_name.missing")
	}
}

// Validate checks the background alone.
func (b *Background) Validate(today clock.Date) error {
	var faults tenants.Invalid
	b.validate(&faults, today)
	return faults.Err()
}

func (b *Background) validate(faults *tenants.Invalid, today clock.Date) {
	if !slices.Contains(Senders(), b.Referrer) {
		faults.Add("referrer", "intake.referrer.missing")
	}
	if utf8.RuneCountInString(b.ReferrerNote) > MaxLine {
		faults.Add("referrer_note", "form.too_long")
	}
	if b.ReferredOn.IsZero() || b.ReferredOn > today {
		faults.Add("referred_on", "intake.referred_on.missing")
	}
	if b.CrisisOn > today {
		faults.Add("crisis_on", "form.date_ahead")
	}
	if len(b.Grounds) == 0 {
		faults.Add("grounds", "intake.grounds.missing")
	}
	for _, ground := range b.Grounds {
		if !slices.Contains(Grounds(), ground) {
			faults.Add("grounds", "intake.grounds.missing")
		}
	}
	if b.LetterSender != "" && !slices.Contains(Senders(), b.LetterSender) {
		faults.Add("letter_sender", "intake.referrer.missing")
	}
	if b.LetterOn > today {
		faults.Add("letter_on", "form.date_ahead")
	}
	if !b.CentreFrom.IsZero() && !b.CentreTo.IsZero() && b.CentreTo < b.CentreFrom {
		faults.Add("centre_to", "form.date_before_start")
	}
}

// Open begins the follow-up of a family with the viewer as coordinator. It
// returns ErrInvalid for what was typed wrongly and ErrNotFound for a viewer
// who may not take in families, and ErrConflict for an intake that is opened
// already. Everything is written, or nothing.
func Open(ctx context.Context, v *tenants.Visit, intake Intake) (uuid.UUID, error) {
	if err := v.Require(policy.SectionIntake, policy.ActionManage); err != nil {
		return uuid.Nil, err
	}
	if err := intake.Validate(v.Today()); err != nil {
		return uuid.Nil, err
	}
	id := intake.ID
	if id == uuid.Nil {
		id = tenants.NewID()
	}
	facts := policy.Facts{Relation: policy.RelationCoordinator, Basis: policy.BasisConsent}
	err := v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := insert(ctx, v, tx, id, intake); err != nil {
			return fmt.Errorf("opening follow-up: %w", err)
		}
		decision := v.Decide(policy.Facts{}, policy.SectionIntake, policy.ActionManage)
		tx.Record(v.Deed("family.open", id, id, decision, facts))
		return nil
	})
	if tenant.IsConstraintError(err) {
		there, asked := v.Client().CaseFile.Query().Where(casefile.ID(id)).Exist(ctx)
		if asked == nil && there {
			return uuid.Nil, fmt.Errorf("opening follow-up again: %w", tenants.ErrConflict)
		}
	}
	return id, err
}

func insert(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, id uuid.UUID, intake Intake) error {
	row := tx.Row("case_files", id)
	create := tx.Client().CaseFile.Create().SetID(id).SetCreatedAt(v.Clock().Now()).
		SetCoordinatorID(v.Viewer.ID).SetCoordinatorSince(v.Today()).SetState(string(StateActive)).
		SetShortName(row.Seal("short_name", strings.TrimSpace(intake.ShortName))).
		SetReferrer(string(intake.Background.Referrer)).
		SetReferrerNote(row.Seal("referrer_note", intake.Background.ReferrerNote)).
		SetReferredOn(intake.Background.ReferredOn).SetCrisisOn(intake.Background.CrisisOn).
		SetGrounds(row.Seal("grounds", encodeGrounds(intake.Background.Grounds))).
		SetLetterSender(string(intake.Background.LetterSender)).SetLetterOn(intake.Background.LetterOn).
		SetCentreFrom(intake.Background.CentreFrom).SetCentreTo(intake.Background.CentreTo).
		SetAcceptedOn(intake.AcceptedOn).SetAcceptedHow(string(intake.AcceptedHow)).
		SetGrade(string(strictestOf(intake.Members)))
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return err
	}
	for n, person := range intake.Members {
		if _, err := insertMember(ctx, tx, id, person, n); err != nil {
			return err
		}
	}
	for _, barred := range intake.Barred {
		if _, err := insertBarred(ctx, v, tx, id, barred); err != nil {
			return err
		}
	}
	return nil
}

func strictestOf(members []Person) Grade {
	grade := GradeOpen
	for _, person := range members {
		grade = Strictest(grade, person.Grade)
	}
	return grade
}

func encodeGrounds(grounds []Ground) string {
	encoded, err := json.Marshal(grounds)
	if err != nil {
		panic(fmt.Sprintf("encoding a list of words: %v", err)) // cannot fail for strings
	}
	return string(encoded)
}

// ReadBackground returns how the family came here. It needs the grounds section.
func ReadBackground(ctx context.Context, a *Access) (Background, error) {
	if err := a.RequireSee(policy.SectionGrounds); err != nil {
		return Background{}, err
	}
	read, err := a.Visit.Client().CaseFile.Query().Where(casefile.ID(a.ID)).Only(ctx)
	if err != nil {
		return Background{}, fmt.Errorf("reading background: %w", err)
	}
	row := a.Visit.Row("case_files", a.ID)
	background := Background{
		Referrer: Sender(read.Referrer), ReferrerNote: row.Open("referrer_note", read.ReferrerNote),
		ReferredOn: read.ReferredOn, CrisisOn: read.CrisisOn,
		LetterSender: Sender(read.LetterSender), LetterOn: read.LetterOn,
		CentreFrom: read.CentreFrom, CentreTo: read.CentreTo,
	}
	grounds := row.Open("grounds", read.Grounds)
	if err := row.Err(); err != nil {
		return Background{}, err
	}
	if err := json.Unmarshal([]byte(grounds), &background.Grounds); err != nil {
		return Background{}, fmt.Errorf("reading grounds: %w", err)
	}
	return background, nil
}

// ChangeBackground corrects how the family came here.
func ChangeBackground(ctx context.Context, v *tenants.Visit, id uuid.UUID, b Background) error {
	if err := b.Validate(v.Today()); err != nil {
		return err
	}
	deed := Deed{Name: "family.background.change", Target: id, Section: policy.SectionGrounds, Action: policy.ActionEdit}
	return Change(ctx, v, id, deed, func(tx *tenants.Tx, _ *Access) error {
		row := tx.Row("case_files", id)
		update := tx.Client().CaseFile.UpdateOneID(id).AddVersion(1).
			SetReferrer(string(b.Referrer)).SetReferrerNote(row.Seal("referrer_note", b.ReferrerNote)).
			SetReferredOn(b.ReferredOn).SetCrisisOn(b.CrisisOn).
			SetGrounds(row.Seal("grounds", encodeGrounds(b.Grounds))).
			SetLetterSender(string(b.LetterSender)).SetLetterOn(b.LetterOn).
			SetCentreFrom(b.CentreFrom).SetCentreTo(b.CentreTo)
		if err := row.Err(); err != nil {
			return err
		}
		return update.Exec(ctx)
	})
}
