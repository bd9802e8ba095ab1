// Package manifest is what a release of a plugin is, said and signed: its
// files by hash, what it asks for, and who published it. The host runs nothing
// that is not as its manifest says.
package manifest

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

// Schema is the version of the format.
const Schema = "hverdag.plugin/1"

// Protocols are the versions of the contract that this host speaks: this one
// and the one before. The first has no one before it.
var Protocols = []int{1}

// The kinds of plugin, by the job they do.
const (
	KindStafettlogg = "stafettlogg"
	KindRegistry    = "registry"
	KindLevels      = "levels"
)

// Manifest is one release for one platform.
type Manifest struct {
	Schema    string   `json:"schema"`
	Name      string   `json:"name"`
	Version   string   `json:"version"`
	Title     Words    `json:"title"`   // "Nasjonalt skoleregister"
	Summary   Words    `json:"summary"` // one or two sentences for an administrator
	Kinds     []string `json:"kinds"`
	Features  []string `json:"features"`
	Protocol  int      `json:"protocol"`
	Platform  string   `json:"platform"` // "linux/amd64"
	Publisher string   `json:"publisher"`
	Entry     string   `json:"entry"`             // the file that is run
	Runtime   string   `json:"runtime,omitempty"` // "node", when the entry is not a program of its own
	Files     []File   `json:"files"`
	Asks      Asks     `json:"asks"`
}

// File is one file of a release.
type File struct {
	Path   string `json:"path"` // within the release, with forward slashes
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Words is a text in both written languages.
type Words = sdk.Words

// Asks is what the plugin asks to receive and reach. It is what Describe
// answers, word for word.
type Asks struct {
	Settings []sdk.Setting   `json:"settings"`
	Receives []sdk.DataClass `json:"receives"`
	Hosts    []sdk.HostName  `json:"hosts"`
	Folder   bool            `json:"folder"`
}

// Grant is what a municipality has granted one release: the lock file. A later
// release that asks for more waits for a new one.
type Grant struct {
	Name     string   `json:"name"`
	Version  string   `json:"version"`
	Digest   string   `json:"digest"` // of the manifest
	Receives []string `json:"receives"`
	Hosts    []string `json:"hosts"` // as asked: exact, or from a setting
	Folder   bool     `json:"folder"`

	// Refused are the classes and hosts, and AskFolder, that were asked for and
	// refused: asking for them again is nothing new.
	Refused []string `json:"refused,omitempty"`
}

// The classes of data that can be granted. docs/plugins/data-classes.md says
// what is in each; the pages say it to administrators.
const (
	ClassChildReference = "child.reference"    // an opaque reference, another for each receiver
	ClassAgeGroup       = "child.age_group"    // 6-12
	ClassGoals          = "plan.goals"         // the goals' text, area and state
	ClassMeasures       = "plan.measures"      // what is done, by which role, when
	ClassMeetings       = "plan.meetings"      // date, roles present, what was agreed
	ClassLevel          = "plan.level"         // the level and step of the work
	ClassParticipants   = "plan.participants"  // units and roles that take part
	ClassBaton          = "plan.baton"         // the role and unit that holds the baton
	ClassPlanDocument   = "plan.document"      // the plan as PDF
	ClassDirectory      = "directory.contents" // the municipality's units and services
)

// Classes lists the classes in the order they are shown.
var Classes = []string{
	ClassChildReference, ClassAgeGroup, ClassGoals, ClassMeasures, ClassMeetings, ClassLevel,
	ClassParticipants, ClassBaton, ClassPlanDocument, ClassDirectory,
}
