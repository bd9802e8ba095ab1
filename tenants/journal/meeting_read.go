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
		meeting.FieldAgenda, meeting.FieldAgreed, meeting.FieldMemberID,
		meeting.FieldInterpreter, meeting.FieldInterpreterLanguage,
	}
	// Where an address is protected, who takes part locates as much as the
	// place does: a teacher, a health nurse.
	place := a.See(policy.SectionMeetingPlace)
	if place {
		fields = append(fields, meeting.FieldPlace)
	}
	if place || !a.Facts.Strict {
		fields = append(fields, meeting.FieldParticipants)
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
