package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const (
	leastPluginMemory = 32   // MiB
	mostPluginMemory  = 4096 // MiB
	longestRun        = 45   // bytes; a socket's whole path has room for 107
)

// Check returns Faults with what is wrong with how plugins are run, or nil. It
// is for commands that look after releases and need nothing else of a Config.
func (p Plugins) Check() error {
	var faults Faults
	p.check(&faults)
	if len(faults) == 0 {
		return nil
	}
	return faults
}

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
	f.add(p.Run != "" && !filepath.IsAbs(p.Run), "The folder for plugins' sockets is %q; it must be a full path.", p.Run)
	f.add(len(p.Run) > longestRun, "The folder for plugins' sockets, %s, has a path longer than %d characters; sockets need a short one.", p.Run, longestRun)
	p.checkNode(f)
}

// checkNode sees that node is there, and that a plugin shut in may read it.
func (p Plugins) checkNode(f *Faults) {
	for _, folder := range p.NodeFolders {
		f.add(!filepath.IsAbs(folder) || filepath.Clean(folder) == "/",
			"The folder %q that node is read from must be a full path below the root.", folder)
	}
	if p.Node == "" {
		f.add(len(p.NodeFolders) > 0, "There are folders that node is read from, but no path of node.")
		return
	}
	if !filepath.IsAbs(p.Node) {
		f.add(true, "The path of node is %q; it must be a full path.", p.Node)
		return
	}
	info, err := os.Stat(p.Node)
	f.add(err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0, "There is no program at the path of node, %s.", p.Node)
	f.add(!slices.ContainsFunc(p.NodeFolders, func(folder string) bool { return strings.HasPrefix(p.Node, filepath.Clean(folder)+"/") }),
		"Node, %s, is in none of the folders that node is read from; a plugin could not start it.", p.Node)
}
