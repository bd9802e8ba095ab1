package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Whoever is in a family, and whoever is let in, is kept by casefile alone: the
// other packages call its functions, so that what a grant means and whether it
// holds is decided in one place. Those that may ask the tables themselves are
// named with why.
var ofCasefile = map[string]map[string]string{
	"AccessGrant": {"tenants/casefile": "they are its own"},
	"CaseFile":    {"tenants/casefile": "they are its own"},
	"Member":      {"tenants/casefile": "they are its own"},
}

var (
	tableOf  = map[string]string{"access_grants": "AccessGrant", "case_files": "CaseFile", "members": "Member"}
	inSQL    = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|UPDATE|INTO)\s+(access_grants|case_files|members)\b`)
	commands = regexp.MustCompile(`^(Query|Get|Create|MapCreate|Update|Delete)`)
)

func TestWhoIsInAFamilyIsAskedOfCasefile(t *testing.T) {
	seen := map[string]bool{}
	walk(t, func(file string, content []byte) {
		if !strings.HasPrefix(file, "tenants/") || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, content, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			for _, table := range tablesAsked(node) {
				own := path.Dir(file)
				seen[table] = seen[table] || own == "tenants/casefile"
				if ofCasefile[table][own] == "" {
					t.Errorf("%s asks the table %s itself; call tenants/casefile", set.Position(node.Pos()), table)
				}
			}
			return true
		})
	})
	for table := range ofCasefile {
		if !seen[table] {
			t.Errorf("nothing in tenants/casefile asks %s: this test has lost sight of it", table)
		}
	}
}

// tablesAsked finds client.Member.Query() and the like, sql.Table(member.Table),
// and SQL written by hand.
func tablesAsked(node ast.Node) []string {
	var tables []string
	switch node := node.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(node.Value)
		if node.Kind != token.STRING || err != nil {
			return nil
		}
		for _, found := range inSQL.FindAllStringSubmatch(text, -1) {
			tables = append(tables, tableOf[found[1]])
		}
	case *ast.SelectorExpr:
		table, of := node.X.(*ast.SelectorExpr)
		if of && ofCasefile[table.Sel.Name] != nil && commands.MatchString(node.Sel.Name) {
			tables = append(tables, table.Sel.Name)
		}
	case *ast.CallExpr:
		called, of := node.Fun.(*ast.SelectorExpr)
		if !of || called.Sel.Name != "Table" || len(node.Args) != 1 {
			return nil
		}
		if name, of := node.Args[0].(*ast.SelectorExpr); of && name.Sel.Name == "Table" {
			tables = append(tables, tableOfPackage(name.X)...)
		}
	}
	slices.Sort(tables)
	return slices.Compact(tables)
}

// tableOfPackage is the table of one of ent's packages, by its own name.
func tableOfPackage(of ast.Expr) []string {
	name, plain := of.(*ast.Ident)
	if !plain {
		return nil
	}
	for table := range ofCasefile {
		if strings.EqualFold(table, name.Name) {
			return []string{table}
		}
	}
	return nil
}

func TestAnAskedTableIsFound(t *testing.T) {
	for source, table := range map[string]string{
		`tx.Client().Member.Query()`:                                 "Member",
		`tx.Client().CaseFile.UpdateOneID(id)`:                       "CaseFile",
		`sql.Table(accessgrant.Table)`:                               "AccessGrant",
		"`SELECT 1 FROM case_files WHERE id = $1 FOR NO KEY UPDATE`": "CaseFile",
		`"SELECT x FROM name_indexes n JOIN members m"`:              "Member",
		`accessgrant.CaseFileID(family)`:                             "",
		`access.Member.Query`:                                        "Member",
		`tx.Row(member.Table, id)`:                                   "",
	} {
		parsed, err := parser.ParseExpr(source)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		ast.Inspect(parsed, func(node ast.Node) bool { found = append(found, tablesAsked(node)...); return true })
		if got := strings.Join(found, " "); got != table {
			t.Errorf("%s asks %q, not %q", source, got, table)
		}
	}
}
