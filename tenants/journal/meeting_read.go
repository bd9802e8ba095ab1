package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/meeting"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Meetings returns all the family's meetings, newest first. It needs the
// meetings section; the place needs the meeting_place section.
func Meetings(ctx context.Context, a *casefile.Access) ([]Meeting, error) {
	return readMeetings(ctx, a, false)
}

// ReadMeeting returns one meeting. It needs the meetings section; ErrNotFound
// when the family has no such meeting.
func ReadMeeting(ctx context.Context, a *casefile.Access, id uuid.UUID) (Meeting, error) {
	return firstMeeting(readMeetings(ctx, a, false, meeting.ID(id)))
}

// NextMeeting returns the planned meeting that is under way or comes first.
// It needs the meetings section; ErrNotFound when none is planned.
func NextMeeting(ctx context.Context, a *casefile.Access) (Meeting, error) {
	now := a.Visit.Clock().Now()
	meetings, err := readMeetings(ctx, a, true, meeting.State(string(StatePlanned)),
		meeting.StartsAtGT(now.Add(-MaxMinutes*time.Minute)))
	for len(meetings) > 0 && !meetings[0].EndsAt().After(now) {
		meetings = meetings[1:]
	}
	return firstMeeting(meetings, err)
}

func firstMeeting(meetings []Meeting, err error) (Meeting, error) {
	if err != nil {
		return Meeting{}, err
	}
	if len(meetings) == 0 {
		return Meeting{}, fmt.Errorf("meeting: %w", tenants.ErrNotFound)
	}
	return meetings[0], nil
}

func readMeetings(ctx context.Context, a *casefile.Access, oldestFirst bool, which ...predicate.Meeting) ([]Meeting, error) {
	if err := a.RequireSee(policy.SectionMeetings); err != nil {
		return nil, err
	}
	fields := []string{
		meeting.FieldVersion, meeting.FieldState, meeting.FieldCalledBy, meeting.FieldStartsAt, meeting.FieldMinutes,
		meeting.FieldAgenda, meeting.FieldParticipants, meeting.FieldAgreed,
		meeting.FieldInterpreter, meeting.FieldInterpreterLanguage,
	}
	if a.See(policy.SectionMeetingPlace) {
		fields = append(fields, meeting.FieldPlace)
	}
	query := a.Visit.Client().Meeting.Query().Where(meeting.CaseFileID(a.ID)).Where(which...)
	if oldestFirst {
		query.Order(meeting.ByStartsAt(), meeting.ByID())
	} else {
		query.Order(meeting.ByStartsAt(newestFirst), meeting.ByID(newestFirst))
	}
	rows, err := query.Select(fields...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading meetings: %w", err)
	}
	meetings := make([]Meeting, 0, len(rows))
	for _, read := range rows {
		one, err := openMeeting(a.Visit.Scope, read)
		if err != nil {
			return nil, err
		}
		meetings = append(meetings, one)
	}
	return meetings, nil
}

func openMeeting(scope *tenants.Scope, read *tenant.Meeting) (Meeting, error) {
	row := scope.Row(meeting.Table, read.ID)
	one := Meeting{
		ID: read.ID, Version: read.Version, State: State(read.State), CalledBy: read.CalledBy,
		Call: Call{
			StartsAt: read.StartsAt, Minutes: read.Minutes, Place: row.Open("place", read.Place),
			Agenda: split(row.Open("agenda", read.Agenda)), Participants: split(row.Open("participants", read.Participants)),
			Interpreter: read.Interpreter, InterpreterLanguage: read.InterpreterLanguage,
		},
		Agreed: split(row.Open("agreed", read.Agreed)), ReadAt: scope.Clock().Now(),
	}
	return one, row.Err()
}

// HasMeeting returns ErrNotFound unless the family has the meeting. plan calls
// it before it ties a measure to one, in the transaction that does.
func HasMeeting(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) error {
	there, err := tx.Client().Meeting.Query().Where(meeting.ID(id), meeting.CaseFileID(family)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for meeting: %w", err)
	}
	if !there {
		return fmt.Errorf("meeting: %w", tenants.ErrNotFound)
	}
	return nil
}
