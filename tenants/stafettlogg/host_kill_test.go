package stafettlogg_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

var (
	killFor  = flag.Duration("kill.for", 6*time.Second, "how long the program is killed over and over, on each database")
	killSeed = flag.Uint64("kill.seed", 0, "seed of when it is killed; 0 is a new one")
)

const (
	killedFamilies = 4
	leastRounds    = 4
)

// The municipality's program is killed with -9 over and over, at any moment and
// right between the other system's storing and its own receipt, while it
// delivers for several families through the real plugin, shut in. After each
// death no receipt is shown for what is not stored there for good; in the end
// everything is there once, in order for each family, with its receipt.
func TestEachWriteArrivesOnceAndInOrderThoughTheHostIsKilled(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, built *tenanttest.House) {
		seed := *killSeed
		if seed == 0 {
			seed = rand.Uint64()
		}
		t.Logf("seed %d: go test ./tenants/stafettlogg -run HostIsKilled -args -kill.seed=%d", seed, seed)
		m := mortalOn(t, built, rand.New(rand.NewPCG(seed, 1)))
		for until := time.Now().Add(*killFor); (m.round < leastRounds || time.Now().Before(until)) && !t.Failed(); {
			m.liveAndDie()
			m.look(false)
		}
		m.run(true)
		m.look(true)
		m.tell()
	})
}

// mortal is a municipality's program that is killed and started again, and the
// system behind, which lives.
type mortal struct {
	t        *testing.T
	random   *rand.Rand
	where    tenanttest.Elsewhere
	releases string
	folder   string
	now      time.Time
	viewer   *tenants.Visit
	families []*followed
	vendor   *logvendor.Server
	journal  string
	gate     *gate
	address  string
	killed   map[string]int
	round    int
}

// followed is a family and the keys of what was sent of it, in order.
type followed struct {
	family tenanttest.Family
	link   uuid.UUID
	keys   []string
}

func mortalOn(t *testing.T, built *tenanttest.House, random *rand.Rand) *mortal {
	h := &house{House: built, t: t, coordinator: built.Coordinator()}
	adapters := built.Adapters(host.Config{}, httpPlugin)
	built.UsePlugins(host.Nowhere{})
	h.sets(adapters.Digests[httpPlugin])
	folder, err := os.MkdirTemp("", "hv")
	h.Must(err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	h.Must(os.Chmod(folder, 0o755))
	m := &mortal{
		t: t, random: random, releases: adapters.Config.Releases, folder: folder, now: built.Clock.Now(), viewer: h.coordinator,
		journal: filepath.Join(t.TempDir(), "journal"), killed: map[string]int{},
	}
	m.vendor, err = logvendor.New(logvendor.Options{Path: m.journal, Token: "hemmelig", PageSize: 3, RestlessEvents: true})
	h.Must(err)
	t.Cleanup(func() { _ = m.vendor.Close() })
	m.gate = &gate{vendor: m.vendor}
	server := httptest.NewServer(m.gate)
	t.Cleanup(server.Close)
	m.address = server.URL
	h.school = built.Unit("Blåbærskogen skole")
	for n := range killedFamilies {
		h.family = built.FamilyOf(h.coordinator, built.Intake(fmt.Sprintf("Lia%c", 'a'+n)))
		h.yes(sections)
		link, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, h.wanted())
		h.Must(err)
		m.families = append(m.families, &followed{family: h.family, link: link})
		for i := range 2 {
			goal, measure := h.plans(fmt.Sprint("Mål ", i), fmt.Sprint("Tiltak ", i))
			h.sends(link, goal)
			h.sends(link, measure)
		}
	}
	m.where = built.Elsewhere()
	return m
}

// sets has the administrator install the real plugin and set it up.
func (h *house) sets(digest string) {
	h.t.Helper()
	var err error
	admin := h.Administrator()
	h.connection, err = connection.Install(ctx, admin, digest)
	h.Must(err)
	h.Must(connection.Grant(ctx, admin, h.connection, digest, func(manifest.Ask) bool { return true }))
	h.Must(connection.SetSecret(ctx, admin, h.connection, "token", "hemmelig"))
	h.Must(connection.SaveSettings(ctx, admin, h.connection, map[string]string{"base_url": "https://stafettlogg.example" + logvendor.Base}))
}

// The moments at which the program is killed.
const (
	anyTime    = "at any moment"
	before     = "before a write is stored"
	stored     = "between storing and answer"
	answered   = "right after an answer"
	longestRun = 20 * time.Second
)

// gate is the way to the system behind, at which the program is killed.
type gate struct {
	vendor http.Handler
	mu     sync.Mutex
	moment string
	after  int // so many writes are let through first
	late   time.Duration
	kill   func()
}

func (g *gate) arm(moment string, after int, late time.Duration, kill func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.moment, g.after, g.late, g.kill = moment, after, late, kill
}

// strikes kills the program when it is the moment.
func (g *gate) strikes(moment string, r *http.Request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.moment != moment || r.Method == http.MethodGet {
		return false
	}
	if g.after--; g.after >= 0 {
		return false
	}
	g.moment = ""
	if moment == answered {
		time.AfterFunc(g.late, g.kill)
		return false
	}
	g.kill()
	return true
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.strikes(before, r) {
		panic(http.ErrAbortHandler)
	}
	answer := httptest.NewRecorder()
	g.vendor.ServeHTTP(answer, r)
	if g.strikes(stored, r) {
		panic(http.ErrAbortHandler)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	g.strikes(answered, r)
	_, _ = w.Write(answer.Body.Bytes()) // it may be dead
}

// liveAndDie runs the program until it is killed at a moment of chance.
func (m *mortal) liveAndDie() {
	if m.round++; m.round%3 == 0 {
		m.write()
	}
	m.run(false)
}

// run runs the program: until it is killed, or until all is delivered.
func (m *mortal) run(drain bool) {
	m.t.Helper()
	told, err := json.Marshal(hosting{
		Where: m.where, Now: m.now, Releases: m.releases, Run: filepath.Join(m.folder, "run"), System: m.address, Drain: drain,
	})
	m.must(err)
	self, err := os.Executable()
	m.must(err)
	program := exec.Command(self)
	program.Env = append(os.Environ(), hostVariable+"="+string(told))
	said := &bytes.Buffer{}
	program.Stdout, program.Stderr = said, said
	began := time.Now()
	gone := make(chan struct{})
	kill := sync.OnceFunc(func() {
		_ = program.Process.Kill() // it may have ended
		<-gone
	})
	moment := []string{anyTime, before, stored, stored, answered}[m.random.IntN(5)]
	after, late := m.random.IntN(5), time.Duration(m.random.IntN(30))*time.Millisecond
	patience := 3 * time.Second // a moment that does not come
	if moment == anyTime {
		patience = time.Duration(m.random.IntN(2500)) * time.Millisecond
	}
	m.must(program.Start())
	if drain {
		m.gate.arm("", 0, 0, nil)
		patience = time.Minute
	} else {
		m.gate.arm(moment, after, late, kill)
	}
	timer := time.AfterFunc(patience, kill)
	err = program.Wait()
	close(gone)
	timer.Stop()
	m.gate.arm("", 0, 0, nil)
	if drain && err != nil {
		m.t.Fatalf("the program did not deliver all there is: %v\n%s", err, said)
	}
	if !drain && (err == nil || !strings.Contains(err.Error(), "killed")) {
		m.t.Fatalf("the program ended by itself: %v\n%s", err, said)
	}
	m.killed[moment]++
	m.now = m.now.Add(time.Since(began) + 3*time.Minute) // what a dead one held is free again
}

func (m *mortal) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// open opens the municipality as the dead program has left it.
func (m *mortal) open(do func(v *tenants.Visit)) {
	m.t.Helper()
	scope, end, err := m.where.Open(ctx, clock.NewFixed(m.now), host.Nowhere{})
	m.must(err)
	do(tenants.NewVisit(scope, m.viewer.Viewer))
	m.must(end())
}

// write sends more: a goal of each family anew, and a new one.
func (m *mortal) write() {
	m.open(func(v *tenants.Visit) {
		for _, one := range m.families {
			goal, err := plan.AddGoal(ctx, v, one.family.ID, plan.GoalInput{
				Area: plan.AreaSchool, Member: &one.family.Child, Title: fmt.Sprint("Nytt mål ", m.round),
			})
			m.must(err)
			m.must(stafettlogg.Send(ctx, v, one.family.ID, one.link, goal))
			m.changeOne(v, one)
		}
	})
}

// changeOne changes a goal that has arrived, and sends it again.
func (m *mortal) changeOne(v *tenants.Visit, one *followed) {
	a, err := casefile.Enter(ctx, v, one.family.ID)
	m.must(err)
	shown, err := stafettlogg.Show(ctx, a, one.link)
	m.must(err)
	for _, item := range shown.Items {
		if item.Kind != stafettlogg.KindGoal || item.Moving || item.Ours == nil || item.Last == nil || item.Last.State != stafettlogg.Confirmed {
			continue
		}
		goal, err := plan.ReadGoal(ctx, a, item.Our)
		m.must(err)
		goal.Title = fmt.Sprint("Endret i runde ", m.round)
		m.must(plan.ChangeGoal(ctx, v, one.family.ID, item.Our, goal.Version, goal.GoalInput))
		m.must(stafettlogg.Send(ctx, v, one.family.ID, one.link, item.Our))
		return
	}
}

// look compares what is shown with what the other system has stored for good.
func (m *mortal) look(all bool) {
	m.t.Helper()
	arrived := m.arrived()
	m.open(func(v *tenants.Visit) {
		for n, one := range m.families {
			rows, err := v.Client().LogWrite.Query().Where(logwrite.LinkID(one.link)).
				Order(logwrite.ByCreatedAt(), logwrite.ByID()).All(ctx)
			m.must(err)
			keys := map[uuid.UUID]string{}
			one.keys = nil
			for _, row := range rows {
				keys[row.ID] = row.IdempotencyKey
				one.keys = append(one.keys, row.IdempotencyKey)
			}
			a, err := casefile.Enter(ctx, v, one.family.ID)
			m.must(err)
			shown, err := stafettlogg.Show(ctx, a, one.link)
			m.must(err)
			for _, sent := range shown.Sent {
				m.receipt(n, sent, arrived[keys[sent.ID]], all)
			}
			m.inOrder(n, one)
		}
	})
}

// arrived are the receipts' numbers by key, as they are on the other system's
// disk. Nothing is there twice.
func (m *mortal) arrived() map[string]string {
	m.t.Helper()
	writes, err := logvendor.ReadWrites(m.journal)
	m.must(err)
	arrived := map[string]string{}
	for _, write := range writes {
		if arrived[write.Key] != "" {
			m.t.Errorf("%s arrived twice", write.Key)
		}
		arrived[write.Key] = fmt.Sprintf("KV-%06d", write.Number)
	}
	for _, sak := range m.vendor.Saker() {
		for _, list := range []string{"maal", "tiltak"} {
			there := map[any]bool{}
			for _, item := range m.vendor.List(sak, list) {
				if id := item["eksternId"]; there[id] {
					m.t.Errorf("%v is there twice in %s", id, sak)
				} else {
					there[id] = true
				}
			}
		}
	}
	return arrived
}

// receipt looks at one write as it is shown. number is that of what the other
// system has stored, empty when it has nothing.
func (m *mortal) receipt(n int, sent stafettlogg.Sent, number string, all bool) {
	m.t.Helper()
	shown := sent.State == stafettlogg.Confirmed || sent.Receipt != nil || !sent.ConfirmedAt.IsZero()
	if shown && (number == "" || sent.Receipt == nil || sent.Receipt.Reference != number) {
		m.t.Errorf("family %d is shown a receipt of %s, and the other system has stored %q: %+v %+v", n, sent.What, number, sent, sent.Receipt)
	}
	if all && number != "" && sent.State != stafettlogg.Confirmed {
		m.t.Errorf("family %d: a %s arrived, and is shown as %s %s", n, sent.What, sent.State, sent.Code)
	}
	if all && number == "" && !slices.Contains([]stafettlogg.WriteState{stafettlogg.Failed, stafettlogg.Refused, stafettlogg.Conflict}, sent.State) {
		m.t.Errorf("family %d: a %s has not arrived, and is shown as %s", n, sent.What, sent.State)
	}
}

// inOrder looks at the order in which a family's writes were stored.
func (m *mortal) inOrder(n int, one *followed) {
	m.t.Helper()
	writes, err := logvendor.ReadWrites(m.journal)
	m.must(err)
	last, sak := -1, ""
	for _, write := range writes {
		at := slices.Index(one.keys, write.Key)
		if at < 0 {
			continue
		}
		if at <= last {
			m.t.Errorf("family %d: write %d was stored after write %d", n, at, last)
		}
		if sak != "" && sak != write.Sak {
			m.t.Errorf("family %d has several logs: %s and %s", n, sak, write.Sak)
		}
		last, sak = at, write.Sak
	}
}

// tell fails when too little happened to prove anything.
func (m *mortal) tell() {
	total, arrived := 0, len(m.arrived())
	for _, one := range m.families {
		total += len(one.keys)
	}
	m.t.Logf("killed %v; %d of %d writes arrived, for %d families", m.killed, arrived, total, len(m.families))
	if m.round < leastRounds || arrived < total-killedFamilies {
		m.t.Errorf("%d rounds, %d of %d writes arrived: it proves too little", m.round, arrived, total)
	}
}
