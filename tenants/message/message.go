// Package message is what the family, their coordinator and the team write to
// each other, within what is shared. Whoever is in a conversation reads it, and
// nobody else: not the coordinator either, unless they are in it. Who may be in
// one is asked of the door at every step, so that somebody whose access ends
// reads nothing at their next request. A message is sealed and never changed.
package message

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Most of what a form takes.
const (
	MaxSubject = 120
	MaxText    = casefile.MaxText
	MaxWith    = 20 // people in a conversation, besides who began it
)

// Opening is what a conversation begins with. ID and Message are made when the
// form is shown, so that a form sent twice begins one conversation.
type Opening struct {
	ID      uuid.UUID
	Message uuid.UUID
	With    []uuid.UUID // users, besides the one who begins
	About   *uuid.UUID  // the member it is about; nil: the whole family
	Subject string
	Text    string
}

// Validate checks what was typed and puts it in order. Field names are those
// of the form's fields.
func (o *Opening) Validate() error {
	var faults tenants.Invalid
	o.Subject = strings.Join(strings.Fields(o.Subject), " ")
	switch {
	case o.Subject == "":
		faults.Add("subject", "conversation.subject.missing")
	case utf8.RuneCountInString(o.Subject) > MaxSubject:
		faults.Add("subject", "conversation.subject.too_long")
	}
	switch {
	case len(o.With) == 0:
		faults.Add("with", "conversation.with.missing")
	case len(o.With) > MaxWith:
		faults.Add("with", "conversation.with.too_many")
	}
	o.Text = validateText(&faults, o.Text)
	return faults.Err()
}

func validateText(faults *tenants.Invalid, text string) string {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		faults.Add("text", "conversation.text.missing")
	case utf8.RuneCountInString(text) > MaxText:
		faults.Add("text", "conversation.text.too_long")
	}
	return text
}

// Partner is somebody the viewer may write with.
type Partner struct {
	ID       uuid.UUID
	Name     string
	Title    string
	Kind     directory.Kind
	Relation policy.Relation
}

// Participant is somebody in a conversation. Gone says that they are not in it
// any more, because they left or because their access ended.
type Participant struct {
	ID    uuid.UUID
	Name  string
	Title string
	Kind  directory.Kind
	Gone  bool
}

// Line is a conversation in a list.
type Line struct {
	ID       uuid.UUID
	Subject  string
	About    *uuid.UUID
	With     []Participant // everybody but the viewer
	LatestAt time.Time
	Unread   bool
}

// Message is one message as a participant reads it.
type Message struct {
	ID   uuid.UUID
	By   uuid.UUID
	Mine bool
	Text string
	At   time.Time
}

// Conversation is a conversation as a participant reads it: a page of it,
// the first one ending with the newest message.
type Conversation struct {
	Line
	Writers  map[uuid.UUID]string // what those who have written are called
	Messages []Message            // oldest first
	Page     int                  // from 1, the newest
	Pages    int                  // at least 1
	Alone    bool                 // nobody is left who would read more
}

func deed(name string, id uuid.UUID) casefile.Deed {
	return casefile.Deed{Name: name, Target: id, Section: policy.SectionMessages, Action: policy.ActionEdit}
}
