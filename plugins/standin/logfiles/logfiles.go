// Package logfiles stands in for a system that exchanges stafettlogger as files,
// in the published format: by a folder or over HTTP. It does each change once,
// answers with a receipt, and puts out every log each time it changes.
package logfiles

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// System is the stand-in. It is safe for concurrent use.
type System struct {
	// Silent does not answer with a receipt at once, but with a file.
	Silent bool
	// Spreadsheets puts out CSV files instead of JSON.
	Spreadsheets bool
	// OwnIDs gives what is new ids of its own, instead of those proposed.
	OwnIDs bool

	mu       sync.Mutex
	logs     map[string]format.Object
	receipts map[string]format.Object
	done     []string // keys, in the order they were done
	got      map[string][]byte
	files    map[string]file // that are put out
	ids      int
	clock    time.Time
}

type file struct {
	content []byte
	changed time.Time
}

// New returns a system with logs.
func New(logs ...format.Object) *System {
	s := &System{
		logs: map[string]format.Object{}, receipts: map[string]format.Object{}, got: map[string][]byte{}, files: map[string]file{},
		clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
	}
	for _, log := range logs {
		s.Put(log)
	}
	return s
}

// Put has somebody in the system write a log, as it is.
func (s *System) Put(log format.Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store(maps.Clone(log))
}

// Log is a log as the system has it, nil when there is none.
func (s *System) Log(id string) format.Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logs[id]
}

// Forget takes a log away, and its file.
func (s *System) Forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.logs, id)
	delete(s.files, "logg-"+id+".json")
	delete(s.files, "logg-"+id+".csv")
}

// Done lists the keys of the changes that were done, in order.
func (s *System) Done() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.done)
}

// Got is everything that has been received, by name.
func (s *System) Got() map[string][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.got)
}

// Offer puts a file out as it is.
func (s *System) Offer(name string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(name, content)
}

// Offered lists the names of the files that are put out.
func (s *System) Offered() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.files))
}

func (s *System) put(name string, content []byte) {
	s.clock = s.clock.Add(time.Minute)
	s.files[name] = file{content, s.clock}
}

// store puts a log out as it now is, with a new version.
func (s *System) store(log format.Object) {
	before := 0
	_, _ = fmt.Sscan(format.Text(log, "versjon"), &before)
	s.clock = s.clock.Add(time.Minute)
	log["versjon"], log["endret"] = fmt.Sprint(before+1), s.clock.Format(time.RFC3339)
	id := format.Text(log, "loggId")
	s.logs[id] = log
	name, write := "logg-"+id+".json", format.WriteJSON
	if s.Spreadsheets {
		name, write = "logg-"+id+".csv", format.WriteCSV
	}
	content, err := write(log)
	if err != nil {
		panic(err) // a document that was read can be written
	}
	s.put(name, content)
}

// Receive takes a file, once for each name, and gives the receipt for a change.
// taken is false when another file with the name has come before.
func (s *System) Receive(name string, content []byte) (receipt []byte, taken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if before, there := s.got[name]; there && !bytes.Equal(before, content) {
		return nil, false
	}
	s.got[name] = content
	if !strings.HasPrefix(name, "endring-") {
		return nil, true
	}
	documents, problems := format.Read(name, content)
	if len(problems) > 0 {
		remark, _ := format.WriteJSON(format.Remark(strings.Repeat("0", 64), problems))
		s.put("merknad-"+name, remark)
		return nil, true
	}
	answer, err := format.WriteJSON(s.change(documents[0]))
	if err != nil {
		panic(err)
	}
	if s.Silent {
		s.put("kvittering-"+name+".json", answer)
		return nil, true
	}
	return answer, true
}

// change does a change once, and gives its receipt.
func (s *System) change(change format.Object) format.Object {
	key := format.Text(change, "nokkel")
	if receipt, done := s.receipts[key]; done {
		return receipt
	}
	if s.OwnIDs && change["ny"] == true {
		s.name(change)
	}
	id := format.Text(change, "loggId")
	after, outcome, item := format.Apply(s.logs[id], change)
	receipt := format.Object{"skjema": format.KindReceipt, "nokkel": key, "utfall": outcome, "loggId": id}
	if item != "" {
		receipt["id"] = item
	}
	if outcome == format.Stored {
		s.number(after, item)
		s.store(after)
		s.done = append(s.done, key)
		receipt["kvitteringsnummer"] = fmt.Sprintf("KV-%d", len(s.done))
	}
	if after != nil {
		receipt["versjon"] = version(after, change)
	}
	s.receipts[key] = receipt
	return receipt
}

// number gives what was written a version of its own.
func (s *System) number(log format.Object, id string) {
	for _, list := range []string{"maal", "tiltak", "moter"} {
		for _, item := range format.Items(log, list) {
			if format.Text(item, "id") == id {
				item["versjon"] = fmt.Sprintf("%s-%d", id[:min(len(id), 4)], len(s.done)+1)
			}
		}
	}
}

func version(log, change format.Object) string {
	for field, list := range map[string]string{"maal": "maal", "tiltak": "tiltak", "mote": "moter"} {
		asked, ok := change[field].(format.Object)
		if !ok {
			continue
		}
		for _, item := range format.Items(log, list) {
			if format.Text(item, "id") == format.Text(asked, "id") {
				return format.Version(item)
			}
		}
	}
	return format.Version(log)
}

func (s *System) name(change format.Object) {
	s.ids++
	own := fmt.Sprintf("V-%d", 100+s.ids)
	if _, starts := change["start"]; starts {
		change["loggId"] = own
	}
	for _, field := range []string{"maal", "tiltak", "mote"} {
		if item, ok := change[field].(format.Object); ok {
			item["id"] = own
		}
	}
}
