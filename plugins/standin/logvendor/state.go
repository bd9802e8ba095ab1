package logvendor

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// object is a JSON object as the vendor keeps it.
type object = map[string]any

// state is all the vendor has. It changes by apply alone, and the same entries
// always give the same state.
type state struct {
	saker    map[string]*sak
	order    []string
	receipts map[string]done
	events   []event
	writes   []Write
	next     map[string]int // the last number of each kind of id
}

// sak is one stafettlogg.
type sak struct {
	id, reference string
	version       int
	head          object
	lists         map[string][]object // maal, tiltak, moter, deltakere, overganger
	documents     []document
}

type document struct {
	ID, Name string
	Content  []byte
}

type done struct {
	hash    [sha256.Size]byte
	status  int
	receipt object
}

type event struct {
	id, sak, version string
	order            int
	at               time.Time
}

// refusal is an answer that nothing was done.
type refusal struct {
	Status  int
	Code    string
	Text    string
	Version string
}

func newState() *state {
	return &state{saker: map[string]*sak{}, receipts: map[string]done{}, next: map[string]int{}}
}

func (s *state) id(kind string) string {
	s.next[kind]++
	return fmt.Sprintf("%s-%d", kind, 1000+s.next[kind])
}

func (k *sak) tag() string { return fmt.Sprintf("s%d", k.version) }

// apply does one write, or finds that it has been done.
func (s *state) apply(e entry) (done, *refusal) {
	hash := hashOf(e)
	if before, ok := s.receipts[e.Key]; ok {
		if before.hash != hash {
			return done{}, &refusal{Status: http.StatusUnprocessableEntity, Code: "nokkel_brukt", Text: "Nøkkelen er brukt til noe annet."}
		}
		return before, nil
	}
	var k *sak
	if e.Operation == "startSak" {
		k = s.begin()
	} else {
		k = s.saker[e.Values["sakId"]]
		if k == nil {
			return done{}, &refusal{Status: http.StatusNotFound, Code: "finnes_ikke", Text: "Saken finnes ikke."}
		}
	}
	if refused := k.permits(e); refused != nil {
		return done{}, refused
	}
	item, version, refused := s.do(k, e)
	if refused != nil {
		return done{}, refused
	}
	return s.confirm(k, e, hash, item, version), nil
}

// permits looks at what holds for every write to a sak.
func (k *sak) permits(e entry) *refusal {
	closed := k.head["tilstand"] == "LUKKET"
	if closed && e.Operation != "nyttVedlegg" && e.Operation != theirEdit {
		return &refusal{Status: http.StatusConflict, Code: "lukket", Text: "Saken er lukket.", Version: k.tag()}
	}
	expected := strings.Trim(e.IfMatch, `"`)
	_, item := changedItems[e.Operation]
	if expected != "" && (!item || strings.HasPrefix(expected, "s")) && expected != k.tag() {
		return &refusal{Status: http.StatusPreconditionFailed, Code: "endret", Text: "Saken er endret.", Version: k.tag()}
	}
	return nil
}

func (s *state) confirm(k *sak, e entry, hash [sha256.Size]byte, item, version string) done {
	k.version++
	if version == "" {
		version = k.tag()
	}
	number := len(s.writes) + 1
	receipt := object{"kvitteringsnummer": fmt.Sprintf("KV-%06d", number), "nokkel": e.Key, "sakId": k.id, "versjon": version}
	if item != "" {
		receipt["id"] = item
	}
	status := http.StatusCreated
	if strings.HasPrefix(e.Operation, "endre") {
		status = http.StatusOK
	}
	s.receipts[e.Key] = done{hash: hash, status: status, receipt: receipt}
	s.events = append(s.events, event{id: fmt.Sprintf("H-%06d", number), sak: k.id, version: k.tag(), order: k.version, at: e.At})
	s.writes = append(s.writes, Write{
		Number: number, At: e.At, Operation: e.Operation, Sak: k.id, Item: item, Key: e.Key, Body: e.Body,
		Theirs: strings.HasPrefix(e.Key, theirKey),
	})
	return s.receipts[e.Key]
}

// begin makes an empty sak; it is in the lists when its start has been done.
func (s *state) begin() *sak {
	return &sak{version: 0, head: object{"tilstand": "AAPEN", "barn": object{}}, lists: map[string][]object{}}
}

// hashOf is of what was asked for, so that a key used for something else is found.
func hashOf(e entry) [sha256.Size]byte {
	text, _ := json.Marshal([]any{e.Operation, e.Values, e.Name, e.Body}) // strings and bytes alone
	return sha256.Sum256(text)
}
