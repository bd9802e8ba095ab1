package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// look is somebody who opens the plan and reads it.
func (h *house) look(ctx context.Context, v *tenants.Visit) error {
	_, err := h.readPlan(ctx, v)
	return err
}

func (h *house) readPlan(ctx context.Context, v *tenants.Visit) (plan.View, error) {
	access, err := casefile.Enter(ctx, v, h.id)
	if err != nil {
		return plan.View{}, err
	}
	view, err := plan.Read(ctx, access)
	if err != nil {
		return plan.View{}, err
	}
	return view, v.Commit(ctx)
}

// write puts what was said at the table into the plan, strengths first.
func (h *house) write(ctx context.Context, v *tenants.Visit, w write) error {
	for _, one := range w.Strengths {
		if err := h.observe(ctx, v, plan.Strength, one); err != nil {
			return err
		}
	}
	for _, one := range w.Needs {
		if err := h.observe(ctx, v, plan.Need, one); err != nil {
			return err
		}
	}
	for _, one := range w.Goals {
		if err := h.goal(ctx, v, one); err != nil {
			return fmt.Errorf("goal %s: %w", one.Key, err)
		}
	}
	if err := h.measuresInto(ctx, v, w.Into, w.Measures); err != nil {
		return err
	}
	if w.Period == nil {
		return nil
	}
	view, err := h.readPlan(ctx, v)
	if err != nil {
		return err
	}
	return plan.ChangePeriod(ctx, v, h.id, view.Version, plan.Period{
		From: w.Period.From.On(h.World.Now), To: w.Period.To.On(h.World.Now), EvaluateOn: w.Period.Evaluate.On(h.World.Now),
	})
}

func (h *house) observe(ctx context.Context, v *tenants.Visit, kind plan.Kind, o observation) error {
	h.tick()
	of, err := findOrNone(h.members, o.Of)
	if err != nil {
		return err
	}
	_, err = plan.AddObservation(ctx, v, h.id, kind, plan.Observation{Area: o.Area, Member: of, Text: o.Text, SaidBy: o.SaidBy})
	return err
}

func (h *house) goal(ctx context.Context, v *tenants.Visit, g goal) error {
	h.tick()
	of, err := findOrNone(h.members, g.Of)
	if err != nil {
		return err
	}
	h.goals[g.Key], err = plan.AddGoal(ctx, v, h.id, plan.GoalInput{
		Area: g.Area, Member: of, Title: g.Title, ChildWords: g.ChildWords,
	})
	if err != nil {
		return err
	}
	return h.measuresInto(ctx, v, g.Key, g.Measures)
}

func (h *house) measuresInto(ctx context.Context, v *tenants.Visit, key string, list []measure) error {
	for _, one := range list {
		h.tick()
		id, err := find(h.goals, key)
		if err != nil {
			return err
		}
		in, err := h.typed(one)
		if err != nil {
			return err
		}
		h.measures[one.Key], err = plan.AddMeasure(ctx, v, h.id, id, in, h.said(v))
		if err != nil {
			return fmt.Errorf("measure %s: %w", one.Key, err)
		}
	}
	return nil
}

// typed is a measure as it is typed into the form.
func (h *house) typed(m measure) (plan.MeasureInput, error) {
	unit, err := h.unitOrNone(m.Unit)
	if err != nil {
		return plan.MeasureInput{}, err
	}
	var responsible *uuid.UUID
	if m.Responsible != "" {
		user, known := h.users[m.Responsible]
		if !known {
			return plan.MeasureInput{}, fmt.Errorf("%s has not signed in", m.Responsible)
		}
		responsible = &user.ID
	}
	return plan.MeasureInput{
		What: m.What, Why: m.Why, Responsible: responsible, ResponsibleName: m.Name, Unit: unit, Level: m.Level,
		From: m.From.On(h.World.Now), Due: m.Due.On(h.World.Now), EvaluateOn: m.Evaluate.On(h.World.Now),
	}, nil
}

func (h *house) propose(ctx context.Context, v *tenants.Visit, p propose) error {
	children := make([]uuid.UUID, 0, len(p.Children))
	for _, key := range p.Children {
		id, err := find(h.members, key)
		if err != nil {
			return err
		}
		children = append(children, id)
	}
	var err error
	h.version, err = plan.Propose(ctx, v, h.id, children)
	return err
}

func (h *house) answer(ctx context.Context, v *tenants.Visit, a answer) error {
	party, err := find(h.members, a.Member)
	if err != nil {
		return err
	}
	return plan.AnswerVersion(ctx, v, h.id, h.version, party, plan.Reply{Answer: a.Says, How: a.How, Text: a.Text})
}

func (h *house) status(ctx context.Context, v *tenants.Visit, s status) error {
	id, err := find(h.measures, s.Measure)
	if err != nil {
		return err
	}
	return plan.SetStatus(ctx, v, h.id, id, s.Is)
}

func (h *house) note(ctx context.Context, v *tenants.Visit, r remark) error {
	id, err := find(h.measures, r.Measure)
	if err != nil {
		return err
	}
	h.remarks[r.Key], err = plan.AddNote(ctx, v, h.id, id, r.Text)
	return err
}

func (h *house) proposal(ctx context.Context, v *tenants.Visit, r remark) error {
	goal, err := findOrNone(h.goals, r.Goal)
	if err != nil {
		return err
	}
	measure, err := findOrNone(h.measures, r.Measure)
	if err != nil {
		return err
	}
	h.remarks[r.Key], err = plan.AddProposal(ctx, v, h.id, goal, measure, r.Text)
	return err
}

func (h *house) reply(ctx context.Context, v *tenants.Visit, r reply) error {
	id, err := find(h.remarks, r.To)
	if err != nil {
		return err
	}
	return plan.AnswerRemark(ctx, v, h.id, id, r.Accepted, r.Text)
}

func (h *house) evaluate(ctx context.Context, v *tenants.Visit, e evaluation) error {
	if e.Goal != "" {
		id, err := find(h.goals, e.Goal)
		if err != nil {
			return err
		}
		return plan.EvaluateGoal(ctx, v, h.id, id, plan.GoalEvaluation{
			On: v.Today(), ChildExperience: e.Child, Effect: e.Effect, EffectSaid: true, NextStep: e.Next,
		})
	}
	id, err := find(h.measures, e.Measure)
	if err != nil {
		return err
	}
	return plan.EvaluateMeasure(ctx, v, h.id, id, plan.MeasureEvaluation{
		On: v.Today(), ChildExperience: e.Child, Done: e.Done, WhatItDid: e.Did, Effect: e.Effect, EffectSaid: true,
		NextOn: e.Again.On(h.World.Now),
	})
}
