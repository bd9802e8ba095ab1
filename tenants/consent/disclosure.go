package consent

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/disclosure"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Provision is a provision of law by which something is told without a yes.
type Provision string

// The provisions. OtherProvision is for one that is not listed; it is then
// written out.
const (
	ChildWelfare   Provision = "barnevernsloven § 13-2"
	Avert          Provision = "straffeloven § 196"
	HealthStaff    Provision = "helsepersonelloven § 33"
	Kindergarten   Provision = "barnehageloven § 46"
	SocialServices Provision = "sosialtjenesteloven § 45"
	Administration Provision = "forvaltningsloven § 13 b"
	OtherProvision Provision = "other"
)

// Provisions lists them in the order they are shown.
func Provisions() []Provision {
	return []Provision{
		ChildWelfare, Avert, HealthStaff, Kindergarten, SocialServices, Administration, OtherProvision,
	}
}

// Disclosure is what was told to somebody under statute, without a yes.
type Disclosure struct {
	ID         uuid.UUID
	Provision  string // one of Provisions, or the text of another
	ToWhom     string
	What       string
	Why        string
	On         clock.Date
	RecordedBy uuid.UUID
}

// Validate checks what was typed and puts it in order. Field names are those of
// the form's fields.
func (d *Disclosure) Validate(today clock.Date) error {
	var faults tenants.Invalid
	for _, one := range []struct {
		field, code string
		text        *string
		most        int
	}{
		{"provision", "consent.disclosure.provision.missing", &d.Provision, casefile.MaxLine},
		{"to_whom", "consent.disclosure.to_whom.missing", &d.ToWhom, casefile.MaxLine},
		{"what", "consent.disclosure.what.missing", &d.What, casefile.MaxText},
		{"why", "consent.disclosure.why.missing", &d.Why, casefile.MaxText},
	} {
		*one.text = strings.TrimSpace(*one.text)
		if *one.text == "" || *one.text == string(OtherProvision) {
			faults.Add(one.field, one.code)
		}
		if utf8.RuneCountInString(*one.text) > one.most {
			faults.Add(one.field, "form.too_long")
		}
	}
	if d.On.IsZero() {
		faults.Add("happened_on", "consent.disclosure.on.missing")
	} else if d.On > today {
		faults.Add("happened_on", "form.date_ahead")
	}
	return faults.Err()
}

// Disclose records what was told under statute. The coordinator does, also when
// the follow-up is closed. It asks nobody, and the family does not read it here:
// a report may be what keeps a child safe.
func Disclose(ctx context.Context, v *tenants.Visit, family uuid.UUID, d Disclosure) (uuid.UUID, error) {
	if err := d.Validate(v.Today()); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	deed := casefile.Deed{
		Name: "consent.disclose", Target: id, Section: policy.SectionDisclosures, Action: policy.ActionEdit, EvenClosed: true,
	}
	err := casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *casefile.Access) error {
		row := tx.Row(disclosure.Table, id)
		create := tx.Client().Disclosure.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
			SetProvision(row.Seal("provision", d.Provision)).SetToWhom(row.Seal("to_whom", d.ToWhom)).
			SetWhat(row.Seal("what", d.What)).SetWhy(row.Seal("why", d.Why)).
			SetHappenedOn(d.On).SetRecordedBy(v.Viewer.ID)
		if err := row.Err(); err != nil {
			return err
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("writing what was told: %w", err)
		}
		return nil
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// Disclosures returns what was told under statute, newest first. It needs the
// disclosures section.
func Disclosures(ctx context.Context, a *casefile.Access) ([]Disclosure, error) {
	if err := a.RequireSee(policy.SectionDisclosures); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().Disclosure.Query().Where(disclosure.CaseFileID(a.ID)).
		Order(disclosure.ByHappenedOn(entsql.OrderDesc()), disclosure.ByID(entsql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what was told: %w", err)
	}
	list := make([]Disclosure, 0, len(rows))
	for _, read := range rows {
		row := a.Visit.Row(disclosure.Table, read.ID)
		list = append(list, Disclosure{
			ID: read.ID, Provision: row.Open("provision", read.Provision), ToWhom: row.Open("to_whom", read.ToWhom),
			What: row.Open("what", read.What), Why: row.Open("why", read.Why), On: read.HappenedOn, RecordedBy: read.RecordedBy,
		})
		if err := row.Err(); err != nil {
			return nil, err
		}
	}
	return list, nil
}
