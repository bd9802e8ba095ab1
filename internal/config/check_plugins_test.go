package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
)

// node is a program that could be node, in a folder of its own.
func node(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "node")
	if err := os.WriteFile(path, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPluginsRunWithoutASettingAndWithAllOfThem(t *testing.T) {
	if err := mustParse(t).Plugins.Check(); err != nil {
		t.Errorf("without a setting: %v", err)
	}
	_, key, err := manifest.NewKey("publisher.example")
	if err != nil {
		t.Fatal(err)
	}
	path := node(t)
	c := mustParse(t, "--plugins-trusted-keys="+key, "--plugins-private-hosts=log.intern,10.0.0.7", "--plugins-memory=512",
		"--plugins-run=/run/hverdag", "--plugins-node="+path, "--plugins-node-folders=/lib,"+filepath.Dir(path))
	if err := c.Plugins.Check(); err != nil {
		t.Error(err)
	}
}

func TestEachFaultOfPluginsIsSaidInOneSentence(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "node")
	if err := os.WriteFile(plain, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	good := node(t)
	for says, spoil := range map[string]func(p *Plugins){
		"memory is 16 MiB":                         func(p *Plugins) { p.Memory = 16 },
		"memory is 9000 MiB":                       func(p *Plugins) { p.Memory = 9000 },
		"is not a publisher's public key":          func(p *Plugins) { p.TrustedKeys = []string{"AAAA"} },
		"host name in small letters":               func(p *Plugins) { p.PrivateHosts = []string{"http://log.intern:80"} },
		"sockets is \"run\"; it must be a full":    func(p *Plugins) { p.Run = "run" },
		"sockets need a short one":                 func(p *Plugins) { p.Run = "/" + strings.Repeat("x", longestRun) },
		"path of node is \"node\"":                 func(p *Plugins) { p.Node = "node" },
		"no path of node":                          func(p *Plugins) { p.NodeFolders = []string{"/usr"} },
		"is in none of the folders":                func(p *Plugins) { p.Node, p.NodeFolders = good, []string{"/lib"} },
		"no program at the path of node, /nowher":  func(p *Plugins) { p.Node, p.NodeFolders = "/nowhere/node", []string{"/nowhere"} },
		"no program at the path of node, " + plain: func(p *Plugins) { p.Node, p.NodeFolders = plain, []string{filepath.Dir(plain)} },
		"must be a full path below the root":       func(p *Plugins) { p.Node, p.NodeFolders = good, []string{"/", filepath.Dir(good)} },
	} {
		p := mustParse(t).Plugins
		spoil(&p)
		err, _ := p.Check().(Faults)
		if len(err) != 1 || !strings.Contains(err[0], says) {
			t.Errorf("want %q:\n%v", says, err)
		}
	}
}

func TestAFaultOfPluginsStopsTheProgram(t *testing.T) {
	c := good(t)
	c.Plugins.Memory = 1
	if err := c.Check(); err == nil || !strings.Contains(err.Error(), "A plugin's memory") {
		t.Error(err)
	}
}
