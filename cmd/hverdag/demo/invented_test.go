package demo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// said is everything the scenario files say, by the field it is said in.
func said(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	names, err := fs.Glob(os.DirFS("scenario"), "*.yaml")
	must(t, err)
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join("scenario", name))
		must(t, err)
		var document yaml.Node
		must(t, yaml.Unmarshal(text, &document))
		gather(found, "", &document)
	}
	if len(found["name"]) < 50 || len(found["text"]) < 50 {
		t.Fatalf("found %d names and %d texts in the scenario", len(found["name"]), len(found["text"]))
	}
	return found
}

func gather(found map[string][]string, field string, node *yaml.Node) {
	if node.Kind == yaml.ScalarNode {
		found[field] = append(found[field], node.Value)
		return
	}
	for i, child := range node.Content {
		switch {
		case node.Kind != yaml.MappingNode:
			gather(found, field, child)
		case i%2 == 1:
			gather(found, node.Content[i-1].Value, child)
		}
	}
}

// real are hashes of the last names, and of first and last name together, of
// people who have worked with the pilot in the real world. None of them may be
// in the demo.
var real = []string{
	"0045e48123f735d6", "004ca45db66ee72f", "03d74f1d75b626c4", "28161c52996b6b93", "3453fd19b9c67645",
	"3a0c83607b1f0372", "4a5195244985d16d", "4c74c40664776c11", "76a8e666606bff1a", "8609ec56b2ddd074",
	"8ed11e87fd658522", "95bc70995013ed69", "9ea6f738509e2ec6", "b27d36b7145b475c", "c25b079d4a5f0f34",
	"c5a0fdc8d83b26bc", "d36516a564b34f94", "d876061931650544", "d980c4d5b991b398",
}

func hash(name string) string {
	sum := sha256.Sum256([]byte("hverdag demo " + strings.ToLower(name)))
	return hex.EncodeToString(sum[:8])
}

func TestNobodyInTheDemoIsCalledAsSomebodyRealInThePilot(t *testing.T) {
	known := map[string]bool{}
	for _, one := range real {
		known[one] = true
	}
	if !known[hash("hansen")] {
		t.Fatal("the list of names is not read as it was made")
	}
	for _, name := range said(t)["name"] {
		words := strings.Fields(name)
		for _, word := range append(words[1:], name) {
			if known[hash(word)] {
				t.Errorf("%s is somebody real", name)
			}
		}
	}
}

func TestNoNumberOrAddressInTheDemoCanBeSomebodys(t *testing.T) {
	found := said(t)
	seen := map[string]bool{}
	for _, pid := range found["pid"] {
		if month := pid[2:4]; month < "81" || month > "92" || !directory.LooksLikePID(pid) || seen[pid] {
			t.Errorf("%s is no number made for tests, or not the only one", pid)
		}
		seen[pid] = true
	}
	for _, phone := range found["phone"] {
		if !strings.HasPrefix(phone, "000 ") {
			t.Errorf("%s could be somebody's phone", phone)
		}
	}
	for _, email := range found["email"] {
		if !strings.HasSuffix(email, ".example") {
			t.Errorf("%s could be somebody's address", email)
		}
	}
	if len(found["sms"]) > 0 || len(found["pid"]) != 16 || len(found["phone"]) < 20 || len(found["email"]) < 20 {
		t.Errorf("found %d numbers, %d phones and %d addresses", len(found["pid"]), len(found["phone"]), len(found["email"]))
	}
}

// secret are the fields of families and people that nobody may read in the
// files. What units say of themselves is public.
var secret = []string{
	"pid", "short_name", "referrer_note", "reason", "text", "title", "child_words", "what", "why", "note", "with",
	"place", "agenda", "agreed", "child", "did", "said_by",
}

// secrets is everything that must be sealed: whole texts, and every part of a
// person's name.
func secrets(t *testing.T) []string {
	t.Helper()
	found := said(t)
	var list []string
	for _, field := range secret {
		list = append(list, found[field]...)
	}
	public := map[string]bool{}
	for _, town := range append([]string{"stiftelsen"}, towns...) {
		for _, name := range publicNames(t, town) {
			public[name] = true
		}
	}
	for _, name := range found["name"] {
		if !public[name] {
			list = append(append(list, name), strings.Fields(name)...)
		}
	}
	for _, address := range found["address"] {
		if !regexp.MustCompile(`^(Eksempelve|Prøvegata)`).MatchString(address) {
			list = append(list, address)
		}
	}
	return list
}

// publicNames are those of municipalities, units, and the foundation's own
// people, who are not in a municipality.
func publicNames(t *testing.T, town string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("scenario", town+".yaml"))
	must(t, err)
	type named struct {
		Name string `yaml:"name"`
	}
	var file struct {
		named `yaml:",inline"`
		Units []named `yaml:"units"`
		Staff []named `yaml:"people"`
	}
	must(t, yaml.Unmarshal(text, &file))
	names := []string{file.Name}
	for _, unit := range file.Units {
		names = append(names, unit.Name)
	}
	if town == "stiftelsen" {
		for _, person := range file.Staff {
			names = append(names, person.Name)
		}
	}
	return names
}
