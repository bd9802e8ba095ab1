package message_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// table is a family of two children with a caregiver who follows both, one who
// follows the younger only, a young person, and a teacher in the team of the
// elder.
type table struct {
	t                              testing.TB
	ctx                            context.Context
	house                          *tenanttest.House
	family, other                  uuid.UUID
	elder, younger                 uuid.UUID // the children
	coordinator, colleague         *tenants.Visit
	mother, father, youth, teacher *tenants.Visit
	members                        map[string]uuid.UUID
}

func lay(t testing.TB, house *tenanttest.House) *table {
	t.Helper()
	b := &table{t: t, ctx: context.Background(), house: house, members: map[string]uuid.UUID{}}
	b.coordinator, b.colleague = house.Coordinator(), house.Colleague()
	intake := house.Intake("Blått hus")
	open := casefile.GradeOpen
	intake.Members = []casefile.Person{
		{Kind: casefile.Child, Name: "Elva Prøve", BornOn: "2010-05-04", Grade: open},
		{Kind: casefile.Child, Name: "Alma Prøve", BornOn: "2018-05-04", Grade: open},
		{Kind: casefile.Caregiver, Name: "Mona Prøve", Relation: "mor", Grade: open},
		{Kind: casefile.Caregiver, Name: "Finn Annen", Relation: "far", Grade: open},
	}
	b.family = house.FamilyOf(b.coordinator, intake).ID
	b.other = house.Family("Nabolund").ID
	for _, member := range b.list() {
		b.members[member.FirstName()] = member.ID
	}
	b.elder, b.younger = b.members["Elva"], b.members["Alma"]
	b.mother = b.login("Mona", policy.RoleCaregiver, "mona@familie.example")
	b.father = b.login("Finn", policy.RoleCaregiver, "finn@familie.example", b.younger)
	b.youth = b.login("Elva", policy.RoleYoungPerson, "elva@familie.example")
	b.teacher = house.Professional()
	b.letTeacher(policy.Sections(policy.SectionMessages, policy.SectionIdentity))
	return b
}

func (b *table) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *table) list() []casefile.Member {
	b.t.Helper()
	members, err := casefile.Members(b.ctx, b.enter(b.coordinator))
	b.must(err)
	return members
}

func (b *table) login(name string, role policy.Role, email string, members ...uuid.UUID) *tenants.Visit {
	b.t.Helper()
	b.must(casefile.GiveAccess(b.ctx, b.coordinator, b.family, b.members[name],
		casefile.Login{Email: email, Language: "nb", Members: members}))
	for _, member := range b.list() {
		if member.ID == b.members[name] {
			return tenants.NewVisit(b.house.Scope, policy.Viewer{ID: *member.UserID, Roles: policy.Roles(role)})
		}
	}
	b.t.Fatal("no login")
	return nil
}

// letTeacher lets the teacher in to the elder child's team.
func (b *table) letTeacher(sections policy.SectionSet) {
	b.t.Helper()
	b.must(b.house.Scope.InTx(b.ctx, func(tx *tenants.Tx) error {
		return casefile.Let(b.ctx, b.coordinator, tx, b.family, casefile.Grant{
			User: b.teacher.Viewer.ID, Relation: policy.RelationTeam, Basis: policy.BasisConsent,
			Sections: sections, Members: []uuid.UUID{b.elder},
		})
	}))
}

func (b *table) end(v *tenants.Visit) {
	b.t.Helper()
	b.must(casefile.EndAccess(b.ctx, b.coordinator, b.family, v.Viewer.ID))
}

func (b *table) enter(v *tenants.Visit) *casefile.Access {
	b.t.Helper()
	access, err := casefile.Enter(b.ctx, v, b.family)
	b.must(err)
	return access
}

// tick moves the clock, as it does between what people write.
func (b *table) tick() { b.house.Clock.Advance(time.Minute) }

// begin begins a conversation, which must be allowed.
func (b *table) begin(v *tenants.Visit, about *uuid.UUID, with ...*tenants.Visit) uuid.UUID {
	b.t.Helper()
	b.tick()
	id, err := message.Begin(b.ctx, v, b.family, b.opening(about, with...))
	b.must(err)
	return id
}

func (b *table) opening(about *uuid.UUID, with ...*tenants.Visit) message.Opening {
	o := message.Opening{About: about, Subject: "Møtet på torsdag", Text: "Hei, passer det klokka ti?"}
	for _, one := range with {
		o.With = append(o.With, one.Viewer.ID)
	}
	return o
}

func (b *table) write(v *tenants.Visit, id uuid.UUID, text string) error {
	b.tick()
	return message.Write(b.ctx, v, b.family, id, tenants.NewID(), text)
}

func (b *table) read(v *tenants.Visit, id uuid.UUID) (message.Conversation, error) {
	access, err := casefile.Enter(b.ctx, v, b.family)
	if err != nil {
		return message.Conversation{}, err
	}
	return message.Read(b.ctx, access, id, 1)
}

func texts(c message.Conversation) []string {
	var list []string
	for _, one := range c.Messages {
		list = append(list, one.Text)
	}
	return list
}
