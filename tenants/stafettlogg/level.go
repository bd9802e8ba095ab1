package stafettlogg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

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
}

// Way is a way on that the municipality allows.
type Way struct {
	levels.Transition
	To       levels.Level // zero: the work ends
	NeedsYes bool         // the family must say yes before it
}

// ReadLevel tells where a log stands by the municipality's own levels, when it
// has connected any and the log's level is one of them. Nothing of the family is
// handed over: the model is read, and the level is looked up here.
func ReadLevel(ctx context.Context, scope *tenants.Scope, v *View) (Level, bool, error) {
	if v.Log == nil || v.Log.Level == "" {
		return Level{}, false, nil
	}
	model, known, err := readModel(ctx, scope)
	if err != nil || !known {
		return Level{}, false, err
	}
	return levelOf(model, v.Log.Level, v.Log.Step, v.May.Stop == "")
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
func readModel(ctx context.Context, scope *tenants.Scope) (model levels.Levels, known bool, err error) {
	list, err := connection.Of(ctx, scope, manifest.KindLevels)
	if err != nil || len(list) == 0 {
		return model, false, err
	}
	key := "levels/" + list[0].Grant.Digest
	if text, there, err := scope.KV().Get(ctx, key); err == nil && there && json.Unmarshal([]byte(text), &model) == nil {
		return model, len(model.Levels) > 0, nil
	}
	err = connection.Use(ctx, scope, list[0].Name, connection.Job{Kind: connection.Read}, func(ctx context.Context, p host.Plugin, run *connection.Run) (err error) {
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
