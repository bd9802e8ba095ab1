package share_test

import (
	"context"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// room is a house with a family that shares something.
type room struct {
	*tenanttest.House
	t      *testing.T
	by     *tenants.Visit
	family tenanttest.Family
	sent   []directory.Mail // what has left, in order
}

func open(t *testing.T, house *tenanttest.House) *room {
	return &room{House: house, t: t, by: house.Coordinator(), family: house.Family("Lia")}
}

func both(t *testing.T, test func(r *room)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) { test(open(t, house)) })
}

// order shares the goals with a coach by text message.
func (r *room) order() share.Order {
	return share.Order{
		Channel: share.BySMS, Name: "Trygve Trener", Address: "900 00 001", Sections: []policy.Section{policy.SectionGoals},
		Purpose: "Følge opp på trening", YesBy: r.family.Caregiver, YesHow: casefile.HowOral,
	}
}

func (r *room) make(o share.Order) share.Made {
	r.t.Helper()
	made, err := share.Make(r.t.Context(), r.by, r.family.ID, o)
	r.must(err)
	return made
}

// deliver lets all that is due leave.
func (r *room) deliver() []directory.Mail {
	r.t.Helper()
	keep := func(_ context.Context, d outbox.Delivery) error {
		var mail directory.Mail
		if err := json.Unmarshal([]byte(d.Payload), &mail); err != nil {
			return err
		}
		if mail.Template != "mail.invitation.text" {
			r.sent = append(r.sent, mail)
		}
		return nil
	}
	before := len(r.sent)
	_, err := r.Scope.Outbox().Work(r.t.Context(), map[string]outbox.Handler{directory.MailKind: keep, directory.TextKind: keep}, 100)
	r.must(err)
	return r.sent[before:]
}

// code asks for a code and reads it off the phone.
func (r *room) code(token string) string {
	r.t.Helper()
	r.must(share.SendCode(r.t.Context(), r.Scope, token))
	sent := r.deliver()
	last := sent[len(sent)-1]
	if !regexp.MustCompile(`^\d{6}$`).MatchString(last.Code) || last.Path != "" || last.Host != "" {
		r.t.Fatalf("the code's message is %+v", last)
	}
	return last.Code
}

// enter opens a link as its guest.
func (r *room) enter(token string) string {
	r.t.Helper()
	session, err := share.Open(r.t.Context(), r.Scope, token, r.code(token), "")
	r.must(err)
	return session
}

// guest visits with a session; nil when it opens nothing.
func (r *room) guest(session string) *tenants.Visit {
	r.t.Helper()
	resolved, err := directory.Resolve(r.t.Context(), r.Scope, session)
	if tenants.Code(err) == tenants.ErrForbidden.Error() {
		return nil
	}
	r.must(err)
	return tenants.NewVisit(r.Scope, resolved.Viewer)
}

// inside reports whether the guest is let into the family.
func (r *room) inside(v *tenants.Visit) bool {
	r.t.Helper()
	_, err := casefile.Enter(r.t.Context(), v, r.family.ID)
	if tenants.Code(err) == tenants.ErrNotFound.Error() {
		return false
	}
	r.must(err)
	return true
}

func (r *room) list(v *tenants.Visit) []share.Share {
	r.t.Helper()
	access, err := casefile.Enter(r.t.Context(), v, r.family.ID)
	r.must(err)
	list, err := share.List(r.t.Context(), access)
	r.must(err)
	return list
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) is(err error, code error) {
	r.t.Helper()
	if tenants.Code(err) != code.Error() {
		r.t.Fatalf("got %v, want %v", err, code)
	}
}

func (r *room) find(token string) error {
	_, err := share.Find(r.t.Context(), r.Scope, token, uuid.Nil)
	return err
}
