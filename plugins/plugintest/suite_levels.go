package plugintest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
)

var levelsTests = []test{
	{"levels.valid", "The model hangs together, in both written languages", feature(sdk.FeatureLevels), levelsValid},
	{"levels.moves", "Every move of the model can be assessed, with deadlines that are dates to come", feature(sdk.FeatureLevels), levelsMoves},
	{"levels.unknown", "A move that is not in the model is not allowed, and says why", feature(sdk.FeatureLevels), levelsUnknown},
}

func (s *suite) model(ctx context.Context, p *probe) (model levels.Levels, err error) {
	err = p.operate(ctx, func(ctx context.Context) error {
		model, err = p.client.ReadLevels(ctx)
		if err != nil {
			return fmt.Errorf("Read: %s", told(err))
		}
		return nil
	})
	return model, err
}

func levelsValid(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		model, err := s.model(ctx, p)
		if err != nil {
			return err
		}
		return validModel(model)
	})
}

func validModel(model levels.Levels) error {
	if len(model.Levels) == 0 || model.Name == "" {
		return errors.New("the model has no name or no levels")
	}
	steps := map[string]map[string]bool{}
	for _, level := range model.Levels {
		if level.Code == "" || steps[level.Code] != nil {
			return fmt.Errorf("the level %q has no code, or is there twice", level.Code)
		}
		steps[level.Code] = map[string]bool{}
		if level.Name.NB == "" || level.Name.NN == "" {
			return fmt.Errorf("the level %q is not named in both bokmål and nynorsk", level.Code)
		}
		for _, step := range level.Steps {
			if step.Code == "" || steps[level.Code][step.Code] || step.Name.NB == "" || step.Name.NN == "" || step.DeadlineDays < 0 {
				return fmt.Errorf("step %q of the level %q: no code, twice, no name in a written language, or a deadline before it began", step.Code, level.Code)
			}
			steps[level.Code][step.Code] = true
		}
	}
	for _, way := range model.Transitions {
		if steps[way.From] == nil || way.To != "" && steps[way.To] == nil {
			return fmt.Errorf("there is a way from %q to %q, and one of them is no level", way.From, way.To)
		}
		if way.ToStep != "" && !steps[way.To][way.ToStep] {
			return fmt.Errorf("there is a way to step %q of %q, which is not there", way.ToStep, way.To)
		}
	}
	return nil
}

func levelsMoves(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		model, err := s.model(ctx, p)
		if err != nil {
			return err
		}
		for _, day := range hardDays {
			if err := p.moves(ctx, model, day); err != nil {
				return fmt.Errorf("on %s: %w", day, err)
			}
		}
		return nil
	})
}

// hardDays are days to reckon from: around a leap day, the year's turn, and the
// nights of 23 and 25 hours.
var hardDays = []string{"2028-02-28", "2028-02-29", "2026-12-31", "2026-03-28", "2026-10-24"}

// moves asks for every move of the model, made on one day.
func (p *probe) moves(ctx context.Context, model levels.Levels, day string) error {
	for _, way := range model.Transitions {
		move := levels.Move{Level: way.From, Outcome: way.Outcome, To: way.To, On: day, Consent: true}
		err := p.operate(ctx, func(ctx context.Context) error {
			answer, err := p.client.Assess(ctx, move)
			if err != nil {
				return errors.New(told(err))
			}
			if !answer.Allowed {
				return fmt.Errorf("is in the model and not allowed: %q", answer.WhyNot.NB)
			}
			return validDeadlines(answer.Deadlines, day)
		})
		if err != nil {
			return fmt.Errorf("the move from %q to %q: %w", way.From, way.To, err)
		}
	}
	return nil
}

func validDeadlines(deadlines []levels.Deadline, began string) error {
	for _, deadline := range deadlines {
		due, err := time.Parse(time.DateOnly, deadline.Due)
		if err != nil || due.Format(time.DateOnly) < began {
			return fmt.Errorf("a deadline is %q, which is no date, or before the step began", deadline.Due)
		}
		if deadline.What.NB == "" || deadline.What.NN == "" {
			return errors.New("a deadline does not say for what in both bokmål and nynorsk")
		}
	}
	return nil
}

func levelsUnknown(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		return p.operate(ctx, func(ctx context.Context) error {
			answer, err := p.client.Assess(ctx, levels.Move{Level: "finnes-ikke", To: "heller-ikke", On: "2026-12-01"})
			if err != nil {
				return fmt.Errorf("its Assess: %s; answer that it is not allowed", told(err))
			}
			if answer.Allowed || answer.WhyNot.NB == "" || answer.WhyNot.NN == "" {
				return errors.New("it is allowed, or not said why not in both bokmål and nynorsk")
			}
			return nil
		})
	})
}
