package services_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/files"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// town is a municipality whose registers are read by the bundled adapters as
// they are, in processes that are shut in, against the stand-ins.
type town struct {
	*room
	adapters *tenanttest.Adapters
	schools  *udir.Register
	brreg    *brreg.Register
	world    standin.World
}

const catalogueHost = "katalog.example"

func openTown(t *testing.T, house *tenanttest.House) *town {
	t.Helper()
	house.T = t
	x := &town{room: &room{House: house, admin: house.Administrator()}, schools: udir.Schools(), brreg: brreg.New()}
	x.world = udir.World(x.schools, udir.Kindergartens())
	x.world[brreg.Host] = x.brreg.Handler()
	x.serves(files.Turtle)
	x.adapters = house.Adapters(host.Config{Outside: x.world}, "registry-udir", "registry-brreg", "registry-cpsv", "registry-csv")
	return x
}

// serves has the catalogue on the net be a file.
func (x *town) serves(content []byte) {
	x.world[catalogueHost] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/turtle; charset=utf-8")
		_, _ = w.Write(content)
	})
}

// installs has an administrator install an adapter, grant what it asks for,
// set it up and try it.
func (x *town) installs(admin *tenants.Visit, name string, settings map[string]string) uuid.UUID {
	x.T.Helper()
	ctx := x.T.Context()
	id, err := connection.Install(ctx, admin, x.adapters.Digests[name])
	x.must(err)
	x.must(connection.Grant(ctx, admin, id, x.adapters.Digests[name], func(manifest.Ask) bool { return true }))
	if settings != nil {
		x.must(connection.SaveSettings(ctx, admin, id, settings))
	}
	x.must(connection.Try(ctx, admin, id))
	return id
}

func TestTheDirectoryIsFilledByTheRealAdaptersAndKeepsItsCorrections(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		x := openTown(t, house)
		udirs := x.installs(x.admin, "registry-udir", nil)
		x.installs(x.admin, "registry-brreg", nil)
		if done := x.sync("registry-udir"); done.Added != 3 {
			t.Errorf("the schools and kindergartens: %+v", done)
		}
		school := x.units()["Bjørkåsen skole"]
		if school.Kind != directory.UnitSchool || school.OrgNumber == "" || x.units()["Småtroll barnehage"].Kind != directory.UnitKindergarten {
			t.Errorf("%+v", x.units())
		}
		x.sync("registry-brreg")
		all := x.units() // fails where one is there twice
		if _, there := all["Helsestasjonen Hverdagsnes"]; !there || len(all) < 4 || all["Bjørkåsen skole"].ID != school.ID {
			t.Errorf("%+v", all)
		}
		x.change("Bjørkåsen skole", func(u *directory.Unit) { u.Phone = "75 00 00 99" })
		x.schools.Change(func(r *udir.Register) {
			r.Unit("Bjørkåsen skole").Phone = "000 09 999"
			r.Remove("Ærfuglvika ungdomsskole")
		})
		if done := x.sync("registry-udir"); done.Gone != 1 {
			t.Errorf("%+v", done)
		}
		x.sync("registry-brreg")
		if got := x.units()["Bjørkåsen skole"].Phone; got != "75 00 00 99" {
			t.Errorf("the correction is gone: %q", got)
		}
		gone, err := services.ListGone(t.Context(), x.admin)
		x.must(err)
		if len(gone) != 1 || len(x.units()) != len(all) {
			t.Errorf("%+v, %d units of %d", gone, len(x.units()), len(all))
		}
		runs, err := connection.Runs(t.Context(), x.admin, udirs, 20)
		x.must(err)
		for _, run := range runs {
			if run.Outcome != connection.Done {
				t.Errorf("%+v", run)
			}
		}
	})
}

func TestASpreadsheetIsTakenInByTheRealAdapterWhenSomebodySaysYes(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		x := openTown(t, house)
		x.installs(x.admin, "registry-csv", nil)
		id, err := services.StageSheet(t.Context(), x.admin, registry.File{Name: "einingar.csv", Content: files.Windows})
		x.must(err)
		seen, err := services.PreviewSheet(t.Context(), x.admin, id)
		x.must(err)
		if seen.Added != 5 || len(x.units()) != 0 {
			t.Fatalf("%+v", seen)
		}
		_, err = services.ConfirmSheet(t.Context(), x.admin, id)
		x.must(err)
		if got := x.units()["Heibukta skule"]; got.Phone != "000 05 010" || got.Kind != directory.UnitSchool {
			t.Errorf("%+v", x.units())
		}
	})
}

// A municipality's catalogue comes in, goes out again, and is read by the
// neighbour: what is told of each service is the same at the end.
func TestTheDirectoryIsPublishedByTheRealAdapterAndReadByANeighbour(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		x := openTown(t, house)
		settings := map[string]string{"address": "https://" + catalogueHost + "/katalog.ttl"}
		x.installs(x.admin, "registry-cpsv", settings)
		if done := x.sync("registry-cpsv"); done.Added < 2 {
			t.Fatalf("%+v", done)
		}
		_, err := services.Add(t.Context(), x.admin, services.Service{
			Title: "Søvnskolen", About: "Fire kvelder om natten.", Level: "selective", Areas: []string{"1.1"}, AgeTo: 6, Phone: "000 09 111",
		})
		x.must(err)
		over, err := services.Add(t.Context(), x.admin, services.Service{Title: "Nedlagt tilbud"})
		x.must(err)
		x.must(services.Remove(t.Context(), x.admin, over.ID))
		published, err := services.Publish(t.Context(), x.admin)
		x.must(err)
		at := slices.IndexFunc(published, func(f registry.File) bool { return strings.HasSuffix(f.Name, ".ttl") })
		if at < 0 {
			t.Fatalf("no Turtle among what is published: %d files", len(published))
		}
		x.serves(published[at].Content)
		ours := x.list()
		neighbour := &town{room: &room{House: house, admin: house.NeighbourAdministrator()}, adapters: x.adapters}
		neighbour.installs(neighbour.admin, "registry-cpsv", settings)
		c, err := connection.Named(t.Context(), house.Neighbour, "registry-cpsv")
		x.must(err)
		_, err = services.Synchronise(t.Context(), house.Neighbour, c, uuid.Nil)
		x.must(err)
		theirs := neighbour.list()
		if len(theirs) != len(ours) {
			t.Errorf("%d of %d services came over", len(theirs), len(ours))
		}
		for title, one := range ours {
			got, there := theirs[title]
			if !there || got.About != one.About || got.Phone != one.Phone || got.Level != one.Level || got.AgeTo != one.AgeTo || !slices.Equal(got.Areas, one.Areas) {
				t.Errorf("%q came over as %+v, and is %+v", title, got, one)
			}
		}
		if strings.Contains(string(published[at].Content), "Nedlagt") {
			t.Error("what is over is published")
		}
	})
}
