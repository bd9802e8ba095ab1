// Package sdk is what a plugin is written with. An author implements Plugin and
// one of the small interfaces of the packages below, and calls Serve:
//
//	func main() { sdk.Serve(&register{}) }
//
// The packages registry, stafettlogg and levels hold the jobs a plugin can do;
// sdk finds out by itself which of them a value implements. A plugin runs alone:
// without a network, without files but its own folder, without the host's
// environment. Whatever it needs from outside it asks its Host for.
//
// The tutorial is docs/plugins/tutorial.md.
package sdk

import "context"

// Plugin is what every plugin implements. Its methods may be called at the same
// time from several goroutines, Configure excepted.
type Plugin interface {
	// Describe says what the plugin is and asks for. It is called before
	// Configure and gives the same answer every time.
	Describe() Description

	// Configure gives the municipality's settings and the way out. It is called
	// once after each start, and again when the settings change. A setting that
	// does not fit is answered with BadSetting.
	Configure(ctx context.Context, setup Setup) error

	// Check tries the system behind, as lightly as it can be tried. An error
	// says whose fault it is; see Fault.
	Check(ctx context.Context) (Health, error)
}

// Description is what a plugin is and asks for. The signed manifest is made of
// it, and the host refuses a plugin that describes itself otherwise.
type Description struct {
	Name     string // "registry-udir": a-z, 0-9 and hyphen
	Version  string // semantic, without v: "1.4.0"
	Settings []Setting
	Receives []DataClass
	Hosts    []HostName
	Folder   bool // asks for a folder to exchange files in

	// Features are optional abilities of the job that the plugin has, such as
	// stafettlogg.Baton. Those that follow from what it implements need not be
	// said: see Described.
	Features []string
}

// Words is a text in both written languages.
type Words struct {
	NB string `json:"nb"`
	NN string `json:"nn"`
}

// SettingKind is what a setting holds.
type SettingKind int

// The kinds of setting.
const (
	Text     SettingKind = iota + 1
	Number               // whole, not negative
	YesNo                // "yes" or "no"
	Choice               // one of Choices
	Address              // https address of a system
	LongText             // several lines
	Secret               // sealed; the plugin knows only whether it is set
)

// Setting is one field of the form the administrator fills in.
type Setting struct {
	Key      string      `json:"key"` // "base_url"
	Kind     SettingKind `json:"kind"`
	Label    Words       `json:"label"`
	Help     Words       `json:"help"`
	Required bool        `json:"required,omitempty"`
	Default  string      `json:"default,omitempty"`
	Choices  []Option    `json:"choices,omitempty"`
}

// Option is one of a setting's choices.
type Option struct {
	Value string `json:"value"`
	Label Words  `json:"label"`
}

// DataClass is a kind of data the plugin asks to receive, and why in plain
// words: the administrator reads it and decides.
type DataClass struct {
	Name string `json:"name"` // "plan.measures"; docs/plugins/data-classes.md lists them
	Why  Words  `json:"why"`
}

// HostName is somewhere the plugin asks the host to send requests for it: an
// exact name, or FromSetting of an address.
type HostName struct {
	Name string `json:"name"`
	Why  Words  `json:"why"`
}

// FromSetting names the host of the address that the administrator fills in.
func FromSetting(key string) string { return "{setting:" + key + "}" }

// Setup is what the municipality has chosen.
type Setup struct {
	Municipality Municipality
	Settings     map[string]string // without secrets; defaults filled in
	Secrets      []string          // keys of the secrets that are set
	Granted      []string          // data classes that are granted
	Host         Host
}

// Municipality is the one this process works for.
type Municipality struct {
	Number    string // kommunenummer, "1804"
	Name      string
	OrgNumber string // empty when not known
	Language  string // nb or nn
}

// Health is how the connection to the system behind is.
type Health struct {
	OK      bool
	Message Words // one sentence; no addresses, no secrets
}
