package connection_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// register is a plugin that knows units, and does what a test wants.
type register struct {
	version string
	asks    []sdk.DataClass
	hosts   []sdk.HostName
	setup   sdk.Setup
	check   func(ctx context.Context, setup sdk.Setup) (sdk.Health, error)
}

func (r *register) Describe() sdk.Description {
	version := r.version
	if version == "" {
		version = "1.0.0"
	}
	hosts := append([]sdk.HostName{{Name: "units.example"}}, r.hosts...)
	return sdk.Description{
		Name: "registry-test", Version: version, Hosts: hosts,
		Receives: append([]sdk.DataClass{{Name: manifest.ClassDirectory}}, r.asks...),
		Settings: []sdk.Setting{
			{Key: "number", Kind: sdk.Number, Required: true},
			{Key: "way", Kind: sdk.Choice, Default: "short", Choices: []sdk.Option{
				{Value: "short", Label: sdk.Words{NB: "Kort", NN: "Kort"}}, {Value: "long", Label: sdk.Words{NB: "Lang", NN: "Lang"}},
			}},
			{Key: "token", Kind: sdk.Secret},
		},
	}
}

func (r *register) Configure(_ context.Context, setup sdk.Setup) error {
	r.setup = setup
	return nil
}

func (r *register) Check(ctx context.Context) (sdk.Health, error) {
	if r.check != nil {
		return r.check(ctx, r.setup)
	}
	return sdk.Health{OK: true}, nil
}

func (r *register) List(_ context.Context, _ registry.Query, out *registry.Writer) (registry.End, error) {
	return registry.End{Complete: true}, out.Units(registry.Unit{ID: "1", Name: "Fjordby skole"})
}

// room is a house with a plugin in its catalogue.
type room struct {
	*tenanttest.House
	plugin *register
	world  *plugintest.World
	digest string
	admin  *tenants.Visit
}

func open(t *testing.T, house *tenanttest.House) *room {
	t.Helper()
	house.T = t
	r := &room{House: house, plugin: &register{}, world: plugintest.NewWorld(t)}
	house.UsePlugins(plugintest.InProcess(t, r.world, func() sdk.Plugin { return r.plugin }))
	r.digest = house.PublishPlugin(r.plugin)
	r.admin = house.Administrator()
	return r
}

// ready installs the plugin with everything granted and set up.
func (r *room) ready() uuid.UUID {
	r.T.Helper()
	id, err := connection.Install(r.T.Context(), r.admin, r.digest)
	r.Must(err)
	r.Must(connection.Grant(r.T.Context(), r.admin, id, r.digest, all))
	r.Must(connection.SaveSettings(r.T.Context(), r.admin, id, map[string]string{"number": "9901", "token": "hemmelig"}))
	return id
}

func all(manifest.Ask) bool { return true }

// checked has the plugin be checked, as a job of the program.
func (r *room) checked() error {
	return connection.Use(r.T.Context(), r.Scope, "registry-test", connection.Job{Kind: connection.Check},
		func(ctx context.Context, p host.Plugin, _ *connection.Run) error {
			_, err := p.Check(ctx)
			return err
		})
}

// answers has units.example answer everything with a status.
func (r *room) answers(status int) {
	r.world.Handle("units.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
}

// asks has the plugin ask units.example for something when it is checked.
func asks(ctx context.Context, setup sdk.Setup) (sdk.Health, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://units.example/", nil)
	if err != nil {
		return sdk.Health{}, err
	}
	sdk.SecretHeader(request, "token", "Authorization", "Bearer ")
	response, err := setup.Host.HTTP().Do(request)
	if err != nil {
		return sdk.Health{}, err
	}
	setup.Host.Log(ctx, sdk.Warn, "Registeret svarte.")
	if response.StatusCode != http.StatusOK {
		return sdk.Health{}, sdk.SystemFault("system.status", fmt.Errorf("status %d", response.StatusCode))
	}
	return sdk.Health{OK: true}, response.Body.Close()
}

// soon waits for what a plugin said to arrive, which it may do after its answer.
func (r *room) soon(there func() bool) {
	r.T.Helper()
	for range 200 {
		if there() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.T.Fatal("it does not arrive")
}
