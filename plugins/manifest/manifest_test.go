package manifest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

var why = Words{NB: "For å finne skolene.", NN: "For å finne skulane."}

func said() sdk.Description {
	return sdk.Description{
		Name: "registry-test", Version: "1.2.0", Features: []string{"registry", "registry.file"},
		Settings: []sdk.Setting{
			{Key: "base_url", Kind: sdk.Address, Label: why, Required: true},
			{Key: "token", Kind: sdk.Secret, Label: why},
			{Key: "way", Kind: sdk.Choice, Label: why, Default: "a", Choices: []sdk.Option{{Value: "a", Label: why}}},
		},
		Receives: []sdk.DataClass{{Name: ClassGoals, Why: why}},
		Hosts:    []sdk.HostName{{Name: "data-nsr.udir.no", Why: why}, {Name: sdk.FromSetting("base_url"), Why: why}},
	}
}

// release writes a release's folder and makes its manifest.
func release(t *testing.T) (folder string, m Manifest) {
	t.Helper()
	folder = t.TempDir()
	for name, content := range map[string]string{"plugin": "#!", "data/words.txt": "æøå"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	files, err := Files(folder)
	if err != nil {
		t.Fatal(err)
	}
	m, err = Make(said(), About{Title: why, Summary: why, Publisher: "Eksempel", Platform: "linux/amd64", Entry: "plugin"}, files)
	if err != nil {
		t.Fatal(err)
	}
	return folder, m
}

func TestASignedManifestOpensWithItsPublishersKeyOnly(t *testing.T) {
	_, m := release(t)
	private, public, err := NewKey("plugins.example")
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := NewKey("other.example")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := Sign(m, private)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := Open(signed, other, public)
	if err != nil || !slices.Equal(opened.By, []string{"plugins.example"}) || opened.Manifest.Describes(said()) != nil {
		t.Fatal(opened, err)
	}
	text, err := Text(m)
	if err != nil || opened.Digest != Digest(text) {
		t.Error("the digest is another", err)
	}
	if unsigned, err := Open(signed, other); !errors.Is(err, ErrUnsigned) || unsigned.Manifest.Name != m.Name {
		t.Error(err)
	}
	if _, err := Open([]byte(strings.Replace(string(signed), "1.2.0", "1.3.0", 1)), public); err == nil || errors.Is(err, ErrUnsigned) {
		t.Error("a changed manifest opens:", err)
	}
	foundation, trusted, err := NewKey("hverdagspakke.no")
	if err != nil {
		t.Fatal(err)
	}
	both, err := Countersign(signed, foundation)
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := Open(both, trusted); err != nil || opened.Digest != Digest(text) {
		t.Error(err)
	}
}

func TestAManifestHasOneWayOfBeingWritten(t *testing.T) {
	_, m := release(t)
	text, err := Text(m)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := Text(again); err != nil || string(second) != string(text) {
		t.Error("it is another when it has been read", err)
	}
	for name, other := range map[string]string{
		"a space more":     strings.Replace(string(text), "{", "{ ", 1),
		"a name twice":     strings.Replace(string(text), `"name"`, `"name": "x", "name"`, 1),
		"an unknown field": strings.Replace(string(text), `"name"`, `"nom": 1, "name"`, 1),
		"more after it":    string(text) + "{}",
	} {
		if _, err := Parse([]byte(other)); err == nil {
			t.Error("is read with", name)
		}
	}
}

func TestAFolderIsExactlyWhatItsManifestSays(t *testing.T) {
	changes := map[string]func(folder string) error{
		"changed": func(f string) error { return os.WriteFile(filepath.Join(f, "plugin"), []byte("!#"), 0o755) },
		"longer":  func(f string) error { return os.WriteFile(filepath.Join(f, "plugin"), []byte("#!!"), 0o755) },
		"missing": func(f string) error { return os.Remove(filepath.Join(f, "data/words.txt")) },
		"more":    func(f string) error { return os.WriteFile(filepath.Join(f, "more"), nil, 0o644) },
		"a link": func(f string) error {
			if err := os.Remove(filepath.Join(f, "plugin")); err != nil {
				return err
			}
			return os.Symlink("/bin/true", filepath.Join(f, "plugin"))
		},
	}
	for name, change := range changes {
		folder, m := release(t)
		if err := Verify(folder, m); err != nil {
			t.Fatal(err)
		}
		if err := change(folder); err != nil {
			t.Fatal(err)
		}
		if err := Verify(folder, m); !errors.Is(err, ErrFiles) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAReleaseThatAsksForMoreIsFoundOutAndWhatWasRefusedIsNotAskedAgain(t *testing.T) {
	_, m := release(t)
	grant := m.Grant("digest", func(ask Ask) bool { return ask.Kind != AskData })
	if !slices.Equal(grant.Refused, []string{ClassGoals}) || len(grant.Hosts) != 2 || len(grant.Receives) != 0 {
		t.Fatalf("%+v", grant)
	}
	if wider := grant.Widened(m); len(wider) != 0 {
		t.Error("the same asks for more:", wider)
	}
	next := m
	next.Asks.Folder = true
	next.Asks.Receives = append(slices.Clone(m.Asks.Receives), sdk.DataClass{Name: ClassMeasures, Why: why})
	next.Asks.Hosts = []sdk.HostName{m.Asks.Hosts[1], {Name: "more.example", Why: why}}
	var names []string
	for _, ask := range grant.Widened(next) {
		names = append(names, ask.Kind+" "+ask.Name)
	}
	if want := []string{"data " + ClassMeasures, "host more.example", "folder folder"}; !slices.Equal(names, want) {
		t.Error(names)
	}
	narrower := m
	narrower.Asks.Hosts = m.Asks.Hosts[:1]
	if kept := grant.CarryOver(narrower, "next"); !slices.Equal(kept.Hosts, []string{"data-nsr.udir.no"}) || kept.Digest != "next" {
		t.Errorf("%+v", kept)
	}
}

func TestWhatDoesNotHoldIsSaid(t *testing.T) {
	cases := map[string]func(*Manifest){
		"schema": func(m *Manifest) { m.Schema = "hverdag.plugin/2" }, "protocol": func(m *Manifest) { m.Protocol = 7 },
		"name": func(m *Manifest) { m.Name = "../up" }, "version": func(m *Manifest) { m.Version = "v1" },
		"bokmål": func(m *Manifest) { m.Title.NN = "" }, "entry": func(m *Manifest) { m.Entry = "other" },
		"platform": func(m *Manifest) { m.Platform = "linux" }, "runtime": func(m *Manifest) { m.Runtime = "bash" },
		"kinds": func(m *Manifest) { m.Kinds = []string{KindLevels} },
		"path":  func(m *Manifest) { m.Files[0].Path = "../plugin" }, "hash": func(m *Manifest) { m.Files[0].SHA256 = "" },
		"not seen":    func(m *Manifest) { m.Summary.NB = "Skole\u202e" },
		"label of":    func(m *Manifest) { m.Asks.Settings[0].Label.NN = "Adresse\u2028Gratis" },
		"publisher":   func(m *Manifest) { m.Publisher = "Eks\u00adempel" },
		"can be read": func(m *Manifest) { m.Files[0].Path = "data/\u202etxt.exe" },
		"host name":   func(m *Manifest) { m.Asks.Hosts[0].Name = strings.Repeat("a.", 130) + "no" },
		"a choice":    func(m *Manifest) { m.Asks.Settings[2].Choices[0].Value = "a\u200bb" },
		"data class":  func(m *Manifest) { m.Asks.Receives[0].Name = "child.name" },
		"exact host":  func(m *Manifest) { m.Asks.Hosts[0].Name = "*.udir.no" },
		"address set": func(m *Manifest) { m.Asks.Hosts[1].Name = "{setting:token}" },
		"has a def":   func(m *Manifest) { m.Asks.Settings[1].Default = "x" },
		"choices":     func(m *Manifest) { m.Asks.Settings[2].Choices = nil },
		"twice":       func(m *Manifest) { m.Asks.Settings[1].Key = "base_url" },
	}
	for word, spoil := range cases {
		_, m := release(t)
		spoil(&m)
		if err := m.Validate(); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestAPluginThatDescribesItselfOtherwiseIsFoundOut(t *testing.T) {
	_, m := release(t)
	cases := map[string]func(*sdk.Description){
		"version":  func(d *sdk.Description) { d.Version = "1.2.1" },
		"features": func(d *sdk.Description) { d.Features = d.Features[:1] },
		"hosts":    func(d *sdk.Description) { d.Hosts = append(d.Hosts, sdk.HostName{Name: "evil.example"}) },
		"data":     func(d *sdk.Description) { d.Receives = nil },
		"settings": func(d *sdk.Description) { d.Settings[0].Kind = sdk.Text },
		"folder":   func(d *sdk.Description) { d.Folder = true },
	}
	for word, change := range cases {
		other := said()
		change(&other)
		if err := m.Describes(other); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", word, err)
		}
	}
	over := sdk.DescriptionOf(sdk.DescriptionProto(said()))
	if err := m.Describes(over); err != nil {
		t.Error("over the wire:", err)
	}
}

func TestAValueFitsItsSetting(t *testing.T) {
	for _, c := range []struct {
		kind  sdk.SettingKind
		value string
		fits  bool
	}{
		{sdk.Number, "12", true}, {sdk.Number, "-1", false}, {sdk.YesNo, "no", true}, {sdk.YesNo, "true", false},
		{sdk.Address, "https://a.example/x", true}, {sdk.Address, "http://a.example", false},
		{sdk.Address, "https://u:p@a.example", false}, {sdk.Text, "a\nb", false}, {sdk.LongText, "a\nb", true},
	} {
		if ValidSetting(sdk.Setting{Kind: c.kind}, c.value) != c.fits {
			t.Errorf("%v %q", c.kind, c.value)
		}
	}
}
