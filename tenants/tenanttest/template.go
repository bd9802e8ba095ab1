package tenanttest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// templates are a control plane and a municipality that are migrated once in a
// test process, the way the program does it, and copied for every house, which
// takes a fraction of the time. The tables of a copy belong to the owner of
// the template, so all houses of a process have the same owner.
var templates struct {
	once            sync.Once
	control, tenant string
	err             error
}

// copied are a server's databases, of which new ones are copies of the
// templates. What is in them is as if they had been migrated.
type copied struct {
	tenants.Databases
	superuser string // address
	owner     string // address
	control   string

	mu   sync.Mutex
	made []string
}

func copies(t testing.TB, databases tenants.Databases, owner, control string) *copied {
	t.Helper()
	templates.once.Do(func() {
		templates.control, templates.tenant = tenants.NewDatabaseName(), tenants.NewDatabaseName()
		templates.err = makeTemplates(context.Background(), databases)
	})
	must(t, templates.err)
	return &copied{Databases: databases, superuser: testenv.Postgres(t), owner: owner, control: control}
}

func makeTemplates(ctx context.Context, databases tenants.Databases) error {
	for name, set := range map[string][]migrations.Migration{
		templates.control: migrations.Control(databases.Dialect()),
		templates.tenant:  migrations.Tenant(databases.Dialect()),
	} {
		if err := databases.Create(ctx, name); err != nil {
			return fmt.Errorf("making a template: %w", err)
		}
		if _, _, err := databases.Migrate(ctx, name, set); err != nil {
			return fmt.Errorf("migrating a template: %w", err)
		}
	}
	return nil
}

// Create copies a template, and lets the serving role in as always.
func (c *copied) Create(ctx context.Context, name string) error {
	from := templates.tenant
	if name == c.control {
		from = templates.control
	}
	if err := testenv.CopyDatabase(ctx, c.owner, from, name); err != nil {
		return fmt.Errorf("copying a template: %w", err)
	}
	c.mu.Lock()
	c.made = append(c.made, name)
	c.mu.Unlock()
	return c.Databases.Create(ctx, name)
}

// Close drops the databases of the house too.
func (c *copied) Close() error {
	if err := c.Databases.Close(); err != nil {
		return err
	}
	return testenv.DropDatabase(context.Background(), c.superuser, c.made...)
}
