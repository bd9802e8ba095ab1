package policy

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/security/access-matrix.md anew")

func TestTheAccessMatrixIsWhatTheRulesSay(t *testing.T) {
	path := filepath.Join("..", "docs", "security", "access-matrix.md")
	want := base(t).Matrix()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the rules say; run go generate ./policy and read the difference", path)
	}
}

// written is what a reader of the matrix finds: by role, relation, section and
// action the text of the cell.
type written map[[4]string]string

// readMatrix reads the matrix as a person would.
func readMatrix(t *testing.T, text string) written {
	t.Helper()
	cells := written{}
	var role, place string
	var relations, columns []string
	put := func(section, action, cell string) {
		for _, relation := range relations {
			key := [4]string{role, relation, section, action}
			if _, twice := cells[key]; twice {
				t.Errorf("the matrix says twice what holds for %v", key)
			}
			cells[key] = cell
		}
	}
	for row := range strings.Lines(text) {
		row = strings.TrimSpace(row)
		if heading, is := strings.CutPrefix(row, "### "); is {
			subject, list, _ := strings.Cut(heading, "; relation: ")
			role, place, _ = strings.Cut(subject, ", ")
			relations, columns = strings.Split(list, ", "), nil
			continue
		}
		fields := strings.Split(strings.Trim(row, "|"), "|")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		switch {
		case role == "" || strings.HasPrefix(row, "|---"):
		case strings.HasPrefix(row, "| section |"):
			columns = fields
		case strings.HasPrefix(row, "Nothing, on any basis"):
			for _, s := range AllSections() {
				for _, a := range AllActions() {
					if s.Place().String() == place {
						put(s.String(), a.String(), cellNever)
					}
				}
			}
		case strings.HasPrefix(row, "|"):
			for i, cell := range fields[1:] {
				put(fields[0], columns[i+1], cell)
			}
		}
	}
	return cells
}

func TestAReaderOfTheMatrixGetsTheProgramsAnswerToEveryQuestion(t *testing.T) {
	denial := Denial{RoleCoordinator, SectionJournal, ActionSee, AnyRelation}
	tightened, err := base(t).With(denial)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []*Table{base(t), tightened} {
		cells := readMatrix(t, table.Matrix())
		for _, role := range AllRoles() {
			eachQuestion(func(f Facts, s Section, a Action) {
				cell, found := cells[[4]string{role.String(), f.Relation.String(), s.String(), a.String()}]
				if !found {
					t.Fatalf("the matrix does not say whether %s as %s may %s %s", role, f.Relation, a, s)
				}
				bases := strings.Split(cell, ", ")
				reads := cell == cellYes && f.Basis != BasisWithdrawn ||
					slices.Contains(bases, f.Basis.String()) ||
					slices.Contains(bases, f.Basis.String()+" ("+gradeWord(f.Strict)+" grade)")
				if got := table.Decide(viewer(role), f, s, a); got.Allow != reads {
					t.Errorf("%s, %+v, %s %s: the matrix says %q, the program %+v", role, f, a, s, cell, got)
				}
			})
		}
	}
}

func TestTheMatrixExplainsEverySection(t *testing.T) {
	for _, s := range AllSections() {
		if meaning[s][0] == "" || meaning[s][1] == "" {
			t.Errorf("the matrix does not say what %s is", s)
		}
	}
}
