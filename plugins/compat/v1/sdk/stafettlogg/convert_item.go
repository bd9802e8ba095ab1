package stafettlogg

import (
	"errors"

	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/stafettlogg/v1"
)

// ErrNothingToWrite says that a Write holds no change, or more than one.
var ErrNothingToWrite = errors.New("a write holds exactly one change")

// WriteProto returns w as it is sent, or ErrNothingToWrite.
func WriteProto(w Write) (*stafettloggv1.WriteRequest, error) {
	if w.changes() != 1 {
		return nil, ErrNothingToWrite
	}
	p := &stafettloggv1.WriteRequest{IdempotencyKey: w.Key, LogId: w.LogID, ExpectedVersion: w.ExpectedVersion}
	switch {
	case w.Start != nil:
		p.Write = &stafettloggv1.WriteRequest_Start{Start: &stafettloggv1.Start{Log: LogProto(*w.Start)}}
	case w.Goal != nil:
		p.Write = &stafettloggv1.WriteRequest_Goal{Goal: goalProto(*w.Goal)}
	case w.Measure != nil:
		p.Write = &stafettloggv1.WriteRequest_Measure{Measure: measureProto(*w.Measure)}
	case w.Meeting != nil:
		p.Write = &stafettloggv1.WriteRequest_Meeting{Meeting: meetingProto(*w.Meeting)}
	case w.OfferBaton != nil:
		p.Write = &stafettloggv1.WriteRequest_OfferBaton{OfferBaton: &stafettloggv1.OfferBaton{To: holderProto(w.OfferBaton)}}
	case w.AnswerBaton != nil:
		p.Write = &stafettloggv1.WriteRequest_AnswerBaton{AnswerBaton: &stafettloggv1.AnswerBaton{Accepted: w.AnswerBaton.Accepted}}
	case w.Close != nil:
		p.Write = &stafettloggv1.WriteRequest_Close{Close: &stafettloggv1.Close{Because: w.Close.Because}}
	case w.Attachment != nil:
		p.Write = &stafettloggv1.WriteRequest_Attachment{Attachment: &stafettloggv1.Attachment{
			Name: w.Attachment.Name, MediaType: w.Attachment.MediaType, Content: w.Attachment.Content,
		}}
	}
	return p, nil
}

// WriteOf returns what was sent, or ErrNothingToWrite: also for a change that
// this version does not know.
func WriteOf(p *stafettloggv1.WriteRequest) (Write, error) {
	w := Write{Key: p.GetIdempotencyKey(), LogID: p.GetLogId(), ExpectedVersion: p.GetExpectedVersion()}
	switch change := p.GetWrite().(type) {
	case *stafettloggv1.WriteRequest_Start:
		log := LogOf(change.Start.GetLog())
		w.Start = &log
	case *stafettloggv1.WriteRequest_Goal:
		goal := goalOf(change.Goal)
		w.Goal = &goal
	case *stafettloggv1.WriteRequest_Measure:
		measure := measureOf(change.Measure)
		w.Measure = &measure
	case *stafettloggv1.WriteRequest_Meeting:
		meeting := meetingOf(change.Meeting)
		w.Meeting = &meeting
	case *stafettloggv1.WriteRequest_OfferBaton:
		w.OfferBaton = holderOf(change.OfferBaton.GetTo())
	case *stafettloggv1.WriteRequest_AnswerBaton:
		w.AnswerBaton = &Answer{Accepted: change.AnswerBaton.GetAccepted()}
	case *stafettloggv1.WriteRequest_Close:
		w.Close = &Closing{Because: change.Close.GetBecause()}
	case *stafettloggv1.WriteRequest_Attachment:
		w.Attachment = &Attachment{
			Name: change.Attachment.GetName(), MediaType: change.Attachment.GetMediaType(), Content: change.Attachment.GetContent(),
		}
	}
	if w.changes() != 1 {
		return Write{}, ErrNothingToWrite
	}
	return w, nil
}

func (w Write) changes() int {
	set := 0
	for _, there := range []bool{
		w.Start != nil, w.Goal != nil, w.Measure != nil, w.Meeting != nil,
		w.OfferBaton != nil, w.AnswerBaton != nil, w.Close != nil, w.Attachment != nil,
	} {
		if there {
			set++
		}
	}
	return set
}

func goalProto(g Goal) *stafettloggv1.Goal {
	return &stafettloggv1.Goal{Id: g.ID, OurId: g.OurID, Text: g.Text, Area: g.Area, State: g.State, Version: g.Version}
}

func goalOf(p *stafettloggv1.Goal) Goal {
	return Goal{
		ID: p.GetId(), OurID: p.GetOurId(), Text: p.GetText(), Area: p.GetArea(), State: p.GetState(), Version: p.GetVersion(),
	}
}

func measureProto(m Measure) *stafettloggv1.Measure {
	p := &stafettloggv1.Measure{
		Id: m.ID, OurId: m.OurID, GoalId: m.GoalID, What: m.What, Responsible: m.Responsible,
		Start: m.Start, Due: m.Due, Evaluate: m.Evaluate, State: m.State, Version: m.Version,
	}
	if m.Effect != nil {
		effect := int32(*m.Effect)
		p.Effect = &effect
	}
	return p
}

func measureOf(p *stafettloggv1.Measure) Measure {
	m := Measure{
		ID: p.GetId(), OurID: p.GetOurId(), GoalID: p.GetGoalId(), What: p.GetWhat(), Responsible: p.GetResponsible(),
		Start: p.GetStart(), Due: p.GetDue(), Evaluate: p.GetEvaluate(), State: p.GetState(), Version: p.GetVersion(),
	}
	if p != nil && p.Effect != nil {
		effect := int(p.GetEffect())
		m.Effect = &effect
	}
	return m
}

func meetingProto(m Meeting) *stafettloggv1.Meeting {
	return &stafettloggv1.Meeting{
		Id: m.ID, OurId: m.OurID, Date: m.Date, Present: m.Present, Agenda: m.Agenda, Agreed: m.Agreed, Decision: m.Decision,
	}
}

func meetingOf(p *stafettloggv1.Meeting) Meeting {
	return Meeting{
		ID: p.GetId(), OurID: p.GetOurId(), Date: p.GetDate(),
		Present: p.GetPresent(), Agenda: p.GetAgenda(), Agreed: p.GetAgreed(), Decision: p.GetDecision(),
	}
}
