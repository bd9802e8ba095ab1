package connection

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/plugincall"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/pluginrun"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Ran is a run as it is shown: what was asked, how it ended, how much was
// handed over and received. No content.
type Ran struct {
	ID                      uuid.UUID
	Version                 string
	Job                     string
	By                      *uuid.UUID
	At                      time.Time
	EndedAt                 *time.Time // nil: it goes on, or was cut off
	Outcome                 string     // empty while it goes on
	Whose, Code             string
	Received, Sent, Changed int
	Families                int // never which
	Classes                 []string
	Remarks                 []registry.Remark
}

// Runs returns an installed plugin's last runs, the newest first. It returns
// ErrNotFound unless the viewer may see plugins.
func Runs(ctx context.Context, v *tenants.Visit, id uuid.UUID, most int) ([]Ran, error) {
	if err := v.Require(policy.SectionPlugins, policy.ActionSee); err != nil {
		return nil, err
	}
	rows, err := v.Client().PluginRun.Query().Where(pluginrun.PluginID(id)).
		Order(pluginrun.ByCreatedAt(sql.OrderDesc()), pluginrun.ByID(sql.OrderDesc())).Limit(most).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading a plugin's runs: %w", err)
	}
	ran := make([]Ran, 0, len(rows))
	for _, row := range rows {
		one, err := ranOf(v.Scope, row)
		if err != nil {
			return nil, err
		}
		ran = append(ran, one)
	}
	return ran, nil
}

func ranOf(scope *tenants.Scope, row *tenant.PluginRun) (Ran, error) {
	one := Ran{
		ID: row.ID, Version: row.Release, Job: row.Job, By: row.AskedBy, At: row.CreatedAt, EndedAt: row.EndedAt,
		Outcome: row.Outcome, Whose: row.Whose, Code: row.Code,
		Received: row.Received, Sent: row.Sent, Changed: row.Changed,
	}
	if row.CaseFileID != nil {
		one.Families = 1
	}
	if row.Classes != "" {
		one.Classes = strings.Split(row.Classes, ",")
	}
	place := scope.Row(runTable, row.ID)
	text := openText(place, "remarks", row.Remarks)
	if err := place.Err(); err != nil {
		return one, err
	}
	if text == "" {
		return one, nil
	}
	if err := json.Unmarshal([]byte(text), &one.Remarks); err != nil {
		return one, fmt.Errorf("reading remarks: %w", err)
	}
	return one, nil
}

// Called is a request that the host sent out, or refused, for a plugin.
type Called struct {
	At      time.Time
	Kind    string // http, folder
	Place   string
	Method  string
	Status  int    // zero: no answer
	Refused string // why the host did not send it
	Out, In int    // bytes
	Took    time.Duration
}

// Calls returns what was sent out for an installed plugin last, the newest
// first. It returns ErrNotFound unless the viewer may see plugins.
func Calls(ctx context.Context, v *tenants.Visit, id uuid.UUID, most int) ([]Called, error) {
	rows, err := calls(ctx, v, id, most, false)
	if err != nil {
		return nil, err
	}
	called := make([]Called, 0, len(rows))
	for _, row := range rows {
		place := v.Row(callTable, row.ID)
		called = append(called, Called{
			At: row.CreatedAt, Kind: row.Kind, Place: row.Place, Method: row.Method, Status: row.Status,
			Refused: openText(place, "line", row.Line),
			Out:     row.BytesOut, In: row.BytesIn, Took: time.Duration(row.Milliseconds) * time.Millisecond,
		})
		if err := place.Err(); err != nil {
			return nil, err
		}
	}
	return called, nil
}

// Line is what a plugin said to the administrator.
type Line struct {
	At    time.Time
	Level string // info, warn, error
	Text  string
}

// Lines returns what an installed plugin said last, the newest first. It
// returns ErrNotFound unless the viewer may see plugins.
func Lines(ctx context.Context, v *tenants.Visit, id uuid.UUID, most int) ([]Line, error) {
	rows, err := calls(ctx, v, id, most, true)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, 0, len(rows))
	for _, row := range rows {
		place := v.Row(callTable, row.ID)
		lines = append(lines, Line{At: row.CreatedAt, Level: row.Method, Text: openText(place, "line", row.Line)})
		if err := place.Err(); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func calls(ctx context.Context, v *tenants.Visit, id uuid.UUID, most int, lines bool) ([]*tenant.PluginCall, error) {
	if err := v.Require(policy.SectionPlugins, policy.ActionSee); err != nil {
		return nil, err
	}
	kind := plugincall.KindNEQ(kindLog)
	if lines {
		kind = plugincall.Kind(kindLog)
	}
	rows, err := v.Client().PluginCall.Query().Where(plugincall.PluginID(id), kind).
		Order(plugincall.ByCreatedAt(sql.OrderDesc()), plugincall.ByID(sql.OrderDesc())).Limit(most).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what a plugin sent: %w", err)
	}
	return rows, nil
}
