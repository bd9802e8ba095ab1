package connection_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// build is a signed release of a plugin that asks for some hosts, with a program
// by which one build is told from another.
func build(t *testing.T, private, program string, hosts ...string) []byte {
	t.Helper()
	words := sdk.Words{NB: "Prøve", NN: "Prøve"}
	said := sdk.Description{Name: "registry-prove", Version: "1.0.0", Features: []string{sdk.FeatureRegistry}}
	for _, host := range hosts {
		said.Hosts = append(said.Hosts, sdk.HostName{Name: host, Why: words})
	}
	made, err := manifest.Make(said, manifest.About{
		Title: words, Summary: words, Publisher: "Prøve", Platform: runtime.GOOS + "/any", Entry: "plugin",
	}, []manifest.File{{Path: "plugin", SHA256: strings.Repeat(program, 64)}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := manifest.Sign(made, private)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAPluginThatIsBuiltAnewIsFollowedWithWhatItWasGrantedAndRefused(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		house.T = t
		ctx := t.Context()
		private, public, err := manifest.NewKey("prove.example")
		house.Must(err)
		first, err := catalogue.Add(ctx, house.Control, house.Clock.Now(), build(t, private, "1", "ja.example", "nei.example"), true, public)
		house.Must(err)
		admin := house.Administrator()
		id, err := connection.Install(ctx, admin, first.Digest)
		house.Must(err)
		house.Must(connection.Grant(ctx, admin, id, first.Digest, func(ask manifest.Ask) bool { return ask.Name != "nei.example" }))
		if moved, err := connection.FollowRebuilt(ctx, admin); err != nil || len(moved) != 0 {
			t.Fatalf("nothing was built anew, and %v moved, %v", moved, err)
		}
		was, err := catalogue.Rebuild(ctx, house.Control, build(t, private, "2", "ja.example", "nei.example", "ny.example"), public)
		if err != nil || was != first.Digest {
			t.Fatal(was, err)
		}
		if _, err := connection.FollowRebuilt(ctx, house.Staff(house.Scope, "ombud", policy.RolePrivacyOfficer)); !errors.Is(err, tenants.ErrNotFound) {
			t.Error("somebody who does not run plugins:", err)
		}
		moved, err := connection.FollowRebuilt(ctx, admin)
		if err != nil || len(moved) != 1 || moved[0] != id {
			t.Fatal(moved, err)
		}
		shown, err := connection.Show(ctx, admin, id)
		house.Must(err)
		if shown.Release == nil || shown.Release.Digest == first.Digest || shown.Grant.Digest != shown.Release.Digest || shown.State != connection.Active {
			t.Errorf("%+v", shown)
		}
		if got := strings.Join(shown.Grant.Hosts, " ") + ", not " + strings.Join(shown.Grant.Refused, " "); got != "ja.example ny.example, not nei.example" {
			t.Error("it may reach", got)
		}
	})
}

func TestNobodyPutsTheirBuildInThePlaceOfAnothers(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		house.T = t
		ctx := t.Context()
		private, public, err := manifest.NewKey("prove.example")
		house.Must(err)
		others, other, err := manifest.NewKey("en-annen.example")
		house.Must(err)
		if _, err := catalogue.Rebuild(ctx, house.Control, build(t, private, "1"), public); !errors.Is(err, tenants.ErrNotFound) {
			t.Error("of what is not there:", err)
		}
		_, err = catalogue.Add(ctx, house.Control, house.Clock.Now(), build(t, private, "1"), true, public)
		house.Must(err)
		if _, err := catalogue.Rebuild(ctx, house.Control, build(t, others, "2"), public, other); !errors.Is(err, tenants.ErrConflict) {
			t.Error("another publisher's:", err)
		}
		if _, err := catalogue.Rebuild(ctx, house.Control, build(t, others, "2"), public); !errors.Is(err, manifest.ErrUnsigned) {
			t.Error("nobody's who is trusted:", err)
		}
	})
}
