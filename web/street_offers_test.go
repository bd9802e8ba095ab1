package web_test

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
)

// listing is a register of one unit and one offer, which reads files and writes
// the directory too.
type listing struct{}

func (listing) Describe() sdk.Description {
	return sdk.Description{Name: "registry-street", Version: "1.0.0", Receives: []sdk.DataClass{{Name: manifest.ClassDirectory}}}
}

func (listing) Configure(context.Context, sdk.Setup) error { return nil }
func (listing) Check(context.Context) (sdk.Health, error)  { return sdk.Health{OK: true}, nil }
func (listing) Publish(context.Context, registry.Directory) ([]registry.File, error) {
	return []registry.File{{Name: "katalog.txt"}}, nil
}

func (listing) Inspect(context.Context, registry.File) (registry.Inspection, error) {
	return registry.Inspection{Rows: 1, Columns: []registry.Column{{Heading: "navn", Field: "name"}}}, nil
}

// List has a unit with the name of one that is there already, and an offer.
func (listing) List(_ context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	err := out.Units(registry.Unit{ID: "1", Name: "Prøveskolen"})
	if err == nil {
		err = out.Services(registry.Service{ID: "1", Title: "Leksehjelp", About: "Etter skoletid"})
	}
	return registry.End{Complete: true}, err
}

// offers fills the directory from a register, which leaves a question, and
// brings a file that waits.
func (s *street) offers() {
	ctx, admin := context.Background(), s.house.Administrator()
	s.house.UsePlugins(plugintest.InProcess(s.t, nil, func() sdk.Plugin { return listing{} }))
	digest := s.house.PublishPlugin(listing{})
	id, err := connection.Install(ctx, admin, digest)
	must(s.t, err)
	must(s.t, connection.Grant(ctx, admin, id, digest, func(manifest.Ask) bool { return true }))
	in, err := connection.ByID(ctx, s.house.Scope, id)
	must(s.t, err)
	_, err = services.Synchronise(ctx, s.house.Scope, in, uuid.Nil)
	must(s.t, err)
	questions, err := services.Questions(ctx, admin)
	must(s.t, err)
	listed, _, err := services.List(ctx, admin, services.Filter{})
	must(s.t, err)
	said, err := services.SaidOf(ctx, admin, listed[0].ID)
	must(s.t, err)
	sheet, err := services.StageSheet(ctx, admin, registry.File{Name: "fil.csv", Content: []byte("navn\nNy skole\n")})
	must(s.t, err)
	s.things["doubt"], s.things["service"], s.things["tie"] = questions[0].ID.String(), listed[0].ID.String(), said[0].ID.String()
	s.things["sheet"], s.things["hent/:plugin"] = sheet.String(), id.String()
}
