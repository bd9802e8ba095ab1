package provision

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/consoleuser"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/event"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
)

// Happened is something that was done with a municipality.
type Happened struct {
	What string // created, activated, suspended
	Who  string // empty for the command line
	At   time.Time
}

// mostEvents is how far back the list of events goes.
const mostEvents = 100

// Events returns what was done with a municipality, the newest first.
func (p *Provisioner) Events(ctx context.Context, id uuid.UUID) ([]Happened, error) {
	client := p.Registry.Control.Client()
	rows, err := client.Event.Query().Where(event.MunicipalityID(id)).
		Order(event.ByID(sql.OrderDesc())).Limit(mostEvents).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading events: %w", err)
	}
	var by []uuid.UUID
	for _, row := range rows {
		if row.UserID != nil {
			by = append(by, *row.UserID)
		}
	}
	users, err := client.ConsoleUser.Query().Where(consoleuser.IDIn(by...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading console users: %w", err)
	}
	names := map[uuid.UUID]string{}
	for _, user := range users {
		names[user.ID] = user.Name
	}
	happened := make([]Happened, 0, len(rows))
	for _, row := range rows {
		one := Happened{What: row.What, At: row.CreatedAt}
		if row.UserID != nil {
			one.Who = names[*row.UserID]
		}
		happened = append(happened, one)
	}
	return happened, nil
}

// SchemaState is whether a municipality's database is of the version this
// program knows.
type SchemaState string

// The states of a database's schema.
const (
	SchemaCurrent SchemaState = "current"
	SchemaLate    SchemaState = "late"   // not migrated yet: it gets a maintenance page
	SchemaFailed  SchemaState = "failed" // the migration did not succeed
	SchemaNewer   SchemaState = "newer"  // of a newer version than this program
)

// Schema tells the state of a listed municipality's database.
func (p *Provisioner) Schema(l Listed) SchemaState {
	latest := migrations.Latest(migrations.Tenant(p.Registry.Control.Databases.Dialect()))
	switch {
	case l.MigrationState == "failed":
		return SchemaFailed
	case l.SchemaVersion < latest:
		return SchemaLate
	case l.SchemaVersion > latest:
		return SchemaNewer
	}
	return SchemaCurrent
}
