package oracle

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

var (
	steps = flag.Int("oracle.steps", 100_000, "steps of the history on SQLite")
	seed  = flag.Uint64("oracle.seed", 0, "seed of the history; 0 is a new one")
)

func TestMain(m *testing.M) { testenv.Main(m) }

// Two replicas serve one municipality while anything happens in any order;
// what each person may do and see in each family is what the model says.
func TestAfterAnyHistoryEachSeesWhatTheModelSays(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { run(t, tenanttest.SQLite(t), *steps) })
	t.Run("postgres", func(t *testing.T) { run(t, tenanttest.Postgres(t), *steps/20) })
}

func run(t *testing.T, house *tenanttest.House, steps int) {
	chosen := *seed
	if chosen == 0 {
		chosen = rand.Uint64()
	}
	t.Logf("seed %d: go test ./internal/oracle -oracle.seed=%d", chosen, chosen)
	w := newWorld(t, house, rand.New(rand.NewPCG(chosen, 1)))
	for w.step = range steps {
		if w.random.IntN(4) == 0 {
			w.act()
		} else {
			w.look()
		}
		if t.Failed() {
			t.Fatalf("at step %d of seed %d, after: %v", w.step, chosen, w.latest())
		}
	}
	w.tell()
}

// world is a municipality as it is, on two replicas, beside the model of it.
type world struct {
	t        *testing.T
	ctx      context.Context
	random   *rand.Rand
	house    *tenanttest.House
	replicas []*tenants.Scope
	admin    *tenants.Visit
	model    *Model
	people   []uuid.UUID // as Model.People
	units    []uuid.UUID
	born     clock.Date // every younger child's
	families []*family  // as Model.Families
	step     int
	said     []string
	done     map[string]int // how often each deed succeeded
	asked    map[bool]int   // how often a look was let in
	logs     *logSystem     // what leaves
	links    []link

	connection uuid.UUID // of the stafettlogg's plugin
	digest     string
}

// family are the ids behind Model.Families.
type family struct {
	id       uuid.UUID
	goal     uuid.UUID
	theirs   [2][]uuid.UUID // goals and measures about each child
	members  []uuid.UUID
	pids     []string
	logins   map[int]int // member to person
	measures map[int]uuid.UUID
	versions map[int]int
	barred   map[int]uuid.UUID
	consents map[*Consent]uuid.UUID
	seats    map[*Seat]uuid.UUID
	shares   map[*Share]uuid.UUID
}

func newWorld(t *testing.T, house *tenanttest.House, random *rand.Rand) *world {
	w := &world{
		t: t, ctx: context.Background(), random: random, house: house, admin: house.Administrator(),
		model: &Model{Now: house.Clock.Now()}, done: map[string]int{}, asked: map[bool]int{},
	}
	other := house.Replica(w.ctx)
	t.Cleanup(other.Close)
	second, err := other.ByID(w.ctx, house.Scope.ID)
	w.must(err)
	w.replicas = []*tenants.Scope{house.Scope, second}
	for n := range 2 {
		unit, err := directory.AddUnit(w.ctx, w.admin, directory.Unit{Name: fmt.Sprintf("Enhet %d", n), Kind: directory.UnitKinds()[0]})
		w.must(err)
		w.units = append(w.units, unit.ID)
	}
	for n := range 3 {
		w.hire(fmt.Sprintf("koordinator%d", n), -1, "coordinator")
	}
	for n := range 4 {
		w.hire(fmt.Sprintf("fagperson%d", n), n%2, "professional")
	}
	for n := range 2 {
		w.hire(fmt.Sprintf("leder%d", n), n, "leader")
	}
	for n := range 3 {
		w.takeIn(n)
	}
	w.connectLogs()
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) hire(name string, unit int, role string) {
	parsed, err := policy.ParseRole(role)
	w.must(err)
	in := directory.Invitation{Name: "Prøve " + name, Title: role, Email: name + "@fjordby.example", Roles: policy.Roles(parsed)}
	if unit >= 0 {
		in.UnitID = w.units[unit]
	}
	user, err := directory.Invite(w.ctx, w.admin, in)
	w.must(err)
	_, _, err = directory.SignIn(w.ctx, w.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: in.Email, Kind: directory.KindStaff, Email: in.Email, EmailVerified: true,
	})
	w.must(err)
	w.people = append(w.people, user.ID)
	w.model.People = append(w.model.People, &Person{Name: in.Name, Roles: map[string]bool{role: true}, Unit: unit})
}

func (w *world) takeIn(n int) {
	today := w.house.Scope.Today()
	w.born = today.AddDays(-6 * 366)
	intake := w.house.Intake(fmt.Sprintf("Vind%d", n))
	intake.Members = []casefile.Person{
		{Kind: casefile.Child, Name: fmt.Sprintf("Una Vind%d", n), BornOn: today.AddDays(-14 * 366), Grade: casefile.GradeOpen},
		{Kind: casefile.Child, Name: fmt.Sprintf("Odd Vind%d", n), BornOn: w.born, Grade: casefile.GradeOpen},
		{Kind: casefile.Caregiver, Name: fmt.Sprintf("Mari Vind%d", n), Grade: casefile.GradeOpen},
		{Kind: casefile.Caregiver, Name: fmt.Sprintf("Per Storm%d", n), Grade: casefile.GradeOpen},
	}
	coordinator := n % 3
	v := w.visit(coordinator)
	id, err := casefile.Open(w.ctx, v, intake)
	w.must(err)
	f := &family{
		id: id, logins: map[int]int{}, measures: map[int]uuid.UUID{}, versions: map[int]int{}, barred: map[int]uuid.UUID{},
		consents: map[*Consent]uuid.UUID{}, seats: map[*Seat]uuid.UUID{}, shares: map[*Share]uuid.UUID{},
	}
	a, err := casefile.Enter(w.ctx, v, id)
	w.must(err)
	members, err := casefile.Members(w.ctx, a)
	w.must(err)
	told := &Family{Coordinator: coordinator, Barred: map[int]bool{}}
	for i, one := range members {
		f.members = append(f.members, one.ID)
		f.pids = append(f.pids, tenanttest.PID(100+n*10+i))
		told.Members = append(told.Members, &Member{Kind: string(one.Kind), Open: true})
	}
	f.goal, err = plan.AddGoal(w.ctx, v, id, plan.GoalInput{Area: "1.2", Title: "Et mål"})
	w.must(err)
	for child := range f.theirs {
		f.theirs[child] = w.planOf(v, f, child)
	}
	w.families = append(w.families, f)
	w.model.Families = append(w.model.Families, told)
}

// visit is a request by somebody on either replica, with the roles they hold
// there now.
func (w *world) visit(person int) *tenants.Visit {
	scope := w.replicas[w.random.IntN(len(w.replicas))]
	id := w.people[person]
	found, err := directory.People(w.ctx, scope, []uuid.UUID{id})
	w.must(err)
	viewer := policy.Viewer{ID: id}
	if who := found[id]; !who.Left {
		viewer.Roles = who.Roles
	}
	return tenants.NewVisit(scope, viewer)
}

// look lets somebody ask everything there is to ask of a family.
func (w *world) look() {
	person, n := w.random.IntN(len(w.people)), w.random.IntN(len(w.families))
	f := w.families[n]
	a, err := casefile.Enter(w.ctx, w.visit(person), f.id)
	inside := err == nil
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		w.must(err)
	}
	w.asked[inside]++
	if want := w.model.Inside(person, n); inside != want {
		w.t.Errorf("%s is inside family %d: %t, the model says %t", w.model.People[person].Name, n, inside, want)
		w.explain(a, person, n)
		return
	}
	if inside {
		w.compare(a, person, n)
	}
}

func (w *world) compare(a *casefile.Access, person, n int) {
	f := w.families[n]
	for _, section := range policy.AllSections() {
		if section.Place() != policy.PlaceFamily {
			continue
		}
		for _, action := range policy.AllActions() {
			w.compareOne(a, person, n, section, action, -1)
			if action != policy.ActionSee {
				continue
			}
			for member := range f.members {
				w.compareOne(a, person, n, section, action, member)
			}
		}
	}
	if !a.May(policy.SectionIdentity, policy.ActionSee) {
		return
	}
	shown, err := casefile.Members(w.ctx, a)
	w.must(err)
	for member, id := range f.members {
		there := slices.ContainsFunc(shown, func(m casefile.Member) bool { return m.ID == id })
		want := !w.model.Families[n].Members[member].Removed && w.model.May(person, n, "identity", "see", member)
		if there != want {
			w.t.Errorf("%s is shown member %d of family %d: %t, the model says %t", w.model.People[person].Name, member, n, there, want)
		}
	}
}

func (w *world) compareOne(a *casefile.Access, person, n int, section policy.Section, action policy.Action, member int) {
	var about *uuid.UUID
	if member >= 0 {
		about = &w.families[n].members[member]
	}
	got := a.MayAbout(section, action, about)
	want := w.model.May(person, n, section.String(), action.String(), member)
	if got != want {
		w.t.Errorf("%s may %s %s about %d in family %d: %t, the model says %t",
			w.model.People[person].Name, action, section, member, n, got, want)
	}
}

// explain logs why the program lets somebody in, and why the model would.
func (w *world) explain(a *casefile.Access, person, n int) {
	if a != nil {
		for _, one := range a.Standings {
			w.t.Logf("the program: %+v", one)
		}
	}
	for _, one := range w.model.ways(person, w.model.Families[n]) {
		w.t.Logf("the model: %+v", one)
	}
	for _, one := range w.model.Families[n].Seats {
		if one.Person == person {
			w.t.Logf("a place in the team: %+v", *one)
		}
	}
}

func (w *world) note(deed string, err error, about ...any) bool {
	for _, expected := range []error{tenants.ErrNotFound, tenants.ErrForbidden, tenants.ErrInvalid, tenants.ErrConflict} {
		if errors.Is(err, expected) {
			return false
		}
	}
	w.must(err)
	w.done[deed]++
	w.said = append(w.said, fmt.Sprint(append([]any{w.step, " ", deed, " "}, about...)...))
	return true
}

func (w *world) latest() []string { return w.said[max(0, len(w.said)-25):] }

// tell fails when something that shall happen never did: a test that does
// nothing holds nothing.
func (w *world) tell() {
	w.t.Logf("deeds %v, looks that were let in and not %v", w.done, w.asked)
	for _, deed := range deeds {
		if w.done[deed.name] == 0 && w.step > 80_000 {
			w.t.Errorf("%s never succeeded", deed.name)
		}
	}
	if w.done["left"] == 0 && w.step > 80_000 {
		w.t.Error("nothing ever left to a stafettlogg")
	}
	if w.asked[true] == 0 || w.asked[false] == 0 {
		w.t.Error("everybody, or nobody, was let in")
	}
}

// pass lets a moment pass, or a day: nothing happens twice at one instant.
func (w *world) pass() {
	moment := time.Millisecond
	if w.random.IntN(40) == 0 {
		moment = time.Duration(w.random.IntN(40)) * time.Hour
	}
	w.house.Clock.Advance(moment)
	w.model.Now = w.house.Clock.Now()
}
