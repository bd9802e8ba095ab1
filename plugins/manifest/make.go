package manifest

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

// About is what a publisher says of a release besides what the plugin says
// itself.
type About struct {
	Title     Words  `json:"title"`
	Summary   Words  `json:"summary"`
	Publisher string `json:"publisher"`
	Platform  string `json:"platform"`
	Entry     string `json:"entry"`
	Runtime   string `json:"runtime,omitempty"`
}

// Make makes the manifest of a release of what the plugin says of itself
// (sdk.Described, or asked over the wire) and its files.
func Make(said sdk.Description, about About, files []File) (Manifest, error) {
	m := Manifest{
		Schema: Schema, Name: said.Name, Version: said.Version, Title: about.Title, Summary: about.Summary,
		Kinds: Kinds(said.Features), Features: said.Features, Protocol: sdk.Protocol,
		Platform: about.Platform, Publisher: about.Publisher, Entry: about.Entry, Runtime: about.Runtime, Files: files,
		Asks: Asks{Settings: said.Settings, Receives: said.Receives, Hosts: said.Hosts, Folder: said.Folder}.whole(),
	}
	return m, m.Validate()
}
