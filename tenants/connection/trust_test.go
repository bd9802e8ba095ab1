package connection_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/pluginrelease"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// signed is a release of a plugin, signed by a key.
func signed(t *testing.T, name, version, private string) []byte {
	t.Helper()
	words := sdk.Words{NB: "Prøve", NN: "Prøve"}
	made, err := manifest.Make(sdk.Description{Name: name, Version: version, Features: []string{sdk.FeatureRegistry}}, manifest.About{
		Title: words, Summary: words, Publisher: "Prøve", Platform: runtime.GOOS + "/any", Entry: "plugin",
	}, []manifest.File{{Path: "plugin", SHA256: strings.Repeat("0", 64)}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := manifest.Sign(made, private)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAPublisherCannotTakeTheNameOfAnothersPlugin(t *testing.T) {
	house := tenanttest.SQLite(t)
	ctx := t.Context()
	keys := map[string]string{}
	var trusted []string
	for _, name := range []string{"vendor.example", "other.example"} {
		private, public, err := manifest.NewKey(name)
		if err != nil {
			t.Fatal(err)
		}
		keys[name], trusted = private, append(trusted, public)
	}
	add := func(text []byte) (catalogue.Release, error) {
		return catalogue.Add(ctx, house.Control, house.Clock.Now(), text, true, trusted...)
	}
	first, err := add(signed(t, "stafettlogg-vendor", "1.0.0", keys["vendor.example"]))
	if err != nil || first.SignedBy != "vendor.example" {
		t.Fatal(first.SignedBy, err)
	}
	if _, err := add(signed(t, "stafettlogg-vendor", "9.0.0", keys["other.example"])); !errors.Is(err, tenants.ErrConflict) {
		t.Error("another took its name:", err)
	}
	both, err := manifest.Countersign(signed(t, "stafettlogg-vendor", "1.1.0", keys["other.example"]), keys["vendor.example"])
	if err != nil {
		t.Fatal(err)
	}
	if second, err := add(both); err != nil || second.SignedBy != "vendor.example" {
		t.Error("one that both have signed:", second.SignedBy, err)
	}
	private, public, err := manifest.NewKey("vendor.example") // a new key of the same publisher
	if err != nil {
		t.Fatal(err)
	}
	trusted = append(trusted, public)
	if _, err := add(signed(t, "stafettlogg-vendor", "1.2.0", private)); err != nil {
		t.Error("a publisher's new key:", err)
	}
	if _, err := add(signed(t, "stafettlogg-other", "1.0.0", keys["other.example"])); err != nil {
		t.Error("a name of its own:", err)
	}
}

func TestAnotherPublishersReleaseIsNotAnUpgrade(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	ctx := t.Context()
	later := r.PublishPlugin(&register{version: "1.1.0"})
	_, err := r.Control.Client().PluginRelease.Update().Where(pluginrelease.Digest(later)).SetPublisher("other.example").Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Upgrade(ctx, r.admin, id, later); !errors.Is(err, tenants.ErrConflict) {
		t.Error(err)
	}
	if shown, err := connection.Show(ctx, r.admin, id); err != nil || shown.Version != "1.0.0" {
		t.Error(shown.Version, err)
	}
}

func TestAReleaseThatWasWithdrawnWhileItWaitedIsNotGranted(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	ctx := t.Context()
	wide := r.PublishPlugin(&register{version: "2.0.0", hosts: []sdk.HostName{{Name: "more.example"}}})
	if waits, err := connection.Upgrade(ctx, r.admin, id, wide); err != nil || !waits {
		t.Fatal(waits, err)
	}
	_, err := r.Control.Client().PluginRelease.Update().Where(pluginrelease.Digest(wide)).SetState(string(catalogue.Withdrawn)).Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := connection.Grant(ctx, r.admin, id, wide, all); !errors.Is(err, tenants.ErrConflict) {
		t.Error(err)
	}
	if err := r.checked(); err != nil {
		t.Error("the installed one does not go on:", err)
	}
}

// placed is a register at an address.
type placed struct {
	register
	usual string
}

func (p *placed) Describe() sdk.Description {
	said := p.register.Describe()
	said.Settings = append(said.Settings, sdk.Setting{Key: "base_url", Kind: sdk.Address, Default: p.usual})
	said.Hosts = append(said.Hosts, sdk.HostName{Name: sdk.FromSetting("base_url")})
	return said
}

func TestASecretIsNotSentToAnotherPlaceByWhoeverMayNotSeeIt(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		ctx := t.Context()
		id, err := connection.Install(ctx, r.admin, house.PublishPlugin(&placed{register: register{version: "1.0.1"}, usual: "https://usual.example/api"}))
		if err != nil {
			t.Fatal(err)
		}
		save := func(values map[string]string) error {
			values["number"] = "1"
			return connection.SaveSettings(ctx, r.admin, id, values)
		}
		if err := save(map[string]string{"base_url": "https://vendor.example/api", "token": "hemmelig"}); err != nil {
			t.Fatal(err)
		}
		if err := save(map[string]string{"base_url": "https://vendor.example/api/v2"}); err != nil {
			t.Error("another path:", err)
		}
		for _, address := range []string{"https://mine.example/api", "https://vendor.example:8443/api", "", "https://vendor.example.mine.example"} {
			err := save(map[string]string{"base_url": address})
			var faults *tenants.Invalid
			if !errors.As(err, &faults) || len(faults.Fields) != 1 || faults.Fields[0].Field != "token" {
				t.Errorf("%q: %v", address, err)
			}
		}
		if shown, err := connection.Show(ctx, r.admin, id); err != nil || shown.Settings["base_url"] != "https://vendor.example/api/v2" {
			t.Error(shown.Settings, err)
		}
		if err := save(map[string]string{"base_url": "https://mine.example/api", "token": "min egen"}); err != nil {
			t.Error("with a secret of its own:", err)
		}
	})
}

func TestAnUpgradeDoesNotMoveWhereThingsAreSent(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	ctx := t.Context()
	id, err := connection.Install(ctx, r.admin, r.PublishPlugin(&placed{register: register{version: "1.0.1"}, usual: "https://usual.example/api"}))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := connection.Show(ctx, r.admin, id)
	r.Must(err)
	r.Must(connection.Grant(ctx, r.admin, id, shown.Release.Digest, all))
	r.Must(connection.SaveSettings(ctx, r.admin, id, map[string]string{"number": "1"}))
	later := r.PublishPlugin(&placed{register: register{version: "1.1.0"}, usual: "https://moved.example/api"})
	if waits, err := connection.Upgrade(ctx, r.admin, id, later); err != nil || waits {
		t.Fatal(waits, err)
	}
	shown, err = connection.Show(ctx, r.admin, id)
	if err != nil || shown.Version != "1.1.0" || shown.Settings["base_url"] != "https://usual.example/api" {
		t.Error(shown.Version, shown.Settings, err)
	}
}

func TestAPluginDoesNotReachWhatIsKeptBesideItsOwn(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	ctx := t.Context()
	r.Must(connection.Remember(ctx, r.Scope, id, "host.columns", []byte("ours")))
	var read []byte
	r.plugin.check = func(ctx context.Context, setup sdk.Setup) (sdk.Health, error) {
		read, _ = setup.Host.ReadState(ctx, "host.columns")
		_ = setup.Host.WriteState(ctx, "host.columns", []byte("theirs"))
		return sdk.Health{OK: true}, setup.Host.WriteState(ctx, "hosts", []byte("its own"))
	}
	if err := r.checked(); err != nil && !errors.As(err, new(*host.Problem)) {
		t.Fatal(err)
	}
	if value, found, err := connection.Remembered(ctx, r.Scope, id, "host.columns"); err != nil || !found || string(value) != "ours" || len(read) != 0 {
		t.Errorf("it read %q and left %q, %v", read, value, err)
	}
	if value, _, err := connection.Remembered(ctx, r.Scope, id, "hosts"); err != nil || string(value) != "its own" {
		t.Errorf("its own is %q, %v", value, err)
	}
}
