package casefile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/nameindex"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Person is a member of a family as it is written down.
type Person struct {
	Kind        MemberKind
	Name        string
	BornOn      clock.Date
	Relation    string // "mor", "bestefar" ... in the family's words
	Phone       string
	Email       string
	Address     string
	Language    string
	Interpreter bool
	Grade       Grade
	SchoolID    *uuid.UUID // school or kindergarten, among the units
}

// Member is a person of a family as a viewer may see them: what the viewer
// may not see is empty, because it was never read.
type Member struct {
	ID      uuid.UUID
	Version int
	UserID  *uuid.UUID // the login they were given, if any
	Person
}

// Age is how old a member is on a day, in whole years; 0 when the birth date is
// not known.
func (m Member) Age(today clock.Date) int {
	if m.BornOn.IsZero() {
		return 0
	}
	born, on := m.BornOn.Time(), today.Time()
	age := on.Year() - born.Year()
	if on.Month() < born.Month() || on.Month() == born.Month() && on.Day() < born.Day() {
		age--
	}
	return max(age, 0)
}

// FirstName is how a member is spoken of.
func (m Member) FirstName() string { return firstName(m.Name) }

func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

func (p *Person) validate(faults *tenants.Invalid, prefix string, today clock.Date) {
	p.Name = strings.TrimSpace(p.Name)
	if !slices.Contains(MemberKinds(), p.Kind) {
		faults.Add(prefix+"kind", "member.kind.missing")
	}
	if p.Name == "" || utf8.RuneCountInString(p.Name) > MaxName {
		faults.Add(prefix+"name", "member.name.missing")
	}
	if p.BornOn > today {
		faults.Add(prefix+"born_on", "form.date_ahead")
	}
	if p.Kind == Child && p.BornOn.IsZero() {
		faults.Add(prefix+"born_on", "member.born_on.missing")
	}
	if !slices.Contains(Grades(), p.Grade) {
		faults.Add(prefix+"grade", "member.grade.missing")
	}
	for field, text := range map[string]string{"relation": p.Relation, "phone": p.Phone, "email": p.Email, "address": p.Address} {
		if utf8.RuneCountInString(text) > MaxLine {
			faults.Add(prefix+field, "form.too_long")
		}
	}
	if p.Language != "" && !slices.Contains(Languages(), p.Language) {
		faults.Add(prefix+"language", "member.language.unknown")
	}
}

// Validate checks one person. prefix is put before the field names.
func (p *Person) Validate(prefix string, today clock.Date) error {
	var faults tenants.Invalid
	p.validate(&faults, prefix, today)
	return faults.Err()
}

// What may not be shown is not read: the last two arguments say whether contact
// and whereabouts may.
var memberRows = tenants.Question[tenant.Member]{
	Text: `SELECT id, version, kind, name, born_on, relation, language, interpreter, grade, user_id,
			CASE WHEN $2 THEN phone END, CASE WHEN $2 THEN email END,
			CASE WHEN $3 THEN address END, CASE WHEN $3 THEN school_id END
		FROM members WHERE case_file_id = $1 AND removed_at IS NULL ORDER BY position, created_at`,
	Into: func(r *tenant.Member) []any {
		return []any{
			&r.ID, &r.Version, &r.Kind, tenants.SealedColumn(&r.Name), tenants.SealedColumn(&r.BornOn),
			tenants.SealedColumn(&r.Relation), &r.Language, &r.Interpreter, &r.Grade, &r.UserID,
			tenants.SealedColumn(&r.Phone), tenants.SealedColumn(&r.Email), tenants.SealedColumn(&r.Address), &r.SchoolID,
		}
	},
}

func memberArguments(a *Access) []any {
	return []any{a.ID.String(), a.May(policy.SectionContact, policy.ActionSee), a.May(policy.SectionLocation, policy.ActionSee)}
}

// AskMembers puts in a batch what MembersFrom reads.
func AskMembers(a *Access, b *tenants.Batch) {
	if a.May(policy.SectionIdentity, policy.ActionSee) {
		memberRows.Ask(b, memberArguments(a)...)
	}
}

// Members returns the family's members in order, with what the viewer may see
// of each: names need the identity section, phone and mail the contact
// section, address and school the location section.
func Members(ctx context.Context, a *Access) ([]Member, error) { return MembersFrom(ctx, a, a.Visit) }

// MembersFrom is Members from a batch that was asked for them.
func MembersFrom(ctx context.Context, a *Access, from tenants.Querier) ([]Member, error) {
	if err := a.RequireSee(policy.SectionIdentity); err != nil {
		return nil, err
	}
	a.See(policy.SectionContact)
	a.See(policy.SectionLocation)
	rows, err := memberRows.Read(ctx, from, memberArguments(a)...)
	if err != nil {
		return nil, fmt.Errorf("reading members: %w", err)
	}
	members := make([]Member, 0, len(rows))
	for _, read := range rows {
		if !a.Shows(policy.SectionIdentity, &read.ID) {
			continue // whoever may not see them does not learn that they exist
		}
		one, err := openMember(a.Visit.Scope, read)
		if err != nil {
			return nil, err
		}
		members = append(members, one)
	}
	return members, nil
}

func openMember(scope *tenants.Scope, read *tenant.Member) (Member, error) {
	row := scope.Row("members", read.ID)
	one := Member{ID: read.ID, Version: read.Version, UserID: read.UserID, Person: Person{
		Kind: MemberKind(read.Kind), Name: row.Open("name", read.Name),
		BornOn: clock.Date(row.Open("born_on", read.BornOn)), Relation: row.Open("relation", read.Relation),
		Phone: row.Open("phone", read.Phone), Email: row.Open("email", read.Email),
		Address: row.Open("address", read.Address), Language: read.Language, Interpreter: read.Interpreter,
		Grade: Grade(read.Grade), SchoolID: read.SchoolID,
	}}
	return one, row.Err()
}

func insertMember(ctx context.Context, tx *tenants.Tx, family uuid.UUID, p Person, position int) (uuid.UUID, error) {
	id := tenants.NewID()
	row := tx.Row("members", id)
	create := tx.Client().Member.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetKind(string(p.Kind)).SetPosition(position).
		SetName(row.Seal("name", p.Name)).SetBornOn(row.Seal("born_on", string(p.BornOn))).
		SetRelation(row.Seal("relation", p.Relation)).SetPhone(row.Seal("phone", p.Phone)).
		SetEmail(row.Seal("email", p.Email)).SetAddress(row.Seal("address", p.Address)).
		SetLanguage(p.Language).SetInterpreter(p.Interpreter).SetGrade(string(p.Grade)).
		SetNillableSchoolID(p.SchoolID)
	if err := row.Err(); err != nil {
		return id, err
	}
	if err := create.Exec(ctx); err != nil {
		return id, fmt.Errorf("writing member: %w", err)
	}
	return id, indexMember(ctx, tx, family, id, p)
}

// indexMember makes a member findable by the words of the name, by the phone
// number, and by name and birth date together.
func indexMember(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID, p Person) error {
	if err := forgetMember(ctx, tx, id); err != nil {
		return err
	}
	tokens := map[string][][]byte{"member": tx.Keys().BlindWords("name", p.Name)}
	if digits := onlyDigits(p.Phone); len(digits) >= 8 {
		tokens["phone"] = [][]byte{tx.Keys().Blind("phone", digits[len(digits)-8:])}
	}
	if !p.BornOn.IsZero() {
		tokens["person"] = [][]byte{blindPerson(tx.Keys(), p.Name, p.BornOn)}
	}
	var creates []*tenant.NameIndexCreate
	for kind, list := range tokens {
		for _, token := range list {
			creates = append(creates, tx.Client().NameIndex.Create().SetID(tenants.NewID()).
				SetKind(kind).SetToken(token).SetOwnerID(id).SetCaseFileID(family))
		}
	}
	if err := tx.Client().NameIndex.CreateBulk(creates...).Exec(ctx); err != nil {
		return fmt.Errorf("indexing member: %w", err)
	}
	return nil
}

// forgetMember takes a member out of the index: a search does not find who was
// taken out of the family.
func forgetMember(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	_, err := tx.Client().NameIndex.Delete().Where(nameindex.OwnerID(id)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("taking member out of the index: %w", err)
	}
	return nil
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
