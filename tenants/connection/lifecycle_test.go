package connection_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestOnlyAnAdministratorChangesAPluginAndThePersonvernombudReads(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	ctx := t.Context()
	officer := r.Staff(r.Scope, "ombud", policy.RolePrivacyOfficer)
	if shown, err := connection.Show(ctx, officer, id); err != nil || shown.Name != "registry-test" {
		t.Error(shown, err)
	}
	for _, v := range []*tenants.Visit{officer, r.Coordinator(), r.Professional()} {
		if _, err := connection.Install(ctx, v, r.digest); !errors.Is(err, tenants.ErrNotFound) {
			t.Error("install:", err)
		}
		for name, deed := range map[string]func() error{
			"grant":    func() error { return connection.Grant(ctx, v, id, r.digest, all) },
			"settings": func() error { return connection.SaveSettings(ctx, v, id, nil) },
			"secret":   func() error { return connection.SetSecret(ctx, v, id, "token", "x") },
			"try":      func() error { return connection.Try(ctx, v, id) },
			"pause":    func() error { return connection.Pause(ctx, v, id) },
			"restart":  func() error { return connection.Restart(ctx, v, id) },
			"remove":   func() error { return connection.Remove(ctx, v, id) },
		} {
			if err := deed(); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := connection.List(ctx, r.Coordinator()); !errors.Is(err, tenants.ErrNotFound) {
		t.Error(err)
	}
}

func TestAPausedPluginIsNotUsedAndARemovedOneLeavesNothing(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		ctx := t.Context()
		if err := connection.Pause(ctx, r.admin, id); err != nil {
			t.Fatal(err)
		}
		if got := codeOf(r.checked()); got != "host host.paused" {
			t.Error(got)
		}
		if due, err := connection.ClaimDue(ctx, r.Scope, manifest.KindRegistry, time.Hour); err != nil || len(due) != 0 {
			t.Error(due, err)
		}
		if err := connection.Pause(ctx, r.admin, id); !errors.Is(err, tenants.ErrConflict) {
			t.Error(err)
		}
		if err := connection.Resume(ctx, r.admin, id); err != nil {
			t.Fatal(err)
		}
		if err := connection.Try(ctx, r.admin, id); err != nil {
			t.Error(err)
		}
		ended := false
		err := connection.Remove(ctx, r.admin, id, func(_ context.Context, _ *tenants.Tx, _ uuid.UUID) error { ended = true; return nil })
		if err != nil || !ended {
			t.Fatal(ended, err)
		}
		if got := codeOf(r.checked()); got != "host host.not_installed" {
			t.Error(got)
		}
		if runs, err := r.Scope.Client().PluginRun.Query().Count(ctx); err != nil || runs != 0 {
			t.Error(runs, err)
		}
		if _, err := connection.Install(ctx, r.admin, r.digest); err != nil {
			t.Error("installing it again:", err)
		}
	})
}

func TestWhatFailsWhileItIsRemovedRemovesNothing(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	wrong := errors.New("cannot end")
	err := connection.Remove(t.Context(), r.admin, id, func(context.Context, *tenants.Tx, uuid.UUID) error { return wrong })
	if !errors.Is(err, wrong) {
		t.Fatal(err)
	}
	if err := r.checked(); err != nil {
		t.Error("it is gone:", err)
	}
}

func TestASecretIsNeverShownAndStaysUntilItIsReplacedOrRemoved(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		ctx := t.Context()
		if err := connection.SaveSettings(ctx, r.admin, id, map[string]string{"number": "7", "way": "long"}); err != nil {
			t.Fatal(err)
		}
		shown, err := connection.Show(ctx, r.admin, id)
		if err != nil || shown.Settings["number"] != "7" || shown.Settings["way"] != "long" || shown.Settings["token"] != "" {
			t.Errorf("%+v, %v", shown.Settings, err)
		}
		if at, set := shown.Secrets["token"]; !set || !at.Equal(r.Clock.Now()) {
			t.Errorf("%+v", shown.Secrets)
		}
		row, err := r.Scope.Client().Plugin.Query().Only(ctx)
		if err != nil || strings.Contains(string(row.Secrets), "hemmelig") || strings.Contains(string(row.Settings), "number") {
			t.Error("not sealed", err)
		}
		if err := connection.RemoveSecret(ctx, r.admin, id, "token"); err != nil {
			t.Fatal(err)
		}
		if shown, err := connection.Show(ctx, r.admin, id); err != nil || len(shown.Secrets) != 0 {
			t.Error(shown.Secrets, err)
		}
		if err := connection.SetSecret(ctx, r.admin, id, "number", "1"); !errors.Is(err, tenants.ErrNotFound) {
			t.Error("an open setting was made a secret:", err)
		}
	})
}

func TestSettingsThatDoNotFitAreSaidEachAndNothingIsKept(t *testing.T) {
	r := open(t, tenanttest.SQLite(t))
	id := r.ready()
	err := connection.SaveSettings(t.Context(), r.admin, id, map[string]string{
		"number": "mange", "way": "round", "token": strings.Repeat("x", connection.LongestSetting+1),
	})
	var faults *tenants.Invalid
	if !errors.As(err, &faults) || len(faults.Fields) != 3 {
		t.Fatal(err)
	}
	if err := connection.SaveSettings(t.Context(), r.admin, id, nil); !errors.Is(err, tenants.ErrInvalid) {
		t.Error("a required one is missing:", err)
	}
	if shown, err := connection.Show(t.Context(), r.admin, id); err != nil || shown.Settings["number"] != "9901" {
		t.Error(shown.Settings, err)
	}
}

func TestAnUpgradeThatAsksForMoreWaitsAndOneThatDoesNotTakesOver(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		ctx := t.Context()
		same := house.PublishPlugin(&register{version: "1.1.0"})
		if waits, err := connection.Upgrade(ctx, r.admin, id, same); err != nil || waits {
			t.Fatal(waits, err)
		}
		wide := house.PublishPlugin(&register{
			version: "2.0.0", asks: []sdk.DataClass{{Name: manifest.ClassGoals}}, hosts: []sdk.HostName{{Name: "more.example"}},
		})
		offers, err := connection.Catalogue(ctx, r.admin)
		if err != nil || len(offers) != 1 || offers[0].Manifest.Version != "2.0.0" || offers[0].Has != "1.1.0" {
			t.Error(offers, err)
		}
		if waits, err := connection.Upgrade(ctx, r.admin, id, wide); err != nil || !waits {
			t.Fatal(waits, err)
		}
		shown, err := connection.Show(ctx, r.admin, id)
		if err != nil || shown.Version != "1.1.0" || shown.Wanted == nil || len(shown.Wider) != 2 {
			t.Fatalf("%+v, %v", shown, err)
		}
		if err := r.checked(); err != nil {
			t.Error("the installed one does not go on:", err)
		}
		err = connection.ApproveUpgrade(ctx, r.admin, id, wide, func(ask manifest.Ask) bool { return ask.Kind == manifest.AskHost })
		if err != nil {
			t.Fatal(err)
		}
		shown, err = connection.Show(ctx, r.admin, id)
		if err != nil || shown.Version != "2.0.0" || shown.Wanted != nil || !slices.Equal(shown.Grant.Refused, []string{manifest.ClassGoals}) ||
			!slices.Equal(shown.Grant.Receives, []string{manifest.ClassDirectory}) || len(shown.Grant.Hosts) != 2 {
			t.Errorf("%+v, %v", shown.Grant, err)
		}
		if _, err := connection.Upgrade(ctx, r.admin, id, same); !errors.Is(err, tenants.ErrConflict) {
			t.Error("back to an earlier one:", err)
		}
		if err := connection.Grant(ctx, r.admin, id, same, all); !errors.Is(err, tenants.ErrConflict) {
			t.Error("another release than is installed was granted:", err)
		}
	})
}

func TestAWithdrawnReleaseIsNeitherInstalledNorUsed(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		r.ready()
		ctx := t.Context()
		releases, err := catalogue.List(ctx, house.Control)
		if err != nil || len(releases) != 1 {
			t.Fatal(releases, err)
		}
		if err := catalogue.Withdraw(ctx, house.Control, house.Clock.Now(), tenants.NewID(), releases[0].ID); err != nil {
			t.Fatal(err)
		}
		if got := codeOf(r.checked()); got != "host host.release_withdrawn" {
			t.Error(got)
		}
		if found, err := connection.Of(ctx, r.Scope, manifest.KindRegistry); err != nil || len(found) != 0 {
			t.Error(found, err)
		}
		neighbour := tenants.NewVisit(r.Neighbour, r.admin.Viewer)
		if _, err := connection.Install(ctx, neighbour, r.digest); !errors.Is(err, tenants.ErrNotFound) {
			t.Error(err)
		}
		if err := catalogue.Publish(ctx, house.Control, house.Clock.Now(), tenants.NewID(), releases[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := r.checked(); err != nil {
			t.Error("published again:", err)
		}
	})
}

func TestTheFoundationIsToldCountsAndOldRunsGo(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		r := open(t, house)
		id := r.ready()
		ctx := t.Context()
		r.plugin.check = asks
		r.answers(500)
		for range 2 {
			if r.checked() == nil {
				t.Fatal("it succeeds")
			}
		}
		r.answers(200)
		if err := r.checked(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := connection.Report(ctx, r.Scope); err != nil {
				t.Fatal(err)
			}
		}
		uses, err := catalogue.Uses(ctx, house.Control)
		if err != nil || len(uses) != 1 {
			t.Fatal(uses, err)
		}
		if use := uses[0]; use.Municipality != "Fjordby" || use.Version != "1.0.0" || use.Runs != 3 || use.Failures != 2 ||
			use.Crashes != 0 || use.Health != connection.HealthHealthy {
			t.Errorf("%+v", use)
		}
		r.Clock.Advance(connection.KeepRuns + time.Hour)
		if gone, err := connection.Sweep(ctx, r.Scope); err != nil || gone != 3 {
			t.Error(gone, err)
		}
		if err := connection.Remove(ctx, r.admin, id); err != nil {
			t.Fatal(err)
		}
		if err := connection.Report(ctx, r.Scope); err != nil {
			t.Fatal(err)
		}
		if uses, err := catalogue.Uses(ctx, house.Control); err != nil || len(uses) != 0 {
			t.Error(uses, err)
		}
	})
}
