package share_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestAGuestSeesWhatWasChosenForADayAndNothingElse(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		link := r.deliver()
		if len(link) != 1 || link[0].To != "900 00 001" || link[0].Path != "/d/"+made.Token || link[0].Code != "" {
			r.t.Fatalf("sent %+v", link)
		}
		session := r.enter(made.Token)
		guest := r.guest(session)
		access, err := casefile.Enter(r.t.Context(), guest, r.family.ID)
		r.must(err)
		for _, section := range policy.AllSections() {
			want := section == policy.SectionGoals || section == policy.SectionOverview
			if section.Place() == policy.PlaceFamily && access.May(section, policy.ActionSee) != want {
				r.t.Errorf("see %s is %v", section, !want)
			}
		}
		r.Clock.Advance(24*time.Hour - time.Second)
		if r.guest(session) == nil || !r.inside(guest) {
			r.t.Error("it was over before the day was")
		}
		r.Clock.Advance(time.Second)
		if r.guest(session) != nil || r.inside(guest) {
			r.t.Error("it lasts longer than a day")
		}
	})
}

func TestALinkOpensOnce(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		code := r.code(made.Token)
		session, err := share.Open(r.t.Context(), r.Scope, made.Token, code[:3]+" "+code[3:], "")
		r.must(err)
		again, err := share.Open(r.t.Context(), r.Scope, made.Token, code, "")
		if r.is(err, tenants.ErrNotFound); again != "" {
			r.t.Error("a link opened twice")
		}
		r.is(r.find(made.Token), tenants.ErrNotFound)
		r.is(share.SendCode(r.t.Context(), r.Scope, made.Token), tenants.ErrNotFound)
		guest := r.guest(session)
		link, err := share.Find(r.t.Context(), r.Scope, made.Token, guest.Viewer.ID)
		if err != nil || link.Step != share.StepInside {
			r.t.Errorf("in the browser it was opened in, the link gives %+v, %v", link, err)
		}
	})
}

func TestLinksThatOpenNothingLookAlike(t *testing.T) {
	both(t, func(r *room) {
		made, other := r.make(r.order()), r.make(r.order())
		r.must(share.End(r.t.Context(), r.by, r.family.ID, other.ID))
		for _, token := range []string{"", "kort", other.Token, made.Token[:42] + "-"} {
			if token == made.Token {
				continue
			}
			r.is(r.find(token), tenants.ErrNotFound)
			r.is(share.SendCode(r.t.Context(), r.Scope, token), tenants.ErrNotFound)
			_, err := share.Open(r.t.Context(), r.Scope, token, "000000", "")
			r.is(err, tenants.ErrNotFound)
		}
		r.Clock.Advance(25 * time.Hour)
		r.is(r.find(made.Token), tenants.ErrNotFound)
	})
}

func TestEndingAShareEndsTheGuestsSession(t *testing.T) {
	both(t, func(r *room) {
		mona := r.Caregiver(r.family)
		made := r.make(r.order())
		session := r.enter(made.Token)
		r.must(share.End(r.t.Context(), mona, r.family.ID, made.ID))
		if r.guest(session) != nil {
			r.t.Error("the session goes on")
		}
		list := r.list(mona)
		if list[0].State != share.Over || list[0].EndedAt == nil {
			r.t.Errorf("the share is %+v", list[0])
		}
		r.must(share.End(r.t.Context(), mona, r.family.ID, made.ID))
		r.is(share.End(r.t.Context(), r.Professional(), r.family.ID, made.ID), tenants.ErrNotFound)
	})
}

func TestAShareEndedBeforeItWasOpenedTakesItsMessagesBack(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		r.must(share.SendCode(r.t.Context(), r.Scope, made.Token))
		r.must(share.End(r.t.Context(), r.by, r.family.ID, made.ID))
		if sent := r.deliver(); len(sent) > 0 {
			r.t.Errorf("sent %+v", sent)
		}
	})
}

// A withdrawal knows nothing of links: it ends what they opened.
func TestWhereTheGrantHasEndedTheLinkOpensNothing(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		code := r.code(made.Token)
		guest := r.list(r.by)[0].Guest
		r.must(casefile.EndAccess(r.t.Context(), r.by, r.family.ID, guest))
		r.is(r.find(made.Token), tenants.ErrNotFound)
		r.is(share.SendCode(r.t.Context(), r.Scope, made.Token), tenants.ErrNotFound)
		_, err := share.Open(r.t.Context(), r.Scope, made.Token, code, "")
		r.is(err, tenants.ErrNotFound)
		if list := r.list(r.by); list[0].State != share.Over || list[0].EndedAt == nil {
			r.t.Errorf("the share is %+v", list[0])
		}
		r.must(r.by.InTx(r.t.Context(), func(tx *tenants.Tx) error {
			return share.Settle(r.t.Context(), r.by, tx, r.family.ID)
		}))
		people, err := directory.Called(r.t.Context(), r.Scope, []uuid.UUID{guest})
		r.must(err)
		if !people[guest].Left {
			r.t.Error("the guest has not left")
		}
	})
}

func TestTheFamilyIsToldOfEveryLook(t *testing.T) {
	both(t, func(r *room) {
		mona := r.Caregiver(r.family)
		made := r.make(r.order())
		guest := r.guest(r.enter(made.Token))
		for range 3 {
			r.Clock.Advance(time.Hour)
			access, err := casefile.Enter(r.t.Context(), guest, r.family.ID)
			r.must(err)
			r.must(access.RequireSee(policy.SectionGoals))
			r.must(guest.Commit(r.t.Context()))
		}
		one := r.list(mona)[0]
		if one.Name != "Trygve Trener" || one.State != share.Opened || one.OpenedAt == nil || one.Purpose != "Følge opp på trening" {
			r.t.Errorf("told %+v", one)
		}
		if len(one.Looks) != 3 || !slices.Equal(one.Looks[0].Sections, []policy.Section{policy.SectionGoals}) {
			r.t.Errorf("looks %+v", one.Looks)
		}
	})
}

func TestAnAdministratorDoesNotLearnOfGuests(t *testing.T) {
	both(t, func(r *room) {
		r.make(r.order())
		guest := r.list(r.by)[0].Guest
		users, err := directory.List(r.t.Context(), r.Administrator(), directory.UserFilter{})
		r.must(err)
		for _, one := range users.Items {
			if one.ID == guest {
				r.t.Error("the guest is in the list")
			}
		}
		_, err = directory.Get(r.t.Context(), r.Administrator(), guest)
		r.is(err, tenants.ErrNotFound)
	})
}

func TestWhatCannotBeSharedIsSaid(t *testing.T) {
	both(t, func(r *room) {
		_, err := casefile.Bar(r.t.Context(), r.by, r.family.ID, casefile.Barred{Name: "Ståle Stengt"})
		r.must(err)
		for name, change := range map[string]func(*share.Order){
			"no section":        func(o *share.Order) { o.Sections = nil },
			"messages":          func(o *share.Order) { o.Sections = []policy.Section{policy.SectionMessages} },
			"the log":           func(o *share.Order) { o.Sections = []policy.Section{policy.SectionJournal} },
			"no yes":            func(o *share.Order) { o.YesBy = uuid.Nil },
			"a child's yes":     func(o *share.Order) { o.YesBy = r.family.Child },
			"no purpose":        func(o *share.Order) { o.Purpose = " " },
			"too long":          func(o *share.Order) { o.Hours = 73 },
			"no name":           func(o *share.Order) { o.Name = "" },
			"a landline":        func(o *share.Order) { o.Address = "22 00 00 00" },
			"another's child":   func(o *share.Order) { o.Members = []uuid.UUID{uuid.New()} },
			"a barred person":   func(o *share.Order) { o.Name = "Ståle Stengt" },
			"a stranger inside": func(o *share.Order) { o.Channel, o.User = share.BySignIn, uuid.New() },
			"no channel":        func(o *share.Order) { o.Channel = "" },
		} {
			order := r.order()
			change(&order)
			_, err := share.Make(r.t.Context(), r.by, r.family.ID, order)
			if tenants.Code(err) != tenants.ErrInvalid.Error() {
				r.t.Errorf("%s: %v", name, err)
			}
		}
		if list := r.list(r.by); len(list) != 0 || len(r.deliver()) != 0 {
			r.t.Errorf("%d shares were made", len(list))
		}
		_, err = share.Make(r.t.Context(), r.Caregiver(r.family), r.family.ID, r.order())
		r.is(err, tenants.ErrForbidden)
	})
}

func TestAFormSentTwiceSharesOnce(t *testing.T) {
	both(t, func(r *room) {
		order := r.order()
		order.ID = tenants.NewID()
		r.make(order)
		_, err := share.Make(r.t.Context(), r.by, r.family.ID, order)
		r.is(err, tenants.ErrConflict)
		if list := r.list(r.by); len(list) != 1 {
			r.t.Errorf("%d shares", len(list))
		}
	})
}

func TestSomebodyWhoSignsInOpensTheLinkThemselfAndNobodyElseDoes(t *testing.T) {
	both(t, func(r *room) {
		teacher, other := r.Professional(), r.Staff(r.Scope, "barnehage", policy.RoleProfessional)
		order := r.order()
		order.Channel, order.User = share.BySignIn, teacher.Viewer.ID
		made := r.make(order)
		if sent := r.deliver(); sent[len(sent)-1].To != "laerer@fjordby.example" {
			r.t.Errorf("sent %+v", sent)
		}
		_, err := share.OpenSignedIn(r.t.Context(), other, made.Token)
		r.is(err, tenants.ErrNotFound)
		_, err = share.Find(r.t.Context(), r.Scope, made.Token, other.Viewer.ID)
		r.is(err, tenants.ErrNotFound)
		_, err = share.Open(r.t.Context(), r.Scope, made.Token, "000000", "")
		r.is(err, tenants.ErrNotFound)
		family, err := share.OpenSignedIn(r.t.Context(), teacher, made.Token)
		if r.must(err); family != r.family.ID || !r.inside(teacher) {
			r.t.Error("the teacher did not get in")
		}
		r.must(share.End(r.t.Context(), r.by, r.family.ID, made.ID))
		if r.inside(teacher) {
			r.t.Error("the teacher is still inside")
		}
	})
}

func TestWhereAnAddressIsProtectedTheLinkIsOnlyHandedOver(t *testing.T) {
	both(t, func(r *room) {
		intake := r.Intake("Skjult")
		intake.Members[0].Grade = casefile.GradeConfidential
		r.family = r.FamilyOf(r.by, intake)
		made := r.make(r.order())
		if made.Sent || len(r.deliver()) > 0 {
			r.t.Error("the link was sent")
		}
		r.code(made.Token) // has neither host nor path
	})
}

func TestACaregiverSpeaksForTheChildrenTheyMaySee(t *testing.T) {
	both(t, func(r *room) {
		sister, err := casefile.AddMember(r.t.Context(), r.by, r.family.ID, casefile.Person{
			Kind: casefile.Child, Name: "Siv Lia", BornOn: "2014-02-03", Grade: casefile.GradeOpen,
		})
		r.must(err)
		r.must(casefile.GiveAccess(r.t.Context(), r.by, r.family.ID, r.family.Caregiver, casefile.Login{
			PID: tenanttest.PID(700), Members: []uuid.UUID{r.family.Child},
		}))
		_, mona, err := directory.SignIn(r.t.Context(), r.Scope, directory.Identity{
			Issuer: tenanttest.Issuer, Subject: "mona", Kind: directory.KindFamily, PID: tenanttest.PID(700),
		})
		r.must(err)
		order := r.order()
		for _, members := range [][]uuid.UUID{nil, {sister}, {sister, r.family.Child}} {
			order.Members = members
			_, err := share.Make(r.t.Context(), r.by, r.family.ID, order)
			r.is(err, tenants.ErrInvalid)
		}
		order.Members = []uuid.UUID{r.family.Child}
		r.make(order)
		father, err := casefile.AddMember(r.t.Context(), r.by, r.family.ID, casefile.Person{
			Kind: casefile.Caregiver, Name: "Per Lia", Relation: "far", Grade: casefile.GradeOpen,
		})
		r.must(err)
		order.YesBy, order.Members = father, []uuid.UUID{sister}
		hidden := r.make(order)
		visit := tenants.NewVisit(r.Scope, policy.Viewer{ID: mona.ID, Roles: mona.Roles})
		if list := r.list(visit); len(list) != 1 || !slices.Equal(list[0].Members, []uuid.UUID{r.family.Child}) {
			r.t.Errorf("the caregiver is told of %+v", list)
		}
		r.is(share.End(r.t.Context(), visit, r.family.ID, hidden.ID), tenants.ErrNotFound)
	})
}
