package stafettlogg

import (
	"time"

	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/stafettlogg/v1"
)

// The functions in this file turn what authors see into what goes over the
// wire, and back. They are for the SDK, the host and test kits.

// FoundProto returns f as it is sent.
func FoundProto(f Found) *stafettloggv1.FindResponse {
	return &stafettloggv1.FindResponse{LogId: f.LogID, Title: f.Title}
}

// FoundOf returns what was sent.
func FoundOf(p *stafettloggv1.FindResponse) Found {
	return Found{LogID: p.GetLogId(), Title: p.GetTitle()}
}

// ChangeProto returns c as it is sent.
func ChangeProto(c Change) *stafettloggv1.Change {
	return &stafettloggv1.Change{LogId: c.LogID, Version: c.Version, AtUnix: seconds(c.At), EventId: c.EventID}
}

// ChangeOf returns what was sent.
func ChangeOf(p *stafettloggv1.Change) Change {
	return Change{LogID: p.GetLogId(), Version: p.GetVersion(), At: moment(p.GetAtUnix()), EventID: p.GetEventId()}
}

// LogProto returns l as it is sent.
func LogProto(l Log) *stafettloggv1.Log {
	return &stafettloggv1.Log{
		LogId: l.LogID, Version: l.Version, ChildReference: l.ChildReference, AgeGroup: l.AgeGroup,
		Level: l.Level, Step: l.Step, State: l.State, ClosedBecause: l.ClosedBecause,
		Holder: presentHolder(l.Holder), OfferedTo: holderProto(l.OfferedTo),
		Goals: each(l.Goals, goalProto), Measures: each(l.Measures, measureProto), Meetings: each(l.Meetings, meetingProto),
		Participants: each(l.Participants, participantProto), Transitions: each(l.Transitions, transitionProto),
	}
}

// LogOf returns what was sent.
func LogOf(p *stafettloggv1.Log) Log {
	l := Log{
		LogID: p.GetLogId(), Version: p.GetVersion(), ChildReference: p.GetChildReference(), AgeGroup: p.GetAgeGroup(),
		Level: p.GetLevel(), Step: p.GetStep(), State: p.GetState(), ClosedBecause: p.GetClosedBecause(),
		OfferedTo: holderOf(p.GetOfferedTo()),
		Goals:     each(p.GetGoals(), goalOf), Measures: each(p.GetMeasures(), measureOf), Meetings: each(p.GetMeetings(), meetingOf),
		Participants: each(p.GetParticipants(), participantOf), Transitions: each(p.GetTransitions(), transitionOf),
	}
	if holder := holderOf(p.GetHolder()); holder != nil {
		l.Holder = *holder
	}
	return l
}

// ReceiptProto returns r as it is sent.
func ReceiptProto(r Receipt) *stafettloggv1.Receipt {
	return &stafettloggv1.Receipt{
		LogId: r.LogID, ItemId: r.ItemID, Version: r.Version, Reference: r.Reference, Conflict: r.Conflict,
	}
}

// ReceiptOf returns what was sent.
func ReceiptOf(p *stafettloggv1.Receipt) Receipt {
	return Receipt{
		LogID: p.GetLogId(), ItemID: p.GetItemId(), Version: p.GetVersion(), Reference: p.GetReference(), Conflict: p.GetConflict(),
	}
}

func presentHolder(h Holder) *stafettloggv1.Holder {
	if h == (Holder{}) {
		return nil
	}
	return holderProto(&h)
}

func holderProto(h *Holder) *stafettloggv1.Holder {
	if h == nil {
		return nil
	}
	return &stafettloggv1.Holder{UnitOrgNumber: h.UnitOrgNumber, Role: h.Role, Since: h.Since}
}

func holderOf(p *stafettloggv1.Holder) *Holder {
	if p == nil {
		return nil
	}
	return &Holder{UnitOrgNumber: p.GetUnitOrgNumber(), Role: p.GetRole(), Since: p.GetSince()}
}

func participantProto(t Participant) *stafettloggv1.Participant {
	return &stafettloggv1.Participant{Role: t.Role, UnitOrgNumber: t.UnitOrgNumber, ConsentId: t.ConsentID}
}

func participantOf(p *stafettloggv1.Participant) Participant {
	return Participant{Role: p.GetRole(), UnitOrgNumber: p.GetUnitOrgNumber(), ConsentID: p.GetConsentId()}
}

func transitionProto(t Transition) *stafettloggv1.Transition {
	return &stafettloggv1.Transition{FromLevel: t.From, ToLevel: t.To, Date: t.Date, Reason: t.Reason}
}

func transitionOf(p *stafettloggv1.Transition) Transition {
	return Transition{From: p.GetFromLevel(), To: p.GetToLevel(), Date: p.GetDate(), Reason: p.GetReason()}
}

func each[From, To any](all []From, turn func(From) To) []To {
	if len(all) == 0 {
		return nil
	}
	turned := make([]To, len(all))
	for i, one := range all {
		turned[i] = turn(one)
	}
	return turned
}

func seconds(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.Unix()
}

func moment(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}
