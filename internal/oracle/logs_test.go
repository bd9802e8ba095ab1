package oracle

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// link is a child's stafettlogg in the other system.
type link struct {
	id                  uuid.UUID
	family, child, unit int
}

// logSystem is a stafettlogg system with its plugin in one. It keeps of each log
// whose it is, by the reference that the child has there, and tells what comes.
type logSystem struct {
	mu     sync.Mutex
	came   func(logID string, w system.Write)
	asked  func(logID string)
	logs   map[string]*system.Log
	done   map[string]system.Receipt
	events []system.Change
	owners map[string]link
	number int
}

func (s *logSystem) Describe() sdk.Description {
	var receives []sdk.DataClass
	for _, class := range Classes() {
		receives = append(receives, sdk.DataClass{Name: class})
	}
	return sdk.Description{
		Name: "stafettlogg-oracle", Version: "1.0.0", Receives: receives, Features: []string{system.Starts, system.Baton, system.Closes},
	}
}

func (s *logSystem) Configure(context.Context, sdk.Setup) error         { return nil }
func (s *logSystem) Check(context.Context) (sdk.Health, error)          { return sdk.Health{OK: true}, nil }
func (s *logSystem) Find(context.Context, string) (system.Found, error) { return system.Found{}, nil }

func (s *logSystem) Read(_ context.Context, id string) (system.Log, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.logs[id] == nil {
		return system.Log{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.not_found"}
	}
	s.asked(id)
	return *s.logs[id], nil
}

func (s *logSystem) Changes(_ context.Context, cursor string, ids []string, each func(system.Change) error) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := 0
	if cursor != "" {
		if _, err := fmt.Sscan(cursor, &from); err != nil {
			return "", err
		}
	}
	for _, event := range s.events[from:] {
		if !slices.Contains(ids, event.LogID) {
			continue
		}
		if err := each(event); err != nil {
			return "", err
		}
	}
	return fmt.Sprint(len(s.events)), nil
}

func (s *logSystem) Lookup(_ context.Context, key string) (system.Receipt, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	receipt, known := s.done[key]
	return receipt, known, nil
}

func (s *logSystem) Write(_ context.Context, w system.Write) (system.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	id, version := fmt.Sprint("t", s.number), fmt.Sprint("v", s.number)
	receipt := system.Receipt{LogID: w.LogID, Reference: id, Version: version}
	switch {
	case w.Start != nil:
		log := *w.Start
		receipt.LogID, log.LogID, log.Version = id, id, version
		s.logs[id] = &log
	case w.Goal != nil:
		receipt.ItemID = w.Goal.ID
	case w.Measure != nil:
		receipt.ItemID = w.Measure.ID
	}
	if receipt.ItemID == "" && w.Start == nil {
		receipt.ItemID = id
	}
	s.came(receipt.LogID, w)
	s.done[w.Key] = receipt
	s.events = append(s.events, system.Change{LogID: receipt.LogID, Version: version, At: time.Unix(int64(s.number), 0), EventID: id})
	if s.number%7 == 0 {
		return system.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: sdk.CodeUnreachable} // its answer is lost
	}
	return receipt, nil
}

// connectLogs has the municipality install the system's plugin.
func (w *world) connectLogs() {
	w.logs = &logSystem{logs: map[string]*system.Log{}, done: map[string]system.Receipt{}, owners: map[string]link{}, came: w.left, asked: func(string) {}}
	w.house.UsePlugins(plugintest.InProcess(w.t, nil, func() sdk.Plugin { return w.logs }))
	digest := w.house.PublishPlugin(w.logs)
	id, err := connection.Install(w.ctx, w.admin, digest)
	w.must(err)
	w.connection, w.digest = id, digest
	w.model.Granted = map[string]bool{}
	for _, class := range Classes() {
		w.model.Granted[class] = true
	}
	w.must(connection.Grant(w.ctx, w.admin, id, digest, func(manifest.Ask) bool { return true }))
}

// planOf writes a goal with a measure about a child.
func (w *world) planOf(v *tenants.Visit, f *family, child int) []uuid.UUID {
	goal, err := plan.AddGoal(w.ctx, v, f.id, plan.GoalInput{Area: "1.2", Title: fmt.Sprint("Mål for barn ", child), Member: &f.members[child]})
	w.must(err)
	measure, err := plan.AddMeasure(w.ctx, v, f.id, goal, plan.MeasureInput{
		What: fmt.Sprint("Tiltak for barn ", child), ResponsibleName: "Mormor", Due: "2026-12-01",
	}, nil)
	w.must(err)
	return []uuid.UUID{goal, measure}
}

// ownerOf finds the link that a write goes by.
func (w *world) ownerOf(key string) (link, bool) {
	row, err := w.house.Scope.Client().LogWrite.Query().Where(logwrite.IdempotencyKey(key)).Only(w.ctx)
	w.must(err)
	at := slices.IndexFunc(w.links, func(one link) bool { return one.id == row.LinkID })
	if at < 0 {
		return link{}, false
	}
	return w.links[at], true
}

// left compares what has just left with what the model says may, now.
func (w *world) left(logID string, one system.Write) {
	about, known := w.ownerOf(one.Key)
	if !known {
		w.t.Errorf("something left by a link that nobody has made: %+v", one)
		return
	}
	if one.Start != nil {
		w.logs.owners[logID] = about
	}
	if w.logs.owners[logID] != about {
		w.t.Errorf("what is about child %d of family %d left to another's log", about.child, about.family)
	}
	w.done["left"]++
	for _, class := range classesIn(one) {
		if !w.model.MayLeave(about.family, about.child, about.unit, class) {
			w.t.Errorf("%s left of family %d about child %d to unit %d, and may not", class, about.family, about.child, about.unit)
		}
	}
	said := ""
	switch {
	case one.Goal != nil:
		said = one.Goal.Text
	case one.Measure != nil:
		said = one.Measure.What
	}
	if said != "" && !strings.HasSuffix(said, fmt.Sprint(" for barn ", about.child)) {
		w.t.Errorf("%q left in the log of child %d", said, about.child)
	}
	if one.Close != nil && w.model.Families[about.family].Strict() {
		w.t.Errorf("the other system is told something of family %d, in which an address is protected", about.family)
	}
}

// classesIn are the classes of data in a write.
func classesIn(w system.Write) []string {
	var classes []string
	add := func(class string, there bool) {
		if there {
			classes = append(classes, class)
		}
	}
	if start := w.Start; start != nil {
		add("child.reference", true)
		add("child.age_group", start.AgeGroup != "")
		add("plan.level", start.Level+start.Step != "")
		add("plan.participants", len(start.Participants) > 0)
		add("plan.baton", start.Holder != system.Holder{} || start.OfferedTo != nil)
		add("plan.goals", len(start.Goals) > 0)
		add("plan.measures", len(start.Measures) > 0)
	}
	add("plan.goals", w.Goal != nil)
	add("plan.measures", w.Measure != nil)
	add("plan.baton", w.OfferBaton != nil || w.AnswerBaton != nil)
	return classes
}

func (w *world) changeClasses() {
	granted := map[string]bool{}
	for _, class := range Classes() {
		granted[class] = w.random.IntN(5) > 0
	}
	err := connection.Grant(w.ctx, w.admin, w.connection, w.digest, func(ask manifest.Ask) bool { return granted[ask.Name] })
	if w.note("classes", err, granted) {
		w.model.Granted = granted
	}
}

// wouldLeave fails when something was enqueued that may not leave.
func (w *world) wouldLeave(about link, class string) {
	w.t.Helper()
	if !w.model.MayLeave(about.family, about.child, about.unit, class) {
		w.t.Errorf("%s is to leave of family %d about child %d to unit %d, and may not", class, about.family, about.child, about.unit)
	}
}

func (w *world) beginLog() {
	n, f, told, person, v := w.began()
	about := link{family: n, child: w.random.IntN(2), unit: w.random.IntN(len(w.units))}
	for _, yes := range told.Consents {
		if !yes.Ended && w.random.IntN(3) > 0 { // or hardly any would be begun
			about.unit, about.child = yes.Unit, yes.Members[0]
		}
	}
	id, err := stafettlogg.Begin(w.ctx, v, f.id, stafettlogg.Wanted{Member: f.members[about.child], Connection: w.connection, Unit: w.units[about.unit]})
	if !w.note("log", err, n, " child ", about.child, " unit ", about.unit) {
		return
	}
	w.mayDo(person, n, "stafettlogg", "edit")
	w.wouldLeave(about, "child.reference")
	about.id = id
	w.links = append(w.links, about)
	for range w.random.IntN(5) { // while the yes lasts
		w.sendBy(about)
	}
}

// someLink is one of the latest links, and somebody who does something with it.
func (w *world) someLink() (about link, person int, v *tenants.Visit, found bool) {
	if len(w.links) == 0 {
		return link{}, 0, nil, false
	}
	latest := w.links[max(0, len(w.links)-3):]
	about = latest[w.random.IntN(len(latest))]
	person = w.actor(about.family)
	return about, person, w.visit(person), true
}

func (w *world) sendItem() {
	about, _, _, found := w.someLink()
	if found {
		w.sendBy(about)
	}
}

// sendBy has somebody send a goal or a measure about either child.
func (w *world) sendBy(about link) {
	person, f := w.actor(about.family), w.families[about.family]
	child, which := about.child, w.random.IntN(2)
	if w.random.IntN(6) == 0 {
		child = 1 - child
	}
	err := stafettlogg.Send(w.ctx, w.visit(person), f.id, about.id, f.theirs[child][which])
	if !w.note("log item", err, about.family, " child ", child, " ", which) {
		return
	}
	w.mayDo(person, about.family, "stafettlogg", "edit")
	w.wouldLeave(about, []string{"plan.goals", "plan.measures"}[which])
	if child != about.child {
		w.t.Errorf("what is about child %d was sent in the log of child %d", child, about.child)
	}
}

func (w *world) offerByLog() {
	about, person, v, found := w.someLink()
	if !found || !w.note("log baton", stafettlogg.OfferBaton(w.ctx, v, w.families[about.family].id, about.id), about.family) {
		return
	}
	w.mayDo(person, about.family, "stafettlogg", "edit")
	w.wouldLeave(about, "plan.baton")
}

func (w *world) endLog() {
	about, person, v, found := w.someLink()
	if !found || w.random.IntN(3) > 0 || !w.note("log end", stafettlogg.Unlink(w.ctx, v, w.families[about.family].id, about.id), about.family) {
		return
	}
	w.mayDo(person, about.family, "stafettlogg", "edit")
}

// deliverLogs has a replica deliver what is due.
func (w *world) deliverLogs() {
	scope := w.replicas[w.random.IntN(len(w.replicas))]
	handlers := map[string]outbox.Handler{stafettlogg.OutboxKind: stafettlogg.Deliver(scope)}
	n, err := scope.Outbox().Only(stafettlogg.OutboxKind).Work(w.ctx, handlers, 20)
	w.must(err)
	if n > 0 {
		w.note("log delivery", nil, n)
	}
}

// readLogs has a replica read the logs that are due.
func (w *world) readLogs() {
	w.logs.asked = func(logID string) {
		about := w.logs.owners[logID]
		if w.model.Families[about.family].Strict() {
			w.t.Errorf("the other system is asked of family %d, in which an address is protected", about.family)
		}
	}
	n, err := stafettlogg.ReadDue(w.ctx, w.replicas[w.random.IntN(len(w.replicas))])
	w.must(err)
	if n > 0 {
		w.note("log reading", nil, n)
	}
}
