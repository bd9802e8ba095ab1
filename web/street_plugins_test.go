package web_test

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// schools is a plugin that lists nothing.
type schools struct{}

func (schools) Describe() sdk.Description {
	return sdk.Description{
		Name: "registry-walk", Version: "1.0.0", Settings: []sdk.Setting{{Key: "token", Kind: sdk.Secret}},
	}
}

func (schools) Configure(context.Context, sdk.Setup) error { return nil }

func (schools) Check(context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, nil }

func (schools) List(context.Context, registry.Query, *registry.Writer) (registry.End, error) {
	return registry.End{}, nil
}

// connect installs a plugin in the municipality.
func (s *street) connect() {
	ctx, administrator := context.Background(), s.house.Administrator()
	digest := s.house.PublishPlugin(schools{})
	id, err := connection.Install(ctx, administrator, digest)
	must(s.t, err)
	must(s.t, connection.Grant(ctx, administrator, id, digest, func(manifest.Ask) bool { return true }))
	s.things["plugin"], s.things["release"], s.things["secret"] = id.String(), digest, "token"
}

// release is the plugin's in the foundation's catalogue.
func (s *street) release() uuid.UUID {
	releases, err := catalogue.List(context.Background(), s.house.Control)
	must(s.t, err)
	return releases[0].ID
}
