package services

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/service"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Publisher returns the connection that writes the directory in a form others
// read, if one is in use and may have the directory.
func Publisher(ctx context.Context, scope *tenants.Scope) (publisher connection.Connection, found bool, err error) {
	publisher, found, err = able(ctx, scope, sdk.FeatureRegistryPublish)
	return publisher, found && publisher.Grants(manifest.ClassDirectory), err
}

// Publish has the directory written as files that others read (CPSV-AP-NO). It
// returns ErrNotFound when no connection can, and unless the viewer keeps
// services in order; a fault in the plugin is a *host.Problem.
func Publish(ctx context.Context, v *tenants.Visit) ([]registry.File, error) {
	if _, err := mayEdit(v); err != nil {
		return nil, err
	}
	publisher, found, err := Publisher(ctx, v.Scope)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("connection that publishes: %w", tenants.ErrNotFound)
	}
	own, err := own(ctx, v.Scope)
	if err != nil {
		return nil, err
	}
	var files []registry.File
	err = connection.Use(ctx, v.Scope, publisher.Name, connection.Job{Kind: connection.Publish, By: v.Viewer.ID},
		func(ctx context.Context, p host.Plugin, run *connection.Run) error {
			run.Handed(manifest.ClassDirectory)
			run.Sent = len(own.Units) + len(own.Services)
			files, err = p.Publish(ctx, own)
			return err
		})
	return files, err
}

// own is the municipality's directory as it is published: what people are shown
// when they seek help, and the units.
func own(ctx context.Context, scope *tenants.Scope) (registry.Directory, error) {
	directoryOf := registry.Directory{BaseURL: "https://" + scope.Host + "/tilbud/"}
	units, err := directory.Units(ctx, scope)
	if err != nil {
		return directoryOf, err
	}
	for _, u := range units {
		if u.Closed {
			continue
		}
		directoryOf.Units = append(directoryOf.Units, registry.Unit{
			ID: u.ID.String(), Name: u.Name, Kind: kindUpstream(u.Kind), OrgNumber: u.OrgNumber, ParentOrgNumber: u.ParentOrgNumber,
			Phone: u.Phone, Email: u.Email, Website: u.Website, Address: u.Address, About: u.About, Language: u.Language,
		})
	}
	rows, err := scope.Client().Service.Query().Where(service.RemovedAtIsNil(), service.ClosedAtIsNil()).
		Order(service.ByTitle(), service.ByID()).All(ctx)
	if err != nil {
		return directoryOf, fmt.Errorf("reading services: %w", err)
	}
	for _, row := range rows {
		directoryOf.Services = append(directoryOf.Services, openService(row).upstream())
	}
	return directoryOf, nil
}

// upstream is a service as plugins see it.
func (s Service) upstream() registry.Service {
	var words []string
	for word := range strings.SplitSeq(s.Keywords, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	one := registry.Service{
		ID: s.ID.String(), Title: s.Title, About: s.About, AgeFrom: s.AgeFrom, AgeTo: s.AgeTo, Audience: s.Audience, Level: s.Level,
		Areas: s.Areas, How: s.How, Phone: s.Phone, Email: s.Email, Website: s.Website, Referral: s.Referral, Keywords: words,
	}
	if s.UnitID != uuid.Nil {
		one.UnitID = s.UnitID.String()
	}
	return one
}
