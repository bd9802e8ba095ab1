// Package notice tells people that there is something for them here, in the
// ways and at the hours they have chosen, and never says what. A channel
// marked unsafe is never used, and somebody of a family who has chosen none is
// sent nothing: a message about this house can be read by the wrong person.
package notice

import "github.com/google/uuid"

// Reason is why somebody is told. It decides how soon, and never what the
// message says.
type Reason string

// The reasons.
const (
	NewMessage    Reason = "message"
	TalkAsked     Reason = "talk"          // a child wants to talk with somebody
	BatonOffered  Reason = "baton_offered" // and answered
	BatonMoved    Reason = "baton_moved"
	Invited       Reason = "invited" // to a team; to the leader, then to the person
	ConsentEnds   Reason = "consent_ends"
	AccessEnded   Reason = "access_ended" // a yes was taken back
	EmergencyUsed Reason = "emergency"
	LogClosed     Reason = "log_closed" // a stafettlogg that the plan is tied to
	LogHolder     Reason = "log_holder" // somebody else holds the baton in one
)

// Notice is a word to one user.
type Notice struct {
	To       uuid.UUID // the user
	CaseFile uuid.UUID // so that it can be taken back with what it is about; Nil for none
	Reason   Reason
	// Once makes it one for good, however often it is told, and not one within
	// an hour: what of the family it is about, in at most 15 characters and
	// nobody's name.
	Once string
}
