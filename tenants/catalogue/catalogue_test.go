package catalogue_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

const here = runtime.GOOS + "/" + runtime.GOARCH

// publisher signs releases.
type publisher struct {
	*tenanttest.House
	private, public string
}

func open(t *testing.T, house *tenanttest.House) publisher {
	t.Helper()
	house.T = t
	private, public, err := manifest.NewKey("leverandor.example")
	house.Must(err)
	return publisher{house, private, public}
}

// signed is the manifest of a release whose program has a hash.
func (p publisher) signed(name, version, platform, hash string) []byte {
	p.T.Helper()
	words := sdk.Words{NB: "Prøve", NN: "Prøve"}
	made, err := manifest.Make(sdk.Description{Name: name, Version: version, Features: []string{sdk.FeatureRegistry}}, manifest.About{
		Title: words, Summary: words, Publisher: "Leverandør", Platform: platform, Entry: "program",
	}, []manifest.File{{Path: "program", SHA256: strings.Repeat(hash, 64)}})
	p.Must(err)
	signed, err := manifest.Sign(made, p.private)
	p.Must(err)
	return signed
}

func (p publisher) add(signed []byte, publish bool, trusted ...string) (catalogue.Release, error) {
	p.T.Helper()
	return catalogue.Add(p.T.Context(), p.Control, p.Clock.Now(), signed, publish, trusted...)
}

func (p publisher) list() []catalogue.Release {
	p.T.Helper()
	all, err := catalogue.List(p.T.Context(), p.Control)
	p.Must(err)
	return all
}

func TestOnlyWhatATrustedPublisherHasSignedIsAdded(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		p := open(t, house)
		signed := p.signed("registry-prove", "1.0.0", here, "1")
		_, other, err := manifest.NewKey("en-annen.example")
		house.Must(err)
		text, _, _ := strings.Cut(string(signed), "\n\n")
		for name, one := range map[string]struct {
			signed  string
			trusted []string
		}{
			"nobody is trusted":        {string(signed), nil},
			"somebody else is trusted": {string(signed), []string{other}},
			"it is not signed":         {text, []string{p.public}},
			"it was changed since":     {strings.Replace(string(signed), "1.0.0", "1.0.1", 1), []string{p.public}},
		} {
			if _, err := p.add([]byte(one.signed), true, one.trusted...); err == nil {
				t.Errorf("%s, and it was added", name)
			}
		}
		if got := p.list(); len(got) != 0 {
			t.Fatalf("%+v", got)
		}
		added, err := p.add(signed, false, other, p.public)
		house.Must(err)
		if added.State != catalogue.Added || added.SignedBy != "leverandor.example" || !added.AddedAt.Equal(house.Clock.Now()) {
			t.Errorf("%+v", added)
		}
	})
}

func TestAVersionHasOneContentOnEachPlatform(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		p := open(t, house)
		first, err := p.add(p.signed("registry-prove", "1.0.0", here, "1"), true, p.public)
		house.Must(err)
		again, err := p.add(p.signed("registry-prove", "1.0.0", here, "1"), false, p.public)
		if err != nil || again.ID != first.ID || again.State != catalogue.Published {
			t.Errorf("the same once more: %+v, %v", again, err)
		}
		if _, err := p.add(p.signed("registry-prove", "1.0.0", here, "2"), true, p.public); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("other content: %v", err)
		}
		for _, signed := range [][]byte{
			p.signed("registry-prove", "1.0.0", "linux/any", "2"), p.signed("registry-prove", "1.10.0", here, "2"), p.signed("registry-prove", "1.9.0", here, "2"),
		} {
			if _, err := p.add(signed, true, p.public); err != nil {
				t.Error(err)
			}
		}
		var versions []string
		for _, one := range p.list() {
			versions = append(versions, one.Manifest.Version)
		}
		if got := strings.Join(versions, " "); got != "1.10.0 1.9.0 1.0.0 1.0.0" {
			t.Error("the latest does not come first:", got)
		}
	})
}

// What runs nowhere here, what waits for the foundation, and what it has taken
// back are not shown to municipalities.
func TestMunicipalitiesAreOfferedWhatIsPublishedAndRunsHere(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		p := open(t, house)
		admin := house.Administrator()
		var withdrawn catalogue.Release
		for _, one := range []struct {
			name, version, platform string
			publish                 bool
		}{
			{"registry-prove", "1.0.0", here, true}, {"registry-prove", "2.0.0", elsewhere(), true}, {"registry-prove", "3.0.0", here, false},
			{"registry-prove", "4.0.0", here, true}, {"bti-prove", "1.0.0", "linux/any", true},
		} {
			added, err := p.add(p.signed(one.name, one.version, one.platform, "1"), one.publish, p.public)
			house.Must(err)
			if one.version == "4.0.0" {
				withdrawn = added
			}
		}
		house.Must(catalogue.Withdraw(t.Context(), house.Control, house.Clock.Now(), tenants.NewID(), withdrawn.ID))
		offers, err := connection.Catalogue(t.Context(), admin)
		house.Must(err)
		var offered []string
		for _, one := range offers {
			offered = append(offered, one.Manifest.Name+" "+one.Manifest.Version)
		}
		if got := strings.Join(offered, ", "); got != "bti-prove 1.0.0, registry-prove 1.0.0" {
			t.Error("offered:", got)
		}
		for _, one := range p.list() {
			if one.Manifest.Version != "3.0.0" && one.Manifest.Version != "4.0.0" {
				continue
			}
			if _, err := connection.Install(t.Context(), admin, one.Digest); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s was installed: %v", one.Manifest.Version, err)
			}
		}
	})
}

// elsewhere is a platform that this machine is not.
func elsewhere() string {
	if runtime.GOARCH == "arm64" {
		return "linux/amd64"
	}
	return "linux/arm64"
}

func TestWhatSomebodyHasWrittenInTheCatalogueIsNotTakenForARelease(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		p := open(t, house)
		added, err := p.add(p.signed("registry-prove", "1.0.0", here, "1"), true, p.public)
		house.Must(err)
		other := p.signed("registry-prove", "1.0.0", here, "2")
		house.Must(house.Control.Client().PluginRelease.UpdateOneID(added.ID).SetManifest(string(other)).Exec(t.Context()))
		if _, err := catalogue.List(t.Context(), house.Control); err == nil {
			t.Error("a release is listed that is not what its digest says")
		}
		admin := house.Administrator()
		if offers, err := connection.Catalogue(t.Context(), admin); err != nil || len(offers) != 0 {
			t.Errorf("it is offered: %+v, %v", offers, err)
		}
		if _, err := connection.Install(t.Context(), admin, added.Digest); err == nil {
			t.Error("it is installed")
		}
	})
}

func TestPublishingAndWithdrawingAreWrittenDownOnceEach(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		p := open(t, house)
		added, err := p.add(p.signed("registry-prove", "1.0.0", here, "1"), false, p.public)
		house.Must(err)
		by := tenants.NewID()
		for range 2 {
			house.Must(catalogue.Publish(t.Context(), house.Control, house.Clock.Now(), by, added.ID))
		}
		house.Must(catalogue.Withdraw(t.Context(), house.Control, house.Clock.Now(), by, added.ID))
		events, err := house.Control.Client().Event.Query().All(t.Context())
		house.Must(err)
		said := map[string]int{}
		for _, one := range events {
			if one.Detail == "registry-prove 1.0.0" {
				said[one.What]++
			}
		}
		if len(said) != 2 || said["plugin.published"] != 1 || said["plugin.withdrawn"] != 1 {
			t.Errorf("%v", said)
		}
		if err := catalogue.Publish(t.Context(), house.Control, house.Clock.Now(), by, tenants.NewID()); !errors.Is(err, tenants.ErrNotFound) {
			t.Error("a release there is not:", err)
		}
	})
}
