package journal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// What may not be shown is not read: the last two arguments say whether place
// and participants may. Newest first.
var meetingRows = tenants.Question[tenant.Meeting]{
	Text: `SELECT id, version, state, called_by, starts_at, minutes, agenda, agreed, member_id, interpreter,
			interpreter_language, CASE WHEN $2 THEN place END, CASE WHEN $3 THEN participants END
		FROM meetings WHERE case_file_id = $1 ORDER BY starts_at DESC, id DESC`,
	Into: func(r *tenant.Meeting) []any {
		return []any{
			&r.ID, &r.Version, &r.State, &r.CalledBy, &r.StartsAt, &r.Minutes, tenants.SealedColumn(&r.Agenda),
			tenants.SealedColumn(&r.Agreed), &r.MemberID, &r.Interpreter, &r.InterpreterLanguage,
			tenants.SealedColumn(&r.Place), tenants.SealedColumn(&r.Participants),
		}
	},
}

// Where an address is protected, who takes part locates as much as the place
// does: a teacher, a health nurse.
func meetingArguments(a *casefile.Access) []any {
	place := a.May(policy.SectionMeetingPlace, policy.ActionSee)
	return []any{a.ID.String(), place, place || !a.Facts.Strict}
}

// AskMeetings puts in a batch what MeetingsFrom reads.
func AskMeetings(a *casefile.Access, b *tenants.Batch) {
	if a.May(policy.SectionMeetings, policy.ActionSee) {
		meetingRows.Ask(b, meetingArguments(a)...)
	}
}

// Meetings returns all the family's meetings, newest first. It needs the
// meetings section; the place needs the meeting_place section.
func Meetings(ctx context.Context, a *casefile.Access) ([]Meeting, error) {
	return MeetingsFrom(ctx, a, a.Visit)
}

// MeetingsFrom is Meetings from a batch that was asked for them.
func MeetingsFrom(ctx context.Context, a *casefile.Access, from tenants.Querier) ([]Meeting, error) {
	if err := a.RequireSee(policy.SectionMeetings); err != nil {
		return nil, err
	}
	a.See(policy.SectionMeetingPlace)
	rows, err := meetingRows.Read(ctx, from, meetingArguments(a)...)
	if err != nil {
		return nil, fmt.Errorf("reading meetings: %w", err)
	}
	meetings := make([]Meeting, 0, len(rows))
	for _, read := range rows {
		if !a.Shows(policy.SectionMeetings, read.MemberID) {
			continue // whoever may not see it does not learn that it is there
		}
		if !a.Shows(policy.SectionMeetingPlace, read.MemberID) {
			read.Place = nil
			if a.Facts.Strict {
				read.Participants = nil
			}
		}
		one, err := openMeeting(a.Visit.Scope, read)
		if err != nil {
			return nil, err
		}
		meetings = append(meetings, one)
	}
	return meetings, nil
}

// ReadMeeting returns one meeting. It needs the meetings section; ErrNotFound
// when the family has no such meeting.
func ReadMeeting(ctx context.Context, a *casefile.Access, id uuid.UUID) (Meeting, error) {
	meetings, err := Meetings(ctx, a)
	if err != nil {
		return Meeting{}, err
	}
	for _, one := range meetings {
		if one.ID == id {
			return one, nil
		}
	}
	return Meeting{}, fmt.Errorf("meeting: %w", tenants.ErrNotFound)
}

// NextMeeting returns the planned meeting that is under way or comes first.
// It needs the meetings section; ErrNotFound when none is planned.
func NextMeeting(ctx context.Context, a *casefile.Access) (Meeting, error) {
	meetings, err := Meetings(ctx, a)
	if err != nil {
		return Meeting{}, err
	}
	if next := Next(meetings); next != nil {
		return *next, nil
	}
	return Meeting{}, fmt.Errorf("meeting: %w", tenants.ErrNotFound)
}

// Next is the one of the meetings, newest first, that is planned and under way
// or comes first; nil when none is.
func Next(meetings []Meeting) *Meeting {
	var next *Meeting
	for i := range meetings {
		if one := &meetings[i]; one.State == StatePlanned && one.EndsAt().After(one.ReadAt) {
			next = one
		}
	}
	return next
}

// planned are the planned meetings that begin at a time or later, and before
// another.
func planned(ctx context.Context, a *casefile.Access, from, before time.Time) ([]Meeting, error) {
	meetings, err := Meetings(ctx, a)
	return slices.DeleteFunc(meetings, func(one Meeting) bool {
		return one.State != StatePlanned || one.StartsAt.Before(from) || !one.StartsAt.Before(before)
	}), err
}

func openMeeting(scope *tenants.Scope, read *tenant.Meeting) (Meeting, error) {
	row := scope.Row(meeting.Table, read.ID)
	one := Meeting{
		ID: read.ID, Version: read.Version, State: State(read.State), CalledBy: read.CalledBy,
		Call: Call{
			Member: read.MemberID, StartsAt: read.StartsAt, Minutes: read.Minutes, Place: row.Open("place", read.Place),
			Agenda: split(row.Open("agenda", read.Agenda)), Participants: split(row.Open("participants", read.Participants)),
			Interpreter: read.Interpreter, InterpreterLanguage: read.InterpreterLanguage,
		},
		Agreed: split(row.Open("agreed", read.Agreed)), ReadAt: scope.Clock().Now(),
	}
	return one, row.Err()
}

// HasMeeting returns ErrNotFound unless the family has the meeting and the
// viewer may see it. plan calls it before it ties a measure to one, in the
// transaction that does.
func HasMeeting(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id uuid.UUID) error {
	_, err := reach(ctx, tx, a, id, policy.ActionSee)
	return err
}

// reach reads a meeting inside a transaction. It returns ErrNotFound when the
// family has no such meeting, or it is about somebody whose things the viewer
// may not do this to.
func reach(ctx context.Context, tx *tenants.Tx, a *casefile.Access, id uuid.UUID, action policy.Action) (*tenant.Meeting, error) {
	read, err := tx.Client().Meeting.Query().Where(meeting.ID(id), meeting.CaseFileID(a.ID)).Only(ctx)
	if err != nil && !tenant.IsNotFound(err) {
		return nil, fmt.Errorf("looking for meeting: %w", err)
	}
	if err != nil || !a.MayAbout(policy.SectionMeetings, action, read.MemberID) {
		return nil, fmt.Errorf("meeting: %w", tenants.ErrNotFound)
	}
	return read, nil
}
