package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	world "github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/demo"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// demoInstallation is a plugin as one of the demo's municipalities has it.
type demoInstallation struct {
	town, plugin string
	waits        bool   // nobody has answered what it asks for
	crashes      bool   // until it is not started any more
	upgrade      string // a later release, which asks for more
	pause        bool
	refuse       []string
	settings     map[string]string
}

// demoInstallations are such that every state is seen somewhere: one that works,
// one with something refused, one that waits, one that is paused, one whose
// system cannot be reached, one in quarantine, and one whose next version waits
// for an answer.
var demoInstallations = []demoInstallation{
	{town: "bodo", plugin: "registry-udir"},
	{town: "bodo", plugin: "registry-cpsv", settings: map[string]string{"address": world.Catalogue}},
	{town: "bodo", plugin: "stafettlogg-http", refuse: []string{manifest.ClassPlanDocument},
		settings: map[string]string{"base_url": "https://" + demoLogHost + "/api/v1", "token": demoLogToken}},
	{town: "bodo", plugin: "bti"},
	{town: "arendal", plugin: "registry-brreg", pause: true},
	{town: "arendal", plugin: "registry-udir"},
	{town: "kristiansand", plugin: "registry-cpsv", settings: map[string]string{"address": "https://tjenester.kristiansand.example/katalog.ttl"}},
	{town: "lillesand", plugin: "registry-udir", waits: true},
	{town: "kristiansand", plugin: exampleName + " 1.0.0", crashes: true},
	{town: "bodo", plugin: exampleName + " 1.0.0", settings: map[string]string{"fails": "no"}, upgrade: exampleName + " " + exampleNext},
}

// installDemo has the demo's municipalities install their plugins, as their
// administrators, unless they have done so before.
func (s *store) installDemo(ctx context.Context) error {
	digests, err := s.published(ctx)
	if err != nil {
		return err
	}
	towns, err := s.provision.List(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, town := range towns {
		faults = append(faults, s.followRebuilt(ctx, town.ID))
		for _, one := range demoInstallations {
			if one.town == town.Slug && digests[one.plugin] != "" {
				faults = append(faults, s.installOne(ctx, town.ID, one, digests))
			}
		}
	}
	return errors.Join(faults...)
}

func (s *store) installOne(ctx context.Context, town uuid.UUID, one demoInstallation, digests map[string]string) error {
	digest := digests[one.plugin]
	scope, err := s.registry.ByID(ctx, town)
	if err != nil {
		return err
	}
	v, err := demoAdministrator(ctx, scope)
	if err != nil {
		return err
	}
	id, err := connection.Install(ctx, v, digest)
	if errors.Is(err, tenants.ErrConflict) { // installed in an earlier run
		return nil
	}
	if err != nil || one.waits {
		return err
	}
	err = connection.Grant(ctx, v, id, digest, func(ask manifest.Ask) bool { return !slices.Contains(one.refuse, ask.Name) })
	if err != nil {
		return err
	}
	if one.settings != nil {
		if err := connection.SaveSettings(ctx, v, id, one.settings); err != nil {
			return fmt.Errorf("setting up %s: %w", one.plugin, err)
		}
	}
	if one.pause {
		return connection.Pause(ctx, v, id)
	}
	if one.crashes {
		return tryUntilQuarantined(ctx, v, id)
	}
	var expected *host.Problem
	if err := connection.Try(ctx, v, id); err != nil && !errors.As(err, &expected) {
		return err
	}
	if later := digests[one.upgrade]; later != "" {
		_, err = connection.Upgrade(ctx, v, id, later)
		return err
	}
	return nil
}

// demoAdministrator visits as somebody who runs the municipality.
func demoAdministrator(ctx context.Context, scope *tenants.Scope) (*tenants.Visit, error) {
	looking := tenants.NewVisit(scope, policy.Viewer{Roles: policy.Roles(policy.RoleAdministrator)})
	found, err := directory.List(ctx, looking, directory.UserFilter{Role: policy.RoleAdministrator})
	if err != nil {
		return nil, err
	}
	if len(found.Items) == 0 {
		return nil, fmt.Errorf("an administrator of %s: %w", scope.Slug, tenants.ErrNotFound)
	}
	return tenants.NewVisit(scope, policy.Viewer{ID: found.Items[0].ID, Roles: policy.Roles(policy.RoleAdministrator)}), nil
}
