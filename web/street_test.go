package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/console"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
)

const port = ":8080"

// street is the whole server over a house, with a family that has one of
// everything, and another family beside it.
type street struct {
	t              *testing.T
	house          *tenanttest.House
	pages          *app.App
	console        *console.Console
	server         *fiber.App
	family, others tenanttest.Family
	young          uuid.UUID         // a child of the family with a login
	things         map[string]string // by the name of the address's parameter
	before         string
}

// model is a street that has been furnished, of which every other is a copy.
var model struct {
	once   sync.Once
	kept   *tenanttest.Kept
	street street
}

func newStreet(t *testing.T) *street {
	t.Helper()
	model.once.Do(func() {
		first := &street{t: t, house: tenanttest.SQLite(t), things: map[string]string{}}
		first.furnish()
		model.street, model.kept = *first, first.house.Keep()
	})
	if model.kept == nil {
		t.Fatal("the first street could not be furnished")
	}
	s := model.street
	s.t, s.house, s.things = t, model.kept.House(t), maps.Clone(model.street.things)
	s.house.UsePlugins(logRunner(t))
	s.serve()
	return &s
}

// serve puts the server over the house.
func (s *street) serve() {
	sealer, err := signin.NewSealer(clock.System{}, make([]byte, 32))
	must(s.t, err)
	provider, err := signin.New(signin.Config{
		Name: "staff", Issuer: "http://innlogging.localhost:1", ClientID: "hverdag", Clock: clock.System{},
		Kind: signin.KindStaff, Callback: func(host string) string { return "http://" + host + "/logg-inn/retur" },
	})
	must(s.t, err)
	s.pages = app.New(app.Config{Registry: s.house.Registry, Staff: provider, Families: provider, Sealer: sealer})
	s.console = console.New(console.Config{
		Provisioner: s.house.Provisioner, Provider: provider, Sealer: sealer, Clock: s.house.Clock, Log: s.house.Log,
	})
	s.server, err = web.New(web.Config{
		Base: s.t.Context(), Log: slog.New(slog.DiscardHandler), App: s.pages, Console: s.console,
		ConsoleHost: "stiftelsen.localhost", KV: s.house.KV, Ports: []string{"8080"}, BodyLimit: 1 << 20,
		Ready: func(context.Context) error { return nil },
	})
	must(s.t, err)
}

// furnish gives the family one of everything that has an address.
func (s *street) furnish() {
	ctx, today := context.Background(), s.house.Scope.Today()
	s.family, s.others = s.house.Family("Hemmeligsen"), s.house.Family("Nabolund")
	coordinator, caregiver := s.house.Coordinator(), s.house.Caregiver(s.family)
	s.house.Caregiver(s.others)
	s.young = s.house.YoungMember(s.family, "Elin Ungdal")
	young := s.house.YoungPerson(s.family, s.young)
	teacher := s.house.Professional().Viewer.ID
	yes := &casefile.Yes{By: s.family.Caregiver, On: today, How: casefile.HowOral}

	note, err := plan.AddObservation(ctx, coordinator, s.family.ID, plan.Strength, plan.Observation{Area: "1.4", Text: "Hemmelig styrke"})
	must(s.t, err)
	need, err := plan.AddObservation(ctx, coordinator, s.family.ID, plan.Need, plan.Observation{Area: "1.2", Text: "Hemmelig behov"})
	must(s.t, err)
	goal, err := plan.AddGoal(ctx, coordinator, s.family.ID, plan.GoalInput{Area: "1.2", Title: "Hemmelig mål", ChildWords: "Hemmelig setning"})
	must(s.t, err)
	measure, err := plan.AddMeasure(ctx, coordinator, s.family.ID, goal, plan.MeasureInput{
		What: "Hemmelig tiltak", Responsible: &teacher, Level: plan.LevelSelective, From: today, Due: today.AddDays(7), EvaluateOn: today.AddDays(9),
	}, yes)
	must(s.t, err)
	remark, err := plan.AddProposal(ctx, caregiver, s.family.ID, &goal, nil, "Hemmelig forslag")
	must(s.t, err)
	number, err := plan.Propose(ctx, coordinator, s.family.ID, nil)
	must(s.t, err)
	contact, err := journal.AddContact(ctx, coordinator, s.family.ID, journal.Contact{
		Kind: journal.KindCall, HappenedAt: s.house.Clock.Now().Add(-time.Hour), Minutes: 20, WithWhom: "Hemmelig", Note: "Hemmelig notat",
	})
	must(s.t, err)
	meeting, err := journal.PlanMeeting(ctx, coordinator, s.family.ID, journal.Call{
		StartsAt: s.house.Clock.Now().Add(48 * time.Hour), Minutes: 60, Place: "Hemmelig sted", Agenda: []string{"Hemmelig sak"},
		Member: &s.young,
	})
	must(s.t, err)
	held, err := journal.PlanMeeting(ctx, coordinator, s.family.ID, journal.Call{StartsAt: s.house.Clock.Now().Add(-time.Hour), Minutes: 60})
	must(s.t, err)
	_, err = journal.HoldMeeting(ctx, coordinator, s.family.ID, held, 1, journal.Held{Agreed: []string{"Hemmelig avtale"}})
	must(s.t, err)
	barred, err := casefile.Bar(ctx, coordinator, s.family.ID, casefile.Barred{Name: "Hemmelig Person"})
	must(s.t, err)
	unit, err := directory.AddUnit(ctx, s.house.Administrator(), directory.Unit{Name: "Prøveskolen", Kind: directory.UnitKinds()[0]})
	must(s.t, err)
	staged, _, err := directory.StageImport(ctx, s.house.Administrator(), []byte("navn;type\nNy skole;skole\n"))
	must(s.t, err)
	user := s.house.Staff(s.house.Scope, "barnehage", policy.RoleProfessional).Viewer.ID
	offer, err := baton.Make(ctx, coordinator, s.family.ID, s.house.Colleague().Viewer.ID, "")
	must(s.t, err)
	entry, err := voice.WriteTogether(ctx, coordinator, s.family.ID, s.young, voice.Words{Kind: voice.Worries, Text: "Hemmelig ord"},
		voice.Beside{Knows: true, Yes: []uuid.UUID{coordinator.Viewer.ID}})
	must(s.t, err)
	wish, err := voice.AskToTalk(ctx, young, s.family.ID, "Hemmelig ønske")
	must(s.t, err)
	given := consent.Given{
		Purpose: consent.Cooperation, Unit: unit.ID, Members: []uuid.UUID{s.family.Child, s.young}, By: s.family.Caregiver,
		Asked: policy.Sections(policy.SectionGoals), Answer: consent.Yes, How: casefile.HowWritten, Heard: []uuid.UUID{s.young},
	}
	agreed, err := consent.Give(ctx, coordinator, s.family.ID, given)
	must(s.t, err)
	asked, err := consent.Ask(ctx, coordinator, s.family.ID, given)
	must(s.t, err)
	s.things = map[string]string{
		"id": s.family.ID.String(), "note": note.String(), "goal": goal.String(), "measure": measure.String(),
		"remark": remark.String(), "number": fmt.Sprint(number), "party": s.family.Caregiver.String(),
		"person": s.family.Child.String(), "contact": contact.String(), "meeting": meeting.String(), "line": "1",
		"unit": unit.ID.String(), "import": staged.String(), "user": user.String(), "role": "professional",
		"language": "nb", "status": "under_way", "state": "reached", "step": "1", "n": "0",
		"innlogging/:person": s.family.Caregiver.String(), "sperret/:person": barred.String(),
		"entry": entry.String(), "house": "1", "question": "1", "barn/:person": s.young.String(), "snakket/:entry": wish.String(),
		"behov/:note": need.String(), "fra-mote/:meeting": held.String(),
		"seat":         s.seat(unit.ID).String(),
		"conversation": s.conversation().String(), "document": s.document().String(),
		"share": s.share().String(), "kind": "sms", "kanaler/:person": s.family.Caregiver.String(),
		"consent": agreed.String(), "receipt": tenants.NewID().String(), "samtykke/:consent": asked.String(),
		"offer": offer.String(), "family": s.family.ID.String(), "colleague": coordinator.Viewer.ID.String(),
	}
	s.things["lag/:person"], s.things["deling/:person"] = s.teamMember().Viewer.ID.String(), s.teamMember().Viewer.ID.String()
	s.offers()
	link, item := s.stafettlogg()
	s.things["link"], s.things["item"] = link.String(), item.String()
	s.connect()
	s.letGuestsIn()
	s.before = s.fingerprint()
}

// fingerprint is the family's plan and log as its coordinator sees them.
func (s *street) fingerprint() string {
	ctx := context.Background()
	access, err := casefile.Enter(ctx, s.house.Coordinator(), s.family.ID)
	must(s.t, err)
	seen, err := plan.Read(ctx, access)
	must(s.t, err)
	members, err := casefile.Members(ctx, access)
	must(s.t, err)
	contacts, err := journal.Contacts(ctx, access, 1)
	must(s.t, err)
	meetings, err := journal.Meetings(ctx, access)
	must(s.t, err)
	return fmt.Sprint(len(seen.Goals), len(seen.Measures()), len(seen.Strengths), len(seen.Needs),
		len(members), contacts.Total, len(meetings), access.State, s.exchanged())
}

// fill puts the family's own ids into an address.
func (s *street) fill(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		name, isName := strings.CutPrefix(part, ":")
		if !isName {
			continue
		}
		value, known := s.thing(path, name)
		if !known {
			value = "ukjent" // what is not there is not found, for anybody
			if name != "message" {
				s.t.Errorf("the walk does not know :%s of %s", name, path)
			}
		}
		parts[i] = value
	}
	return strings.Join(parts, "/")
}

// thing is what stands for :name in an address. Some addresses want another
// one of the same kind: a caregiver and not a child, a meeting that was held.
func (s *street) thing(path, name string) (string, bool) {
	for _, part := range []string{"innlogging", "sperret", "behov", "fra-mote", "barn", "snakket", "kanaler", "lag", "deling", "hent"} {
		if special, ok := s.things[part+"/:"+name]; ok && strings.Contains(path, "/"+part) {
			return special, true
		}
	}
	value, known := s.things[name]
	return value, known
}

// prepare does what must have been done before an address makes sense: what is
// to be brought back was removed.
func (s *street) prepare(who persona, route app.Route) {
	if removed, ok := strings.CutSuffix(route.Path, "/tilbake"); ok {
		s.send(s.tokenOf(who), http.MethodPost, s.fill(removed+"/fjern"))
	}
	if answered, ok := strings.CutSuffix(route.Path, "/angre"); ok {
		s.send(s.tokenOf(who), http.MethodPost, s.fill(answered))
	}
}

func (s *street) walk(who persona, route app.Route) *http.Response {
	return s.send(s.tokenOf(who), route.Method, s.fill(route.Path))
}

func (s *street) tokenOf(who persona) string {
	if who.visit == nil {
		return ""
	}
	return s.house.Token(who.visit(s))
}

func (s *street) send(token, method, path string) *http.Response {
	s.t.Helper()
	return s.sendTo(s.house.Scope.Host, token, method, path)
}

func (s *street) sendTo(host, token, method, path string) *http.Response {
	s.t.Helper()
	request := httptest.NewRequest(method, "http://"+host+port+path, nil)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		request.AddCookie(&http.Cookie{Name: "hverdag", Value: token})
	}
	answer, err := s.server.Test(request, 30_000)
	must(s.t, err)
	return answer
}

// tells reports whether a page has any word of the family in it.
func (s *street) tells(body string) bool {
	return strings.Contains(body, "Hemmelig ") || strings.Contains(body, "Elva")
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	return string(body)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
