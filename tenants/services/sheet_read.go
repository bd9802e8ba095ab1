package services

import (
	"context"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// FileReader returns the connection that reads files, if one is in use.
func FileReader(ctx context.Context, scope *tenants.Scope) (reader connection.Connection, found bool, err error) {
	return able(ctx, scope, sdk.FeatureRegistryFile)
}

// able finds the first connection in use that has an ability.
func able(ctx context.Context, scope *tenants.Scope, feature string) (connection.Connection, bool, error) {
	all, err := connection.Of(ctx, scope, manifest.KindRegistry)
	if err != nil {
		return connection.Connection{}, false, err
	}
	at := slices.IndexFunc(all, func(c connection.Connection) bool { return c.Can(feature) })
	if at < 0 {
		return connection.Connection{}, false, nil
	}
	return all[at], true, nil
}

// read lists what is in the file, and what could not be read of it.
func (s *Sheet) read(ctx context.Context, v *tenants.Visit, job string) (from list, remarks []registry.Remark, err error) {
	reader, err := connection.ByID(ctx, v.Scope, s.Plugin)
	if err != nil {
		return list{}, nil, err
	}
	query := registry.Query{File: &registry.File{Name: s.Name, Content: s.Content}, Columns: s.Columns}
	err = connection.Use(ctx, v.Scope, reader.Name, connection.Job{Kind: job, By: v.Viewer.ID},
		func(ctx context.Context, p host.Plugin, run *connection.Run) error {
			from, _, err = gather(ctx, remarking{p, &remarks}, query, run)
			return err
		})
	from.partial = true
	from.whole = from.whole && s.Whole
	return from, remarks, err
}

// remarking keeps the remarks of a list.
type remarking struct {
	host.Plugin
	remarks *[]registry.Remark
}

func (r remarking) List(ctx context.Context, query registry.Query, each func(registry.Chunk) error) (registry.End, error) {
	return r.Plugin.List(ctx, query, func(chunk registry.Chunk) error {
		*r.remarks = append(*r.remarks, chunk.Remarks...)
		return each(chunk)
	})
}
