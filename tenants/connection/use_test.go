package connection_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func codeOf(err error) string {
	var problem *host.Problem
	if !errors.As(err, &problem) {
		return ""
	}
	return problem.Whose + " " + problem.Code
}

func TestAPluginIsUsedWhenItIsInstalledGrantedAndSetUp(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		if got := codeOf(r.checked()); got != "host host.not_installed" {
			t.Error(got)
		}
		id, err := connection.Install(t.Context(), r.admin, r.digest)
		if err != nil {
			t.Fatal(err)
		}
		if got := codeOf(r.checked()); got != "host host.not_granted" {
			t.Error(got)
		}
		if err := connection.Grant(t.Context(), r.admin, id, r.digest, all); err != nil {
			t.Fatal(err)
		}
		if got := codeOf(r.checked()); got != "settings settings.missing" {
			t.Error(got)
		}
		if err := connection.SaveSettings(t.Context(), r.admin, id, map[string]string{"number": "9901"}); err != nil {
			t.Fatal(err)
		}
		if err := r.checked(); err != nil {
			t.Fatal(err)
		}
		setup := r.plugin.setup
		if setup.Settings["number"] != "9901" || setup.Settings["way"] != "short" || setup.Municipality.Number != "9901" ||
			len(setup.Granted) != 1 || len(setup.Secrets) != 0 {
			t.Errorf("%+v", setup)
		}
		found, err := connection.Of(t.Context(), r.Scope, manifest.KindRegistry)
		if err != nil || len(found) != 1 || !found[0].Grants(manifest.ClassDirectory) || !found[0].Can(sdk.FeatureRegistry) {
			t.Error(found, err)
		}
		if none, err := connection.Of(t.Context(), r.Scope, manifest.KindStafettlogg); err != nil || len(none) != 0 {
			t.Error(none, err)
		}
		if theirs, err := connection.Of(t.Context(), r.Neighbour, manifest.KindRegistry); err != nil || len(theirs) != 0 {
			t.Error("the neighbour has it too:", theirs, err)
		}
	})
}

func TestARunIsWrittenDownWithWhatItCountedAndWhoseFaultItWas(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		family := r.Family("Lia")
		err := connection.Use(t.Context(), r.Scope, "registry-test", connection.Job{Kind: connection.Synchronise, Family: family.ID},
			func(ctx context.Context, p host.Plugin, run *connection.Run) error {
				run.Received, run.Changed = 3, 2
				run.Handed(manifest.ClassDirectory, manifest.ClassDirectory)
				run.Remark(registry.Remark{Place: "rad 14", Code: "row.no_name", NB: "Uten navn", NN: "Utan namn"})
				_, err := p.List(ctx, registry.Query{}, func(registry.Chunk) error { return nil })
				return err
			})
		if err != nil {
			t.Fatal(err)
		}
		r.plugin.check = asks
		r.answers(503)
		if got := codeOf(r.checked()); got != "system system.status" {
			t.Fatal(got)
		}
		runs, err := connection.Runs(t.Context(), r.admin, id, 10)
		if err != nil || len(runs) != 2 {
			t.Fatal(runs, err)
		}
		if first := runs[1]; first.Received != 3 || first.Changed != 2 || first.Families != 1 || first.Outcome != connection.Done ||
			len(first.Classes) != 1 || len(first.Remarks) != 1 || first.Remarks[0].NN != "Utan namn" || first.EndedAt == nil {
			t.Errorf("%+v", first)
		}
		if last := runs[0]; last.Outcome != connection.Failed || last.Whose != host.Systems || last.Code != "system.status" {
			t.Errorf("%+v", last)
		}
		var calls []connection.Called
		r.soon(func() bool {
			calls, err = connection.Calls(t.Context(), r.admin, id, 10)
			return err == nil && len(calls) == 1
		})
		if calls[0].Place != "units.example" || calls[0].Status != 503 {
			t.Errorf("%+v", calls)
		}
		r.soon(func() bool {
			lines, err := connection.Lines(t.Context(), r.admin, id, 10)
			return err == nil && len(lines) == 1 && lines[0].Text == "Registeret svarte."
		})
	})
}

func TestAPluginThatFailsTwiceFailsAndIsWellAgainWhenItSucceeds(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	r.plugin.check = asks
	for _, step := range []struct {
		status int
		health string
	}{{200, connection.HealthHealthy}, {503, connection.HealthDegraded}, {503, connection.HealthFailing}, {200, connection.HealthHealthy}} {
		r.answers(step.status)
		_ = r.checked()
		shown, err := connection.Show(t.Context(), r.admin, id)
		if err != nil || shown.Health != step.health {
			t.Errorf("after %d: %s, %v", step.status, shown.Health, err)
		}
	}
}

func TestACallersOwnErrorIsReturnedAsItIsAndSaysNothingOfThePlugin(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	err := connection.Use(t.Context(), r.Scope, "registry-test", connection.Job{Kind: connection.Read},
		func(context.Context, host.Plugin, *connection.Run) error { return tenants.ErrConflict })
	if err != tenants.ErrConflict { //nolint:errorlint // the very same
		t.Error(err)
	}
	shown, err := connection.Show(t.Context(), r.admin, id)
	if err != nil || shown.Health != connection.HealthUnknown || shown.Whose != "" {
		t.Errorf("%+v, %v", shown, err)
	}
}

func TestWhatAPluginRemembersIsItsOwnAndSealed(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		r.ready()
		var read []byte
		r.plugin.check = func(ctx context.Context, setup sdk.Setup) (sdk.Health, error) {
			before, err := setup.Host.ReadState(ctx, "cursor")
			if err != nil {
				return sdk.Health{}, err
			}
			read = before
			return sdk.Health{OK: true}, setup.Host.WriteState(ctx, "cursor", append(before, '1'))
		}
		for range 3 {
			if err := r.checked(); err != nil {
				t.Fatal(err)
			}
		}
		if string(read) != "11" {
			t.Errorf("%q", read)
		}
		row, err := r.Scope.Client().PluginState.Query().Only(t.Context())
		if err != nil || string(row.Value) == "111" {
			t.Error(row, err)
		}
	})
}

func TestADueRunIsClaimedOnce(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		r.ready()
		due := func() int {
			claimed, err := connection.ClaimDue(t.Context(), r.Scope, manifest.KindRegistry, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			return len(claimed)
		}
		if first, second := due(), due(); first != 1 || second != 0 {
			t.Errorf("claimed %d and %d", first, second)
		}
		r.Clock.Advance(time.Hour)
		if later := due(); later != 1 {
			t.Errorf("an hour later %d", later)
		}
		if err := connection.RunAgain(t.Context(), r.Scope, "registry-test", r.Clock.Now()); err != nil || due() != 1 {
			t.Error("not run again at once", err)
		}
	})
}

// What a plugin was set up with when it was started is not what it goes on with.
func TestARunningPluginIsSetUpAnewWhenASettingOrTheMunicipalitysLanguageChanges(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	at := func() string {
		r.Must(r.checked())
		return r.plugin.setup.Municipality.Language + " " + r.plugin.setup.Settings["number"]
	}
	if got := at(); got != "nb 9901" {
		t.Error(got)
	}
	r.Scope.Language = "nn"
	if got := at(); got != "nn 9901" {
		t.Errorf("the language changed, and it goes on in %s", got)
	}
	r.Must(connection.SaveSettings(t.Context(), r.admin, id, map[string]string{"number": "7"}))
	if got := at(); got != "nn 7" {
		t.Errorf("a setting changed, and it goes on with %s", got)
	}
}
