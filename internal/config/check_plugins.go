package config

import (
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const (
	leastPluginMemory = 32   // MiB
	mostPluginMemory  = 4096 // MiB
)

func (p Plugins) check(f *Faults) {
	f.add(p.Memory < leastPluginMemory || p.Memory > mostPluginMemory,
		"A plugin's memory is %d MiB; it must be between %d and %d.", p.Memory, leastPluginMemory, mostPluginMemory)
	for _, key := range p.TrustedKeys {
		_, err := note.NewVerifier(strings.TrimSpace(key))
		f.add(err != nil, "The trusted key %q is not a publisher's public key (hverdag-plugin sign keys makes one).", key)
	}
	for _, host := range p.PrivateHosts {
		f.add(!hostName.MatchString(host), "The private host %q must be a host name in small letters without scheme or port.", host)
	}
	f.add(p.Node != "" && !filepath.IsAbs(p.Node), "The path of node is %q; it must be a full path.", p.Node)
}
