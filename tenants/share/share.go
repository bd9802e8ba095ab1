// Package share shows chosen parts of a family to one named person for a day,
// because somebody of the family said yes to it. A link that tells nothing is
// handed over, and opened once: by a code sent another way, or by signing in.
// What it opens is an access grant; where that has ended, for whatever reason,
// the share is over everywhere, also before it was opened.
package share

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// Channel is how the link is opened.
type Channel string

// The channels.
const (
	BySMS    Channel = "sms"     // a code to a phone
	ByMail   Channel = "mail"    // a code to an e-mail address
	BySignIn Channel = "sign_in" // by somebody who signs in here already
)

// Channels returns them in the order they are asked about.
func Channels() []Channel { return []Channel{BySMS, ByMail, BySignIn} }

// kind is the way a code goes.
func (c Channel) kind() notice.Kind {
	if c == ByMail {
		return notice.Mail
	}
	return notice.Text
}

// How long a share lasts, in hours.
const (
	UsualHours   = 24
	LongestHours = 72
)

// MaxPurpose is how many characters a purpose may have.
const MaxPurpose = 300

// AgeOfYes is the age from which a young person may say yes to a share
// themself: the age at which one decides on one's own health information
// (pasient- og brukerrettighetsloven § 4-3 first paragraph letter c).
const AgeOfYes = 16

// Sections are the parts that can be shown for a day. The overview goes with
// any of them; messages do not.
func Sections() []policy.Section {
	return slices.DeleteFunc(policy.Shareable(), func(s policy.Section) bool {
		return s == policy.SectionMessages || s == policy.SectionOverview
	})
}

// Order is a share as the coordinator writes it down.
type Order struct {
	ID       uuid.UUID // made with the form, so that it is not sent twice
	Channel  Channel
	Name     string    // of the guest; not used with BySignIn
	Address  string    // a phone or an e-mail address; not used with BySignIn
	User     uuid.UUID // who signs in; only with BySignIn
	Sections []policy.Section
	Members  []uuid.UUID // whom it is about; none: the whole family
	Purpose  string
	Hours    int // UsualHours when 0
	YesBy    uuid.UUID
	YesHow   casefile.How
	Language string // the guest's; empty for the municipality's
}

// State is how far a share has come.
type State string

// The states.
const (
	Waiting State = "waiting" // the link has not been opened
	Opened  State = "opened"
	Over    State = "over" // ended, or the time is out
)

// Share is one share as the family and its coordinator see it.
type Share struct {
	ID       uuid.UUID
	Guest    uuid.UUID
	Name     string
	Channel  Channel
	Purpose  string
	Sections []policy.Section
	Members  []uuid.UUID // that the viewer may see; nil: the whole family
	YesBy    uuid.UUID
	MadeAt   time.Time
	Until    time.Time
	OpenedAt *time.Time
	EndedAt  *time.Time // before its time; nil when it ran out or still lasts
	State    State
	Looks    []Look // newest first
}

// Look is one time the guest looked.
type Look struct {
	At       time.Time
	Sections []policy.Section // that the viewer may see too
}

// stateOf is how far a share has come. standing says that its grant holds.
func stateOf(row *tenant.Share, standing bool, now time.Time) State {
	switch {
	case row.EndedAt != nil || !now.Before(row.UntilAt) || !standing:
		return Over
	case row.OpenedAt != nil:
		return Opened
	}
	return Waiting
}
