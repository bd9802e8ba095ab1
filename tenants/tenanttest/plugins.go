package tenanttest

import (
	"context"
	"runtime"
	"strings"
	"sync"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// plugins is the Runner of a house: what UsePlugins was given last.
type plugins struct {
	mu     sync.Mutex
	runner host.Runner
}

func newPlugins() *plugins { return &plugins{runner: host.Nowhere{}} }

func (p *plugins) now() host.Runner {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.runner
}

// Use asks the runner in use.
func (p *plugins) Use(ctx context.Context, in host.Instance, do func(context.Context, host.Plugin) error) error {
	return p.now().Use(ctx, in, do)
}

// Status asks the runner in use.
func (p *plugins) Status(municipality uuid.UUID, plugin string) host.Status {
	return p.now().Status(municipality, plugin)
}

// Stop asks the runner in use.
func (p *plugins) Stop(municipality uuid.UUID, plugin string) { p.now().Stop(municipality, plugin) }

// UsePlugins has both municipalities' plugins run by a runner from now on, such
// as plugintest.InProcess. Until then there are none.
func (h *House) UsePlugins(runner host.Runner) {
	h.plugins.mu.Lock()
	defer h.plugins.mu.Unlock()
	h.plugins.runner = runner
}

// PublishPlugin puts a release of a plugin, as it describes itself, in the
// foundation's catalogue, signed by a key nobody knows, and returns its digest.
// connection.Install installs it, and connection.Grant grants what it asks for.
func (h *House) PublishPlugin(p sdk.Plugin) string {
	h.T.Helper()
	said := sdk.Described(p)
	said.Receives = append([]sdk.DataClass{}, said.Receives...)
	for i, class := range said.Receives {
		said.Receives[i].Why = worded(class.Why, class.Name)
	}
	said.Hosts = append([]sdk.HostName{}, said.Hosts...)
	for i, name := range said.Hosts {
		said.Hosts[i].Why = worded(name.Why, name.Name)
	}
	said.Settings = append([]sdk.Setting{}, said.Settings...)
	for i, setting := range said.Settings {
		said.Settings[i].Label = worded(setting.Label, setting.Key)
	}
	words := sdk.Words{NB: "Prøve " + said.Name, NN: "Prøve " + said.Name}
	made, err := manifest.Make(said, manifest.About{
		Title: words, Summary: words, Publisher: "Prøve", Platform: runtime.GOOS + "/" + runtime.GOARCH, Entry: "plugin",
	}, []manifest.File{{Path: "plugin", SHA256: strings.Repeat("0", 64)}})
	must(h.T, err)
	private, public, err := manifest.NewKey("prove.example")
	must(h.T, err)
	signed, err := manifest.Sign(made, private)
	must(h.T, err)
	opened, err := manifest.Open(signed, public)
	must(h.T, err)
	must(h.T, h.Control.Client().PluginRelease.Create().SetID(tenants.NewID()).SetCreatedAt(h.Clock.Now()).
		SetName(made.Name).SetVersion(made.Version).SetPlatform(made.Platform).SetDigest(opened.Digest).
		SetManifest(string(signed)).SetPublisher(opened.By[0]).SetState("published").Exec(context.Background()))
	return opened.Digest
}

// worded fills in what a plugin made for a test does not say.
func worded(words sdk.Words, otherwise string) sdk.Words {
	if words == (sdk.Words{}) {
		return sdk.Words{NB: otherwise, NN: otherwise}
	}
	return words
}
