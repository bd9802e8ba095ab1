package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// The kinds of entries.
const (
	KindLook   = "look"   // somebody saw something
	KindDeed   = "deed"   // somebody changed something
	KindAccess = "access" // somebody's access was given, changed or ended
	KindSystem = "system" // the program did something by itself
)

// Entry is one look or deed. Names and free text do not belong in it: it says
// who by id, and what by the names of sections, actions and rules.
type Entry struct {
	At         time.Time // now when zero
	Actor      uuid.UUID // Nil for the program itself
	CaseFile   uuid.UUID // Nil when it concerns no family
	Kind       string    // KindLook, KindDeed, KindAccess, KindSystem
	Action     string    // "look", "plan.goal.add"
	Role       string
	Relation   string
	Basis      string
	Rule       string
	Sections   []string
	Target     uuid.UUID
	TargetKind string
}

// body is what is sealed. Its JSON is the text the commitment is made of, so
// fields may be added but never renamed or moved.
type body struct {
	Version    int        `json:"v"`
	At         int64      `json:"at"` // microseconds
	Actor      *uuid.UUID `json:"actor,omitempty"`
	CaseFile   *uuid.UUID `json:"case_file,omitempty"`
	Kind       string     `json:"kind"`
	Action     string     `json:"action"`
	Role       string     `json:"role,omitempty"`
	Relation   string     `json:"relation,omitempty"`
	Basis      string     `json:"basis,omitempty"`
	Rule       string     `json:"rule,omitempty"`
	Sections   []string   `json:"sections,omitempty"`
	Target     *uuid.UUID `json:"target,omitempty"`
	TargetKind string     `json:"target_kind,omitempty"`
	Erased     []span     `json:"erased,omitempty"`
}

// span is a run of places, first to last.
type span [2]int64

// line is an entry made ready for its place.
type line struct {
	at         time.Time
	actor      *uuid.UUID
	caseFile   *uuid.UUID
	text       string
	salt       [saltBytes]byte
	commitment [sha256.Size]byte
}

const (
	saltBytes   = 16
	bodyVersion = 1
)

// lines checks entries and makes their commitments; what does not depend on
// the place is done here, in the caller's own goroutine.
func (l *Log) lines(entries []Entry) ([]line, error) {
	out := make([]line, len(entries))
	for i, e := range entries {
		if err := e.check(); err != nil {
			return nil, err
		}
		if e.At.IsZero() {
			e.At = l.clock.Now()
		}
		made, err := makeLine(e.At, e.body())
		if err != nil {
			return nil, err
		}
		out[i] = made
	}
	return out, nil
}

func (e Entry) check() error {
	switch e.Kind {
	case KindLook, KindDeed, KindAccess, KindSystem:
	default:
		return fmt.Errorf("%w: kind %q", ErrEntry, e.Kind)
	}
	if e.Action == "" {
		return fmt.Errorf("%w: no action", ErrEntry)
	}
	return nil
}

func (e Entry) body() body {
	return body{
		Version: bodyVersion, Actor: pointer(e.Actor), CaseFile: pointer(e.CaseFile),
		Kind: e.Kind, Action: e.Action, Role: e.Role, Relation: e.Relation, Basis: e.Basis, Rule: e.Rule,
		Sections: e.Sections, Target: pointer(e.Target), TargetKind: e.TargetKind,
	}
}

func (b body) entry(at time.Time) Entry {
	return Entry{
		At: at, Actor: value(b.Actor), CaseFile: value(b.CaseFile),
		Kind: b.Kind, Action: b.Action, Role: b.Role, Relation: b.Relation, Basis: b.Basis, Rule: b.Rule,
		Sections: b.Sections, Target: value(b.Target), TargetKind: b.TargetKind,
	}
}

func makeLine(at time.Time, b body) (line, error) {
	b.At = at.UnixMicro()
	text, err := json.Marshal(b)
	if err != nil {
		return line{}, fmt.Errorf("writing audit entry: %w", err)
	}
	made := line{at: at.UTC().Truncate(time.Microsecond), actor: b.Actor, caseFile: b.CaseFile, text: string(text)}
	rand.Read(made.salt[:])
	made.commitment = commit(made.salt[:], made.text)
	return made, nil
}

// commit is the salted commitment to a line's text.
func commit(salt []byte, text string) [sha256.Size]byte {
	data := make([]byte, 0, len(salt)+len(text))
	data = append(data, salt...)
	return sha256.Sum256(append(data, text...))
}

const leafName = "hverdag audit 1\x00"

// leafHash is tlog.RecordHash of a line's canonical record: its place, its
// time in microseconds and its commitment. Written out because Verify does it
// a million times.
func leafHash(place int64, at time.Time, commitment []byte) tlog.Hash {
	var buffer [1 + len(leafName) + 16 + sha256.Size]byte
	copy(buffer[1:], leafName)
	binary.BigEndian.PutUint64(buffer[1+len(leafName):], uint64(place))
	binary.BigEndian.PutUint64(buffer[9+len(leafName):], uint64(at.UnixMicro()))
	n := copy(buffer[17+len(leafName):], commitment)
	return sha256.Sum256(buffer[:17+len(leafName)+n])
}

// linkHash chains a leaf to the line before.
func linkHash(before [sha256.Size]byte, leaf tlog.Hash) [sha256.Size]byte {
	var buffer [2 * sha256.Size]byte
	copy(buffer[:], before[:])
	copy(buffer[sha256.Size:], leaf[:])
	return sha256.Sum256(buffer[:])
}

// bodyPlace binds a sealed body to its place in the log.
func bodyPlace(place int64) seal.Place {
	var row uuid.UUID
	binary.BigEndian.PutUint64(row[8:], uint64(place))
	return seal.Place{Table: "audit_entries", Field: "body", Row: row}
}

func pointer(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func value(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}
