package levels

import levelsv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/levels/v1"

// The functions in this file turn what authors see into what goes over the
// wire, and back. They are for the SDK, the host and test kits.

// LevelsProto returns l as it is sent.
func LevelsProto(l Levels) *levelsv1.ReadResponse {
	return &levelsv1.ReadResponse{
		Name: l.Name, Levels: each(l.Levels, levelProto), Transitions: each(l.Transitions, transitionProto),
	}
}

// LevelsOf returns what was sent.
func LevelsOf(p *levelsv1.ReadResponse) Levels {
	return Levels{
		Name: p.GetName(), Levels: each(p.GetLevels(), levelOf), Transitions: each(p.GetTransitions(), transitionOf),
	}
}

// MoveProto returns m as it is sent.
func MoveProto(m Move) *levelsv1.AssessRequest {
	return &levelsv1.AssessRequest{
		Level: m.Level, Step: m.Step, Outcome: m.Outcome, ToLevel: m.To, On: m.On, Consent: m.Consent,
	}
}

// MoveOf returns what was sent.
func MoveOf(p *levelsv1.AssessRequest) Move {
	return Move{
		Level: p.GetLevel(), Step: p.GetStep(), Outcome: p.GetOutcome(), To: p.GetToLevel(), On: p.GetOn(), Consent: p.GetConsent(),
	}
}

// AssessmentProto returns a as it is sent.
func AssessmentProto(a Assessment) *levelsv1.AssessResponse {
	deadline := func(d Deadline) *levelsv1.Deadline {
		return &levelsv1.Deadline{What: wordsProto(d.What), Due: d.Due}
	}
	return &levelsv1.AssessResponse{Allowed: a.Allowed, WhyNot: wordsProto(a.WhyNot), Deadlines: each(a.Deadlines, deadline)}
}

// AssessmentOf returns what was sent.
func AssessmentOf(p *levelsv1.AssessResponse) Assessment {
	deadline := func(d *levelsv1.Deadline) Deadline {
		return Deadline{What: wordsOf(d.GetWhat()), Due: d.GetDue()}
	}
	return Assessment{Allowed: p.GetAllowed(), WhyNot: wordsOf(p.GetWhyNot()), Deadlines: each(p.GetDeadlines(), deadline)}
}

func levelProto(l Level) *levelsv1.Level {
	return &levelsv1.Level{
		Code: l.Code, Name: wordsProto(l.Name), About: wordsProto(l.About), NeedsConsent: l.NeedsConsent,
		Steps: each(l.Steps, stepProto),
	}
}

func levelOf(p *levelsv1.Level) Level {
	return Level{
		Code: p.GetCode(), Name: wordsOf(p.GetName()), About: wordsOf(p.GetAbout()), NeedsConsent: p.GetNeedsConsent(),
		Steps: each(p.GetSteps(), stepOf),
	}
}

func stepProto(s Step) *levelsv1.Step {
	return &levelsv1.Step{
		Code: s.Code, Name: wordsProto(s.Name), What: wordsProto(s.What), How: wordsProto(s.How),
		Who: wordsProto(s.Who), Tools: wordsProto(s.Tools), DeadlineDays: int32(s.DeadlineDays),
	}
}

func stepOf(p *levelsv1.Step) Step {
	return Step{
		Code: p.GetCode(), Name: wordsOf(p.GetName()), What: wordsOf(p.GetWhat()), How: wordsOf(p.GetHow()),
		Who: wordsOf(p.GetWho()), Tools: wordsOf(p.GetTools()), DeadlineDays: int(p.GetDeadlineDays()),
	}
}

func transitionProto(t Transition) *levelsv1.Transition {
	return &levelsv1.Transition{
		FromLevel: t.From, ToLevel: t.To, ToStep: t.ToStep, Outcome: t.Outcome,
		MeetingWithinDays: int32(t.MeetingWithinDays), Label: wordsProto(t.Label),
	}
}

func transitionOf(p *levelsv1.Transition) Transition {
	return Transition{
		From: p.GetFromLevel(), To: p.GetToLevel(), ToStep: p.GetToStep(), Outcome: p.GetOutcome(),
		MeetingWithinDays: int(p.GetMeetingWithinDays()), Label: wordsOf(p.GetLabel()),
	}
}

func wordsProto(w Words) *levelsv1.Words {
	if w == (Words{}) {
		return nil
	}
	return &levelsv1.Words{Nb: w.NB, Nn: w.NN}
}

func wordsOf(p *levelsv1.Words) Words { return Words{NB: p.GetNb(), NN: p.GetNn()} }

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
