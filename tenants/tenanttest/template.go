package tenanttest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// templates are a control plane and a municipality that are migrated once in a
// test process, the way the program does it, and copied for every house, which
// takes a fraction of the time. On PostgreSQL the tables of a copy belong to
// the owner of the template, so all houses of a process have the same owner.
type templates struct {
	once            sync.Once
	control, tenant string            // names
	files           map[string][]byte // by name, on SQLite
	err             error
}

var onFiles, onServer templates

// copied are databases of which new ones are copies of the templates. What is
// in them is as if they had been migrated.
type copied struct {
	tenants.Databases
	from    *templates
	control string // the name of the house's own control plane
	copy    func(ctx context.Context, from, to string) error
	drop    func(names []string) error

	mu    sync.Mutex
	fresh map[string]bool // those made here; true until somebody migrates them
}

func (f *templates) make(ctx context.Context, databases tenants.Databases, control string) error {
	f.control, f.tenant = control, tenants.NewDatabaseName()
	for name, set := range map[string][]migrations.Migration{
		f.control: migrations.Control(databases.Dialect()),
		f.tenant:  migrations.Tenant(databases.Dialect()),
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

// copiesOnServer has a PostgreSQL's new databases copied.
func copiesOnServer(t testing.TB, databases tenants.Databases, owner, serve, control string) *copied {
	t.Helper()
	onServer.once.Do(func() {
		onServer.err = onServer.make(context.Background(), databases, tenants.NewDatabaseName())
	})
	must(t, onServer.err)
	superuser := testenv.Postgres(t)
	return &copied{
		Databases: databases, from: &onServer, control: control, fresh: map[string]bool{},
		copy: func(ctx context.Context, from, to string) error {
			return testenv.CopyDatabase(ctx, owner, serve, from, to)
		},
		drop: func(names []string) error { return testenv.DropDatabase(context.Background(), superuser, names...) },
	}
}

// copiesOfFiles has new SQLite files copied; they go with their folder.
func copiesOfFiles(t testing.TB, databases tenants.Databases, folder, control string) *copied {
	t.Helper()
	onFiles.once.Do(func() { onFiles.err = onFiles.makeFiles(testenv.Folder(t), control) })
	must(t, onFiles.err)
	return &copied{
		Databases: databases, from: &onFiles, control: control, fresh: map[string]bool{},
		copy: func(_ context.Context, from, to string) error {
			return os.WriteFile(filepath.Join(folder, to+".db"), onFiles.files[from], 0o600)
		},
		drop: func([]string) error { return nil },
	}
}

func (f *templates) makeFiles(folder, control string) error {
	databases, err := tenants.SQLiteFiles(folder)
	if err != nil {
		return err
	}
	if err := f.make(context.Background(), databases, control); err != nil {
		return err
	}
	f.files = map[string][]byte{}
	for _, name := range []string{f.control, f.tenant} {
		f.files[name], err = os.ReadFile(filepath.Join(folder, name+".db"))
		if err != nil {
			return fmt.Errorf("reading a template: %w", err)
		}
	}
	return databases.Close()
}

// Create copies a template.
func (c *copied) Create(ctx context.Context, name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, made := c.fresh[name]; made {
		return c.Databases.Create(ctx, name)
	}
	from := c.from.tenant
	if name == c.control {
		from = c.from.control
	}
	if err := c.copy(ctx, from, name); err != nil {
		return fmt.Errorf("copying a template: %w", err)
	}
	c.fresh[name] = true
	return nil
}

// Migrate leaves a fresh copy as it is: the template has been through it.
func (c *copied) Migrate(ctx context.Context, name string, set []migrations.Migration) (from, to int, err error) {
	c.mu.Lock()
	fresh := c.fresh[name]
	if fresh {
		c.fresh[name] = false
	}
	c.mu.Unlock()
	if latest := migrations.Latest(set); fresh && latest == c.latest(name) {
		return latest, latest, nil
	}
	return c.Databases.Migrate(ctx, name, set)
}

// latest is the version a copy is at.
func (c *copied) latest(name string) int {
	if name == c.control {
		return migrations.Latest(migrations.Control(c.Dialect()))
	}
	return migrations.Latest(migrations.Tenant(c.Dialect()))
}

// Close drops the databases of the house too.
func (c *copied) Close() error {
	if err := c.Databases.Close(); err != nil {
		return err
	}
	var made []string
	for name := range c.fresh {
		made = append(made, name)
	}
	return c.drop(made)
}
