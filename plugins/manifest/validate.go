package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/mod/semver"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// ErrInvalid is what every error of Validate and Describes is.
var ErrInvalid = errors.New("the manifest does not hold")

var (
	nameForm     = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	keyForm      = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	hostForm     = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
	platformForm = regexp.MustCompile(`^linux/(amd64|arm64|any)$`)
	hashForm     = regexp.MustCompile(`^[0-9a-f]{64}$`)
	featureForm  = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)*$`)
)

const (
	longestName = 60
	longestWord = 1000 // characters
	longestPath = 500  // bytes
	longestHost = 253  // as names are looked up
	mostFiles   = 10_000
	mostAsked   = 100
)

// Validate says everything that is wrong with m, as one error that is
// ErrInvalid.
func (m Manifest) Validate() error {
	c := &checks{}
	c.require(m.Schema == Schema, "schema is not %s", Schema)
	c.require(slices.Contains(Protocols, m.Protocol), "protocol %d is not one of %v", m.Protocol, Protocols)
	c.words("title", m.Title, true)
	c.words("summary", m.Summary, true)
	c.require(platformForm.MatchString(m.Platform), "platform %q is not linux/amd64, linux/arm64 or linux/any", m.Platform)
	c.require(m.Publisher != "" && len(m.Publisher) <= longestName, "publisher is empty or too long")
	c.require(!strings.ContainsFunc(m.Publisher, unseen), "publisher holds characters that are not seen")
	c.require(m.Runtime == "" || m.Runtime == "node", "runtime %q is not known", m.Runtime)
	c.require(slices.Equal(m.Kinds, Kinds(m.Features)) && len(m.Kinds) > 0, "kinds %v do not follow from features %v", m.Kinds, m.Features)
	c.files(m)
	c.description(m.Description())
	return c.err()
}

// ValidateDescription says everything that is wrong with what a plugin says of
// itself, as one error that is ErrInvalid.
func ValidateDescription(said sdk.Description) error {
	c := &checks{}
	c.description(said)
	return c.err()
}

// Kinds are the jobs that features amount to.
func Kinds(features []string) []string {
	kinds := []string{}
	for _, feature := range features {
		job, _, _ := strings.Cut(feature, ".")
		if slices.Contains([]string{KindLevels, KindRegistry, KindStafettlogg}, job) && !slices.Contains(kinds, job) {
			kinds = append(kinds, job)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// Description is what the plugin of m must answer when it is asked what it is.
func (m Manifest) Description() sdk.Description {
	return sdk.Description{
		Name: m.Name, Version: m.Version, Features: m.Features,
		Settings: m.Asks.Settings, Receives: m.Asks.Receives, Hosts: m.Asks.Hosts, Folder: m.Asks.Folder,
	}
}

// Describes tells whether a plugin's answer is what m says; otherwise it is
// ErrInvalid, with what differs.
func (m Manifest) Describes(said sdk.Description) error {
	c := &checks{}
	same := func(what string, ours, theirs any) {
		x, wrongX := json.Marshal(ours)
		y, wrongY := json.Marshal(theirs)
		c.require(wrongX == nil && wrongY == nil && bytes.Equal(x, y), "the plugin says something else of its %s", what)
	}
	asks := Asks{Settings: said.Settings, Receives: said.Receives, Hosts: said.Hosts, Folder: said.Folder}.whole()
	ours := m.Asks.whole()
	same("name", m.Name, said.Name)
	same("version", m.Version, said.Version)
	same("features", append([]string{}, m.Features...), append([]string{}, said.Features...))
	same("settings", ours.Settings, asks.Settings)
	same("data", ours.Receives, asks.Receives)
	same("hosts", ours.Hosts, asks.Hosts)
	same("folder", m.Asks.Folder, said.Folder)
	return c.err()
}

type checks struct{ wrong []string }

func (c *checks) require(holds bool, wrong string, values ...any) {
	if !holds {
		c.wrong = append(c.wrong, fmt.Sprintf(wrong, values...))
	}
}

func (c *checks) err() error {
	if len(c.wrong) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrInvalid, strings.Join(c.wrong, "; "))
}

func (c *checks) words(what string, words Words, needed bool) {
	c.require(!needed || words.NB != "" && words.NN != "", "%s is not said in both bokmål and nynorsk", what)
	c.require(needed || (words.NB == "") == (words.NN == ""), "%s is said in one written language only", what)
	for _, text := range []string{words.NB, words.NN} {
		c.require(len([]rune(text)) <= longestWord, "%s is too long", what)
		c.require(strings.ToValidUTF8(text, "") == text && !strings.ContainsFunc(text, unseen), "%s holds characters that are not seen", what)
	}
}

func (c *checks) files(m Manifest) {
	c.require(len(m.Files) > 0 && len(m.Files) <= mostFiles, "there are no files, or too many")
	last, entry := "", false
	for _, file := range m.Files {
		c.require(localPath(file.Path), "%q is not a path within the release", file.Path)
		c.require(len(file.Path) <= longestPath && !strings.ContainsFunc(file.Path, unseen), "%q is not a path that can be read", file.Path)
		c.require(file.Path != FileName, "the manifest is not one of its own files")
		c.require(file.Path > last, "the files are not sorted by path")
		c.require(hashForm.MatchString(file.SHA256) && file.Size >= 0, "%s has no hash", file.Path)
		last = file.Path
		entry = entry || file.Path == m.Entry
	}
	c.require(entry, "entry %q is not one of the files", m.Entry)
}

func (c *checks) description(d sdk.Description) {
	c.require(nameForm.MatchString(d.Name) && len(d.Name) <= longestName, "name %q is not a-z, 0-9 and hyphen", d.Name)
	c.require(semver.IsValid("v"+d.Version) && semver.Canonical("v"+d.Version) == "v"+strings.SplitN(d.Version, "+", 2)[0],
		"version %q is not semantic, such as 1.4.0", d.Version)
	c.require(len(Kinds(d.Features)) > 0, "the plugin does no job: features %v", d.Features)
	c.require(slices.IsSorted(d.Features), "features are not sorted")
	for _, feature := range d.Features {
		c.require(featureForm.MatchString(feature), "feature %q is not written as job.ability", feature)
	}
	c.require(len(d.Settings) <= mostAsked && len(d.Receives) <= mostAsked && len(d.Hosts) <= mostAsked, "too much is asked for")
	keys := c.settings(d.Settings)
	seen := map[string]bool{}
	for _, class := range d.Receives {
		c.require(slices.Contains(Classes, class.Name), "data class %q is not known", class.Name)
		c.require(!seen[class.Name], "%s is asked for twice", class.Name)
		seen[class.Name] = true
		c.words("why "+class.Name+" is asked for", class.Why, true)
	}
	for _, name := range d.Hosts {
		c.host(name, keys)
		c.require(!seen[name.Name], "%s is asked for twice", name.Name)
		seen[name.Name] = true
		c.words("why "+name.Name+" is asked for", name.Why, true)
	}
}

func (c *checks) host(name sdk.HostName, keys map[string]sdk.SettingKind) {
	if key, ok := strings.CutPrefix(name.Name, "{setting:"); ok {
		c.require(keys[strings.TrimSuffix(key, "}")] == sdk.Address, "host %s is not that of an address setting", name.Name)
		return
	}
	c.require(hostForm.MatchString(name.Name) && len(name.Name) <= longestHost, "host %q is not an exact host name", name.Name)
}

func (c *checks) settings(settings []sdk.Setting) map[string]sdk.SettingKind {
	keys := map[string]sdk.SettingKind{}
	for _, setting := range settings {
		what := "setting " + setting.Key
		c.require(keyForm.MatchString(setting.Key) && len(setting.Key) <= longestName, "setting %q is not a-z, 0-9 and underscore", setting.Key)
		_, twice := keys[setting.Key]
		c.require(!twice, "%s is there twice", what)
		keys[setting.Key] = setting.Kind
		c.require(setting.Kind.String() != "", "%s is of no kind", what)
		c.words("the label of "+what, setting.Label, true)
		c.words("the help of "+what, setting.Help, false)
		c.require((setting.Kind == sdk.Choice) == (len(setting.Choices) > 0), "%s and its choices do not fit", what)
		for _, choice := range setting.Choices {
			c.words("a choice of "+what, choice.Label, true)
			c.require(len(choice.Value) <= longestName && !strings.ContainsFunc(choice.Value, unseen), "%s has a choice that cannot be read", what)
		}
		if setting.Default != "" {
			c.require(setting.Kind != sdk.Secret, "%s is a secret and has a default", what)
			c.require(ValidSetting(setting, setting.Default), "%s has a default that does not fit", what)
		}
	}
	return keys
}

// ValidSetting tells whether a value fits a setting's kind. An empty one fits
// unless the setting is required.
func ValidSetting(setting sdk.Setting, value string) bool {
	if value == "" {
		return !setting.Required
	}
	switch setting.Kind {
	case sdk.Number:
		return len(value) <= 9 && strings.Trim(value, "0123456789") == ""
	case sdk.YesNo:
		return value == "yes" || value == "no"
	case sdk.Choice:
		return slices.ContainsFunc(setting.Choices, func(o sdk.Option) bool { return o.Value == value })
	case sdk.Address:
		address, err := url.Parse(value)
		return err == nil && address.Scheme == "https" && address.Hostname() != "" && address.User == nil && address.Fragment == ""
	case sdk.Text, sdk.Secret:
		return !strings.ContainsFunc(value, unicode.IsControl)
	}
	return true
}

// unseen tells whether a character cannot be seen, or turns the text around. An
// administrator decides by these texts.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar
}
