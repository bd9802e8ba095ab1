package stafettlogg_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// fake is a stafettlogg system with its plugin in one: what it is told it keeps,
// each key once, and it fails when it is told to.
type fake struct {
	mu       sync.Mutex
	now      func() time.Time
	logs     map[string]*system.Log
	known    map[string]system.Receipt
	writes   []system.Write // as they came, each that was stored
	tries    []system.Write // everything that came to Write
	lookups  int
	named    map[string]string // references that people know
	events   []system.Change
	lose     int   // answers to lose after storing
	fail     error // of every write, before storing
	down     error // of everything
	onWrite  func(system.Write)
	number   int
	restless bool
}

func newFake(now func() time.Time) *fake {
	return &fake{now: now, logs: map[string]*system.Log{}, known: map[string]system.Receipt{}, named: map[string]string{}}
}

func (f *fake) Describe() sdk.Description {
	var receives []sdk.DataClass
	for _, class := range manifest.Classes {
		if class != manifest.ClassDirectory {
			receives = append(receives, sdk.DataClass{Name: class})
		}
	}
	return sdk.Description{
		Name: "stafettlogg-fake", Version: "1.0.0", Receives: receives,
		Features: []string{system.Starts, system.Baton, system.Closes, system.Attachments},
	}
}

func (f *fake) Configure(context.Context, sdk.Setup) error { return nil }

func (f *fake) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (f *fake) Find(_ context.Context, reference string) (system.Found, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return system.Found{LogID: f.named[reference], Title: reference}, f.down
}

func (f *fake) Read(_ context.Context, id string) (system.Log, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down != nil {
		return system.Log{}, f.down
	}
	log := f.logs[id]
	if log == nil {
		return system.Log{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.not_found"}
	}
	return *log, nil
}

func (f *fake) Changes(_ context.Context, cursor string, ids []string, each func(system.Change) error) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down != nil {
		return "", f.down
	}
	from := 0
	if cursor != "" {
		if _, err := fmt.Sscan(cursor, &from); err != nil {
			return "", err
		}
	}
	list := f.events[from:]
	for i := range list {
		event := list[i]
		if f.restless {
			event = list[len(list)-1-i]
		}
		for _, id := range ids {
			if event.LogID != id {
				continue
			}
			for range 2 {
				if err := each(event); err != nil {
					return "", err
				}
			}
		}
	}
	return fmt.Sprint(len(f.events)), nil
}

var errLost = &sdk.Fault{Source: sdk.FromSystem, Code: sdk.CodeUnreachable}

func (f *fake) Write(_ context.Context, w system.Write) (system.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tries = append(f.tries, w)
	if f.onWrite != nil {
		f.onWrite(w)
	}
	if err := errors.Join(f.down, f.fail); err != nil {
		return system.Receipt{}, err
	}
	if receipt, done := f.known[w.Key]; done {
		return receipt, nil
	}
	receipt, err := f.do(w)
	if err != nil || receipt.Conflict {
		return receipt, err
	}
	f.known[w.Key] = receipt
	f.writes = append(f.writes, w)
	if f.lose > 0 {
		f.lose--
		return system.Receipt{}, errLost
	}
	return receipt, nil
}

func (f *fake) do(w system.Write) (system.Receipt, error) {
	f.number++
	id := fmt.Sprint("t", f.number)
	receipt := system.Receipt{LogID: w.LogID, Reference: fmt.Sprint("KV-", f.number), Version: fmt.Sprint("v", f.number)}
	if w.Start != nil {
		log := *w.Start
		log.LogID, log.Version, receipt.LogID = id, receipt.Version, id
		f.logs[id] = &log
		return receipt, nil
	}
	log := f.logs[w.LogID]
	if log == nil {
		return receipt, &sdk.Fault{Source: sdk.FromSystem, Code: "system.not_found"}
	}
	switch {
	case w.Goal != nil:
		receipt.ItemID, receipt.Conflict = f.goal(log, w, id, receipt.Version)
	case w.Measure != nil:
		receipt.ItemID, receipt.Conflict = f.measure(log, w, id, receipt.Version)
	case w.OfferBaton != nil:
		log.OfferedTo = w.OfferBaton
	case w.Close != nil:
		log.State, log.ClosedBecause = system.Closed, w.Close.Because
	}
	if !receipt.Conflict {
		f.touch(w.LogID)
	}
	return receipt, nil
}

func (f *fake) goal(log *system.Log, w system.Write, id, version string) (string, bool) {
	goal := *w.Goal
	for i := range log.Goals {
		if log.Goals[i].ID == goal.ID {
			if w.ExpectedVersion != "" && w.ExpectedVersion != log.Goals[i].Version {
				return "", true
			}
			goal.Version, log.Goals[i] = version, goal
			log.Goals[i].Version = version
			return goal.ID, false
		}
	}
	goal.ID, goal.Version = id, version
	log.Goals = append(log.Goals, goal)
	return id, false
}

func (f *fake) measure(log *system.Log, w system.Write, id, version string) (string, bool) {
	measure := *w.Measure
	for i := range log.Measures {
		if log.Measures[i].ID == measure.ID {
			if w.ExpectedVersion != "" && w.ExpectedVersion != log.Measures[i].Version {
				return "", true
			}
			log.Measures[i] = measure
			log.Measures[i].Version = version
			return measure.ID, false
		}
	}
	measure.ID, measure.Version = id, version
	log.Measures = append(log.Measures, measure)
	return id, false
}

func (f *fake) Lookup(_ context.Context, key string) (system.Receipt, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lookups++
	receipt, known := f.known[key]
	return receipt, known, f.down
}

// touch makes a new version of a log, with its event.
func (f *fake) touch(id string) {
	f.number++
	log := f.logs[id]
	log.Version = fmt.Sprint("v", f.number)
	f.events = append(f.events, system.Change{LogID: id, Version: log.Version, At: f.now(), EventID: fmt.Sprint("e", f.number)})
}

// theirs does something to the log as its own people do.
func (f *fake) theirs(id string, do func(*system.Log)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do(f.logs[id])
	f.touch(id)
	for i := range f.logs[id].Goals {
		if f.logs[id].Goals[i].Version == "" {
			f.number++
			f.logs[id].Goals[i].Version = fmt.Sprint("v", f.number)
		}
	}
	for i := range f.logs[id].Measures {
		if f.logs[id].Measures[i].Version == "" {
			f.number++
			f.logs[id].Measures[i].Version = fmt.Sprint("v", f.number)
		}
	}
}

// only is the id of the one log there is.
func (f *fake) only() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id := range f.logs {
		return id
	}
	return ""
}
