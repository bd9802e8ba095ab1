package services_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func file(lines ...string) registry.File {
	return registry.File{Name: "katalog.csv", Content: []byte(strings.Join(lines, "\n"))}
}

func TestAFileIsTakenInWhenSomebodySaysYes(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		ctx, r := t.Context(), open(t, house, &spreadsheet{})
		id, err := services.StageSheet(ctx, r.admin, file("navn;ringe her", "Prøvebakken skole;75 00 00 01", "Lia skole;75 00 00 02"))
		r.must(err)
		sheet, err := services.GetSheet(ctx, r.admin, id)
		r.must(err)
		if sheet.Rows != 2 || len(sheet.Columns) != 1 || sheet.Columns["name"] != "navn" {
			t.Fatalf("%+v", sheet)
		}
		for _, wrong := range []map[string]string{{"phone": "ringe her"}, {"name": "finnes ikke"}, {"romskip": "navn"}} {
			if err := services.MapSheet(ctx, r.admin, id, wrong, false); !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("%v: %v", wrong, err)
			}
		}
		r.must(services.MapSheet(ctx, r.admin, id, map[string]string{"name": "navn", "phone": "ringe her"}, true))
		seen, err := services.PreviewSheet(ctx, r.admin, id)
		r.must(err)
		if seen.Added != 2 || strings.Join(seen.New, ", ") != "Prøvebakken skole, Lia skole" || len(r.units()) != 0 {
			t.Fatalf("%+v; %v", seen, r.units())
		}
		if _, err := services.GetSheet(ctx, r.Staff(r.Scope, "annen", policy.RoleAdministrator), id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another administrator reads the file: %v", err)
		}
		done, err := services.ConfirmSheet(ctx, r.admin, id)
		r.must(err)
		again, err := services.ConfirmSheet(ctx, r.admin, id)
		r.must(err)
		if done.Added != 2 || again != (services.Synced{}) || len(r.units()) != 2 || r.units()["Lia skole"].Phone != "75 00 00 02" {
			t.Errorf("%+v %+v %v", done, again, r.units())
		}
		r.next(t)
	})
}

// next reads the next file: its columns are known, a part of the list marks
// nothing, a whole one what is not in it, and what it does not say stays.
func (r *room) next(t *testing.T) {
	ctx := t.Context()
	id, err := services.StageSheet(ctx, r.admin, file("navn;ringe her", "Lia skole;"))
	r.must(err)
	sheet, err := services.GetSheet(ctx, r.admin, id)
	r.must(err)
	if sheet.Columns["phone"] != "ringe her" {
		t.Errorf("the columns are forgotten: %v", sheet.Columns)
	}
	seen, err := services.PreviewSheet(ctx, r.admin, id)
	r.must(err)
	if seen.Synced != (services.Synced{}) {
		t.Errorf("%+v", seen)
	}
	r.must(services.MapSheet(ctx, r.admin, id, sheet.Columns, true))
	seen, err = services.PreviewSheet(ctx, r.admin, id)
	r.must(err)
	if seen.Gone != 1 || len(seen.Vanished) != 1 || seen.Vanished[0] != "Prøvebakken skole" {
		t.Errorf("%+v", seen)
	}
	r.must(services.DropSheet(ctx, r.admin, id))
	r.must(services.DropSheet(ctx, r.admin, id))
	if _, err := services.ConfirmSheet(ctx, r.admin, id); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("a dropped file was taken in: %v", err)
	}
	if r.units()["Lia skole"].Phone != "75 00 00 02" {
		t.Error("an empty cell emptied the telephone number")
	}
}

func TestAColumnThatWasLeftOutIsLeftOutTheNextTimeToo(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		ctx, r := t.Context(), open(t, house, &spreadsheet{})
		read := func(lines ...string) (uuid.UUID, map[string]string) {
			id, err := services.StageSheet(ctx, r.admin, file(lines...))
			r.must(err)
			sheet, err := services.GetSheet(ctx, r.admin, id)
			r.must(err)
			return id, sheet.Columns
		}
		id, proposed := read("navn;skole;merknad", "Gammelt;Prøvebakken skole;x")
		if proposed["name"] != "navn" {
			t.Fatalf("the plugin does not propose the column itself: %v", proposed)
		}
		r.must(services.MapSheet(ctx, r.admin, id, map[string]string{"name": "skole"}, false))
		_, err := services.ConfirmSheet(ctx, r.admin, id)
		r.must(err)

		if _, again := read("navn;skole;merknad", "Gammelt;Lia skole;y"); len(again) != 1 || again["name"] != "skole" {
			t.Errorf("the next time the columns are %v", again)
		}
		if _, without := read("navn;merknad", "Lia skole;y"); len(without) != 0 {
			t.Errorf("the column that is still there is taken for %v", without)
		}
		if _, other := read("skole;ny", "Lia skole;y"); len(other) != 1 || other["name"] != "skole" {
			t.Errorf("of another file the columns are %v", other)
		}
	})
}

func TestAFileThatCannotBeReadIsTheFilesFault(t *testing.T) {
	r := open(t, tenanttest.SQLite(t), &spreadsheet{})
	_, err := services.StageSheet(t.Context(), r.admin, file("tom"))
	var problem *host.Problem
	if !errors.As(err, &problem) || problem.Whose != host.Settings || problem.Code != "file.empty" {
		t.Errorf("%v", err)
	}
	if _, err := services.StageSheet(t.Context(), r.Coordinator(), file("navn", "x")); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("a coordinator brought a file: %v", err)
	}
}

func TestWithoutAConnectionThereIsNothingToReadOrPublishWith(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	_, reading := services.StageSheet(t.Context(), r.admin, file("navn", "x"))
	_, publishing := services.Publish(t.Context(), r.admin)
	if !errors.Is(reading, tenants.ErrNotFound) || !errors.Is(publishing, tenants.ErrNotFound) {
		t.Errorf("%v, %v", reading, publishing)
	}
}

func TestTheDirectoryIsPublishedWithoutWhatIsOver(t *testing.T) {
	r := open(t, tenanttest.SQLite(t), &spreadsheet{})
	_, err := services.Add(t.Context(), r.admin, services.Service{Title: "Søvnskolen", Keywords: "natt, leggetid"})
	r.must(err)
	over, err := services.Add(t.Context(), r.admin, services.Service{Title: "Nedlagt"})
	r.must(err)
	r.must(services.Remove(t.Context(), r.admin, over.ID))
	files, err := services.Publish(t.Context(), r.admin)
	r.must(err)
	if len(files) != 1 || string(files[0].Content) != "https://"+r.Scope.Host+"/tilbud/\nSøvnskolen" {
		t.Errorf("%s", files)
	}
}
