package stafettlogg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// levelsKept is how long the municipality's levels are remembered: they are a
// setting, and nobody waits for a plugin to see a page.
const levelsKept = 10 * time.Minute

// Level is where the work stands by the municipality's own levels.
type Level struct {
	Level levels.Level
	Step  levels.Step // zero when the log names none that the model has
	Ways  []Way
	Due   []levels.Deadline // of the step, by the day the work came to the level
}

// Way is a way on that the municipality allows.
type Way struct {
	levels.Transition
	To       levels.Level // zero: the work ends
	NeedsYes bool         // the family must say yes before it
}

// ReadLevel tells where a log stands by the municipality's own levels, when it
// has connected any and the log's level is one of them. The model is read, and
// the level is looked up here. By when something must be done is asked of the
// plugin, which is handed the level, the step and the day the work came there,
// if it is granted the class of levels and something may leave about the child;
// never whom it is about.
func ReadLevel(ctx context.Context, scope *tenants.Scope, link *Link, may Allowed) (Level, bool, error) {
	if link.Log == nil || link.Log.Level == "" {
		return Level{}, false, nil
	}
	c, known, err := levelsSystem(ctx, scope)
	if err != nil || !known {
		return Level{}, false, err
	}
	model, known, err := readModel(ctx, scope, c)
	if err != nil || !known {
		return Level{}, false, err
	}
	found, known, err := levelOf(model, link.Log.Level, link.Log.Step, may.Stop == "")
	on := cameThere(link)
	if err != nil || !known || on == "" || may.Stop != "" || !link.Live() || !c.Grants(manifest.ClassLevel) {
		return found, known, err
	}
	found.Due, err = readDue(ctx, scope, c, levels.Move{Level: found.Level.Code, Step: found.Step.Code, On: on})
	return found, true, err
}

// ReadLevels is the municipality's own model of levels, for the form that begins
// a log; without levels when it has connected none.
func ReadLevels(ctx context.Context, scope *tenants.Scope) (levels.Levels, error) {
	c, known, err := levelsSystem(ctx, scope)
	if err != nil || !known {
		return levels.Levels{}, err
	}
	model, _, err := readModel(ctx, scope, c)
	return model, err
}

// levelsSystem is the connection that knows the municipality's levels.
func levelsSystem(ctx context.Context, scope *tenants.Scope) (connection.Connection, bool, error) {
	list, err := connection.Of(ctx, scope, manifest.KindLevels)
	if err != nil || len(list) == 0 {
		return connection.Connection{}, false, err
	}
	return list[0], true, nil
}

// cameThere is the day the work came to the level where it is, as the log tells
// it; for one that was begun from here and has not moved, the day it was begun.
// Empty when nobody knows.
func cameThere(link *Link) string {
	for i := len(link.Log.Transitions) - 1; i >= 0; i-- {
		if moved := link.Log.Transitions[i]; moved.To == link.Log.Level {
			return moved.Date
		}
	}
	if link.Reference == "" && len(link.Log.Transitions) == 0 {
		return string(clock.DateOf(link.LinkedAt))
	}
	return ""
}

// readDue asks by when the step must be done. A plugin that cannot tell leaves the
// page without it.
func readDue(ctx context.Context, scope *tenants.Scope, c connection.Connection, move levels.Move) (due []levels.Deadline, err error) {
	key := "levels/" + c.Grant.Digest + "/" + move.Level + "/" + move.Step + "/" + move.On
	if text, there, err := scope.KV().Get(ctx, key); err == nil && there && json.Unmarshal([]byte(text), &due) == nil {
		return due, nil
	}
	err = connection.Use(ctx, scope, c.Name, connection.Job{Kind: connection.Read}, func(ctx context.Context, p host.Plugin, run *connection.Run) error {
		run.Handed(manifest.ClassLevel)
		answer, err := p.Assess(ctx, move)
		due = answer.Deadlines
		run.Received++
		return err
	})
	if problemOf(err) != nil {
		due, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(due)
	if err != nil {
		return nil, fmt.Errorf("remembering a term: %w", err)
	}
	_ = scope.KV().Set(ctx, key, string(text), levelsKept) // without it the plugin is asked again
	return due, nil
}

// known reports whether the model has a level, with the step if one is named.
func known(model levels.Levels, code, step string) bool {
	found, there, err := levelOf(model, code, step, true)
	return err == nil && there && found.Step.Code == step
}

// levelOf finds a level with its step and the ways on. yes tells whether the
// family's yes to the unit stands.
func levelOf(model levels.Levels, code, step string, yes bool) (Level, bool, error) {
	byCode := map[string]levels.Level{}
	for _, one := range model.Levels {
		byCode[one.Code] = one
	}
	found := Level{}
	var known bool
	if found.Level, known = byCode[code]; !known {
		return Level{}, false, nil
	}
	for _, one := range found.Level.Steps {
		if one.Code == step {
			found.Step = one
		}
	}
	for _, way := range model.Transitions {
		if way.From == code {
			to := byCode[way.To]
			found.Ways = append(found.Ways, Way{Transition: way, To: to, NeedsYes: to.NeedsConsent && !yes})
		}
	}
	return found, true, nil
}

// readModel is the municipality's model. A plugin that cannot tell it leaves the
// page without it; why stands with the connection.
func readModel(ctx context.Context, scope *tenants.Scope, c connection.Connection) (model levels.Levels, known bool, err error) {
	key := "levels/" + c.Grant.Digest
	if text, there, err := scope.KV().Get(ctx, key); err == nil && there && json.Unmarshal([]byte(text), &model) == nil {
		return model, len(model.Levels) > 0, nil
	}
	err = connection.Use(ctx, scope, c.Name, connection.Job{Kind: connection.Read}, func(ctx context.Context, p host.Plugin, run *connection.Run) (err error) {
		model, err = p.ReadLevels(ctx)
		run.Received++
		return err
	})
	if problemOf(err) != nil {
		model, err = levels.Levels{}, nil // remembered too, so that the page is quick meanwhile
	}
	if err != nil {
		return model, false, err
	}
	text, err := json.Marshal(model)
	if err != nil {
		return model, false, fmt.Errorf("remembering levels: %w", err)
	}
	_ = scope.KV().Set(ctx, key, string(text), levelsKept) // without it the plugin is asked again
	return model, len(model.Levels) > 0, nil
}
