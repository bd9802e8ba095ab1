package catalogue

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/municipality"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginuse"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Use is which version of a plugin a municipality runs, and how often it failed
// there within 24 hours. Counts only.
type Use struct {
	Municipality string // its name
	Name         string
	Version      string
	State        string // as tenants/connection's State
	Health       string
	Runs         int
	Failures     int
	Crashes      int
	ReportedAt   time.Time
}

// Uses returns what the municipalities have told of the plugins they run, by
// plugin and municipality.
func Uses(ctx context.Context, c *tenants.Control) ([]Use, error) {
	rows, err := c.Client().PluginUse.Query().Order(pluginuse.ByName(), pluginuse.ByMunicipalityID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading which plugins are in use: %w", err)
	}
	towns, err := c.Client().Municipality.Query().Select(municipality.FieldID, municipality.FieldName).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading municipalities: %w", err)
	}
	names := map[uuid.UUID]string{}
	for _, town := range towns {
		names[town.ID] = town.Name
	}
	uses := make([]Use, 0, len(rows))
	for _, row := range rows {
		uses = append(uses, Use{
			Municipality: names[row.MunicipalityID], Name: row.Name, Version: row.Version, State: row.State, Health: row.Health,
			Runs: row.Runs, Failures: row.Failures, Crashes: row.Crashes, ReportedAt: row.ReportedAt,
		})
	}
	return uses, nil
}
