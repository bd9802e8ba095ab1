package architecture

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/stinesofiesstiftelse/hverdagspakke/"

// load lists every package of the module with what it imports, tests included.
func load(t *testing.T, mode packages.LoadMode, patterns ...string) []*packages.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: mode, Dir: "../.."}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(loaded) > 0 {
		t.Fatal("the tree does not compile")
	}
	return loaded
}

func TestDataFlowsFromWebToDomainToTablesAndNeverBack(t *testing.T) {
	for _, pkg := range load(t, packages.NeedName|packages.NeedImports, "./...") {
		own := strings.TrimPrefix(pkg.PkgPath, module)
		for path := range pkg.Imports {
			for _, rule := range rules {
				if rule.of(own) && rule.forbids(path) {
					t.Errorf("%s imports %s: %s", own, strings.TrimPrefix(path, module), rule.why)
				}
			}
		}
	}
}

type rule struct {
	of      func(own string) bool
	forbids func(path string) bool
	why     string
}

var rules = []rule{
	{under("tenants", "policy", "ent"), having("github.com/gofiber"), "only web knows Fiber"},
	{under("web"), having(module + "ent"), "web never touches a table"},
	{under("cmd"), having(module + "ent"), "commands go through the domain"},
	{under("policy"), having(module+"tenants", module+"web", module+"ent"), "policy knows nothing above it"},
	{under("internal/clock", "internal/kv", "internal/config"), having(module+"tenants", module+"web", module+"ent"),
		"internal packages know nothing above them"},
	{under("tenants"), having(module + "web"), "the domain does not know its pages"},
	{under("tenants/seal", "tenants/audit", "tenants/outbox"), exactly(module + "tenants"), "Scope imports these"},
	{under("web/console"), having(module+"tenants/casefile", module+"tenants/plan", module+"tenants/journal"),
		"the console reaches no family"},
	{
		func(own string) bool {
			return own != "tenants" && !strings.HasPrefix(own, "internal/") && !strings.HasPrefix(own, "ent/")
		},
		having("modernc.org/sqlite", "github.com/jackc/pgx"), "only tenants opens a database",
	},
	{under("plugins"), having(module+"tenants", module+"web", module+"ent", "github.com/gofiber"),
		"a plugin, and whatever runs it, knows nothing of the house"},
	{under("plugins/sdk"), except(having(
		"github.com/hashicorp/go-plugin", "github.com/hashicorp/go-hclog", "google.golang.org/grpc", "google.golang.org/protobuf",
		module+"plugins/proto", module+"plugins/sdk",
	)), "what every plugin is built with is small"},
}

// except forbids what is neither allowed nor of Go's own library.
func except(allowed func(string) bool) func(string) bool {
	return func(path string) bool {
		first, _, _ := strings.Cut(path, "/")
		return strings.Contains(first, ".") && !allowed(path)
	}
}

func under(rooms ...string) func(string) bool {
	return func(own string) bool {
		for _, room := range rooms {
			if own == room || strings.HasPrefix(own, room+"/") {
				return true
			}
		}
		return false
	}
}

func having(prefixes ...string) func(string) bool {
	return func(path string) bool {
		for _, prefix := range prefixes {
			if path == prefix || strings.HasPrefix(path, prefix+"/") {
				return true
			}
		}
		return false
	}
}

func exactly(path string) func(string) bool { return func(other string) bool { return other == path } }

// A Scope hands out its client, so that an import is not needed to reach a
// table: no identifier in web may refer to anything declared in ent.
func TestNoIdentifierInWebRefersToATable(t *testing.T) {
	mode := packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo |
		packages.NeedImports
	for _, pkg := range load(t, mode, "./web/...") {
		for identifier, object := range pkg.TypesInfo.Uses {
			if object.Pkg() == nil || !mentionsEnt(object) {
				continue
			}
			t.Errorf("%s: %s reaches %s", pkg.Fset.Position(identifier.Pos()), identifier.Name, object)
		}
	}
}

func mentionsEnt(object types.Object) bool {
	if strings.HasPrefix(object.Pkg().Path(), module+"ent/") {
		return true
	}
	function, ok := object.(*types.Func)
	if !ok {
		return false
	}
	results := function.Signature().Results()
	for i := range results.Len() {
		if strings.Contains(results.At(i).Type().String(), module+"ent/") {
			return true
		}
	}
	return false
}
