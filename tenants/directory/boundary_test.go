package directory_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/migrate"
)

// sources parses this package's files, without its tests.
func sources(t *testing.T) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	must(t, err)
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		must(t, err)
		files = append(files, file)
	}
	if len(files) < 10 {
		t.Fatalf("found %d files", len(files))
	}
	return files
}

// Whoever runs users and units learns nothing of families: this package names
// no table, no client and no ent package but its own.
func TestTheDirectoryNeverTouchesAFamily(t *testing.T) {
	own := []string{"User", "UserRole", "Session", "Unit", "UnitImport", "Setting", "NameIndex"}
	foreignClients := map[string]bool{}
	for field := range reflect.TypeFor[tenant.Client]().Fields() {
		if strings.HasSuffix(field.Type.String(), "Client") && !slices.Contains(own, field.Name) {
			foreignClients[field.Name] = true
		}
	}
	var foreignTables []string
	for _, table := range migrate.Tables {
		if !slices.Contains([]string{"users", "user_roles", "sessions", "units", "unit_imports", "settings", "name_indexes"}, table.Name) {
			foreignTables = append(foreignTables, table.Name)
		}
	}
	if len(foreignClients) < 10 || len(foreignTables) < 10 {
		t.Fatalf("found only %d clients and %d tables", len(foreignClients), len(foreignTables))
	}
	foreignTable := regexp.MustCompile(`\b(` + strings.Join(foreignTables, "|") + `)\b`)
	for _, file := range sources(t) {
		for _, imported := range file.Imports {
			if _, pkg, ok := strings.Cut(imported.Path.Value, "/ent/tenant/"); ok &&
				!slices.Contains([]string{"user", "userrole", "session", "unit", "unitimport", "setting", "nameindex", "predicate"}, strings.Trim(pkg, `"`)) {
				t.Errorf("%s is imported", imported.Path.Value)
			}
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.SelectorExpr:
				if on, ok := n.X.(*ast.CallExpr); foreignClients[n.Sel.Name] && ok {
					t.Errorf("%s of %v is used", n.Sel.Name, on.Fun)
				}
				if strings.HasPrefix(n.Sel.Name, "HasCaseFiles") || n.Sel.Name == "QueryCaseFiles" || n.Sel.Name == "WithCaseFiles" {
					t.Errorf("%s is used", n.Sel.Name)
				}
				if on, ok := n.X.(*ast.Ident); foreignClients[n.Sel.Name] && ok && (on.Name == "client" || on.Name == "tenant") {
					t.Errorf("%s of %s is used", n.Sel.Name, on.Name)
				}
			case *ast.BasicLit:
				isSQL := n.Kind == token.STRING && regexp.MustCompile(`SELECT |UPDATE |INSERT |DELETE `).MatchString(n.Value)
				if isSQL && foreignTable.MatchString(n.Value) {
					t.Errorf("a query names %s", foreignTable.FindString(n.Value))
				}
			}
			return true
		})
	}
}

// Every fault has its sentence in both languages, and no sentence is left over.
func TestEveryFaultHasItsSentenceInBothLanguages(t *testing.T) {
	codes := map[string]bool{}
	isCode := regexp.MustCompile(`^(user|unit|import|setting|mail)\.[a-z_]+(\.[a-z_]+)*$`)
	isAction := regexp.MustCompile(`^(user\.(invite|remind|change|leave|prefer|welcome|absence|role\.grant|role\.end)|unit\.(add|change|remove|restore|import\..*)|setting\.change)$`)
	for _, file := range sources(t) {
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				must(t, err)
				if isCode.MatchString(text) && !isAction.MatchString(text) {
					codes[text] = true
				}
			}
			return true
		})
	}
	if len(codes) < 50 {
		t.Fatalf("found only %d codes", len(codes))
	}
	for _, language := range []string{"nb", "nn"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "web", "locale", language, "directory.json"))
		must(t, err)
		sentences := map[string]string{}
		must(t, json.Unmarshal(raw, &sentences))
		for code := range codes {
			if sentences[code] == "" {
				t.Errorf("%s has no sentence for %s", language, code)
			}
		}
		for key, sentence := range sentences {
			if !codes[key] {
				t.Errorf("%s has a sentence for %s, which nothing says", language, key)
			}
			if strings.Contains(sentence, "!") || strings.Contains(strings.ToLower(sentence), "vennligst") {
				t.Errorf("%s: %q", language, sentence)
			}
		}
	}
}
