package services_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// TestMain also is what shuts a plugin's process in.
func TestMain(m *testing.M) {
	sandbox.Main()
	testenv.Main(m)
}

// register is a plugin that lists what a test gives it.
type register struct {
	name     string
	units    []registry.Unit
	services []registry.Service
	partly   bool // the list is not complete
	fails    error
	cursors  []string // it was asked with
	end      string   // the cursor it answers with
}

func (r *register) Describe() sdk.Description { return sdk.Description{Name: r.name, Version: "1.0.0"} }

func (r *register) Configure(context.Context, sdk.Setup) error { return nil }

func (r *register) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (r *register) List(_ context.Context, q registry.Query, out *registry.Writer) (registry.End, error) {
	r.cursors = append(r.cursors, q.Cursor)
	err := errors.Join(out.Units(r.units...), out.Services(r.services...))
	if err == nil {
		err = r.fails
	}
	return registry.End{Complete: !r.partly, Cursor: r.end}, err
}

// spreadsheet is a plugin that reads files of lines like "name;phone" with
// headings on the first, and writes the directory as one file.
type spreadsheet struct{ register }

func (s *spreadsheet) Describe() sdk.Description {
	return sdk.Description{Name: "registry-file", Version: "1.0.0", Receives: []sdk.DataClass{{Name: manifest.ClassDirectory}}}
}

func (s *spreadsheet) Inspect(_ context.Context, file registry.File) (registry.Inspection, error) {
	lines := strings.Split(string(file.Content), "\n")
	if len(lines) < 2 {
		return registry.Inspection{}, &sdk.Fault{Source: sdk.FromSettings, Code: "file.empty"}
	}
	found := registry.Inspection{Rows: len(lines) - 1}
	for i, heading := range strings.Split(lines[0], ";") {
		column := registry.Column{Heading: heading, Samples: []string{strings.Split(lines[1], ";")[i]}}
		if heading == "navn" {
			column.Field = "name"
		}
		found.Columns = append(found.Columns, column)
	}
	return found, nil
}

func (s *spreadsheet) List(_ context.Context, q registry.Query, out *registry.Writer) (registry.End, error) {
	lines := strings.Split(string(q.File.Content), "\n")
	at := map[string]int{}
	for i, heading := range strings.Split(lines[0], ";") {
		at[heading] = i
	}
	for _, line := range lines[1:] {
		cells := strings.Split(line, ";")
		cell := func(field string) string {
			column, there := at[q.Columns[field]]
			if !there {
				return ""
			}
			return cells[column]
		}
		unit := registry.Unit{ID: cell("name"), Name: cell("name"), Phone: cell("phone"), Kind: "school"}
		if err := out.Units(unit); err != nil {
			return registry.End{}, err
		}
	}
	return registry.End{Complete: true}, nil
}

func (s *spreadsheet) Publish(_ context.Context, d registry.Directory) ([]registry.File, error) {
	content := d.BaseURL
	for _, unit := range d.Units {
		content += "\n" + unit.Name
	}
	for _, service := range d.Services {
		content += "\n" + service.Title
	}
	return []registry.File{{Name: "katalog.txt", MediaType: "text/plain", Content: []byte(content)}}, nil
}

// room is a house with registers in use.
type room struct {
	*tenanttest.House
	admin    *tenants.Visit
	releases map[string]string // digests by the plugin's name
}

func open(t testing.TB, house *tenanttest.House, plugins ...sdk.Plugin) *room {
	t.Helper()
	house.T = t
	r := &room{House: house, admin: house.Administrator(), releases: map[string]string{}}
	var makers []func() sdk.Plugin
	for _, one := range plugins {
		makers = append(makers, func() sdk.Plugin { return one })
	}
	house.UsePlugins(plugintest.InProcess(t, nil, makers...))
	for _, one := range plugins {
		name := one.Describe().Name
		r.releases[name] = house.PublishPlugin(one)
		r.install(name)
	}
	return r
}

// install installs a plugin and grants it everything.
func (r *room) install(name string) {
	r.T.Helper()
	digest := r.releases[name]
	id, err := connection.Install(r.T.Context(), r.admin, digest)
	r.must(err)
	r.must(connection.Grant(r.T.Context(), r.admin, id, digest, func(manifest.Ask) bool { return true }))
}

func (r *room) must(err error) {
	r.T.Helper()
	if err != nil {
		r.T.Fatal(err)
	}
}

// sync takes in what a register has.
func (r *room) sync(name string) services.Synced {
	r.T.Helper()
	c, err := connection.Named(r.T.Context(), r.Scope, name)
	r.must(err)
	done, err := services.Synchronise(r.T.Context(), r.Scope, c, uuid.Nil)
	r.must(err)
	return done
}

// units are the municipality's by name, those that are not removed.
func (r *room) units() map[string]directory.Unit {
	r.T.Helper()
	all, err := directory.Units(r.T.Context(), r.Scope)
	r.must(err)
	found := map[string]directory.Unit{}
	for _, one := range all {
		if _, twice := found[one.Name]; twice {
			r.T.Errorf("%s is there twice", one.Name)
		}
		found[one.Name] = one
	}
	return found
}

// list is the services that are not removed, by title.
func (r *room) list() map[string]services.Service {
	r.T.Helper()
	found := map[string]services.Service{}
	for page := 1; ; page++ {
		some, total, err := services.List(r.T.Context(), r.admin, services.Filter{Page: page})
		r.must(err)
		for _, one := range some {
			found[one.Title] = one
		}
		if page*services.PageSize >= total {
			return found
		}
	}
}

// change changes a unit as an administrator does in its form.
func (r *room) change(name string, do func(*directory.Unit)) {
	r.T.Helper()
	unit, there := r.units()[name]
	if !there {
		r.T.Fatalf("there is no %s", name)
	}
	do(&unit)
	_, err := directory.ChangeUnit(r.T.Context(), r.admin, unit)
	r.must(err)
}
