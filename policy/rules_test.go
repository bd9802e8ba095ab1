package policy

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestARuleLineThatCannotBeUsedIsRefusedWithItsNumberAndReason(t *testing.T) {
	good := "p, coordinator/goals/see/consent, coordinator, goals, see, coordinator, consent, any, allow"
	for name, c := range map[string]struct{ row, says string }{
		"a column short":               {"p, coordinator/goals/see, coordinator, goals, see, coordinator, consent, any", "has 8 columns, not 9"},
		"a role definition":            {"g, a/b/c, coordinator, goals, see, coordinator, consent, any, allow", `begins with "g"`},
		"an unknown role":              {"p, chief/goals/see, chief, goals, see, coordinator, consent, any, allow", `"chief" is no role`},
		"an unknown section":           {"p, coordinator/gaols/see, coordinator, gaols, see, coordinator, consent, any, allow", `"gaols" is no section`},
		"an unknown action":            {"p, coordinator/goals/look, coordinator, goals, look, coordinator, consent, any, allow", `"look" is no action`},
		"an unknown relation":          {"p, coordinator/goals/see, coordinator, goals, see, friend, consent, any, allow", `"friend" is no relation`},
		"an unknown basis":             {"p, coordinator/goals/see, coordinator, goals, see, coordinator, habit, any, allow", `"habit" is no basis`},
		"an unknown grade":             {"p, coordinator/goals/see, coordinator, goals, see, coordinator, consent, closed, allow", `"closed" is no grade`},
		"an unknown effect":            {"p, coordinator/goals/see, coordinator, goals, see, coordinator, consent, any, Allow", `"Allow" is no effect`},
		"an id about something else":   {"p, coordinator/needs/see, coordinator, goals, see, coordinator, consent, any, allow", `does not begin with "coordinator/goals/see"`},
		"an id with a space":           {"p, coordinator/goals/see/a b, coordinator, goals, see, coordinator, consent, any, allow", "lower-case words"},
		"an id that is taken":          {good, "is taken by line 2"},
		"a quote left open":            {`p, "coordinator/goals/see`, `extraneous or missing " in quoted-field`},
		"an allowance for any role":    {"p, any/goals/see, any, goals, see, coordinator, consent, any, allow", "names its role"},
		"an allowance of any section":  {"p, coordinator/any/see, coordinator, any, see, coordinator, consent, any, allow", "names its section"},
		"an allowance of any action":   {"p, coordinator/goals/any, coordinator, goals, any, coordinator, consent, any, allow", "names its action"},
		"a family by any relation":     {"p, coordinator/goals/see, coordinator, goals, see, any, consent, any, allow", `relation "any" opens nothing`},
		"a family by no relation":      {"p, coordinator/goals/see, coordinator, goals, see, none, consent, any, allow", `relation "none" opens nothing`},
		"a family to the barred":       {"p, coordinator/goals/see, coordinator, goals, see, barred, consent, any, allow", `relation "barred" opens nothing`},
		"a family on any basis":        {"p, coordinator/goals/see, coordinator, goals, see, coordinator, any, any, allow", `basis "any" opens nothing`},
		"a family on a withdrawn yes":  {"p, coordinator/goals/see, coordinator, goals, see, coordinator, withdrawn, any, allow", `basis "withdrawn" opens nothing`},
		"a family to an administrator": {"p, administrator/goals/see, administrator, goals, see, coordinator, consent, any, allow", "that role sees no family"},
		"a family to the console":      {"p, programme_lead/goals/see, programme_lead, goals, see, coordinator, consent, any, allow", "are apart"},
		"the console to a user":        {"p, administrator/municipalities/see, administrator, municipalities, see, any, any, any, allow", "are apart"},
		"my day by relation":           {"p, coordinator/my_day/see, coordinator, my_day, see, coordinator, any, any, allow", "is of no family"},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := Compile(modelText, "# rules\n"+good+"\n\n"+c.row+"\n")
			if !errors.Is(err, ErrRules) || table != nil {
				t.Fatalf("got table %v and error %v, want ErrRules", table != nil, err)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "line 4") {
				t.Errorf("%q does not say line 4 and %q", err, c.says)
			}
		})
	}
	if _, err := Compile(modelText, good); err != nil {
		t.Errorf("the line the others are made from: %v", err)
	}
}

func TestAModelUnderWhichTheTableCouldDifferFromCasbinIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ old, with, says string }{
		"nothing at all":                {modelText, "", "reading the model"},
		"no matcher":                    {"[matchers]", "[matchmakers]", "reading the model"},
		"a role definition":             {"[policy_effect]", "[role_definition]\ng = _, _\n[policy_effect]", "role definition"},
		"another request":               {"r = role, section, action, f", "r = role, section, action, f, g", "the model's request"},
		"another policy":                {"p = id, role,", "p = role, id,", "the model's policy"},
		"an effect where denials lose":  {" && !some(where (p.eft == deny))", "", "the model's effect"},
		"roles not compared":            {`(p.role == "any" || r.role == p.role) && `, "", "matcher has no"},
		"an alternative":                {"m = ", `m = r.f.Grade == "open" || `, "alternative outside parentheses"},
		"a role looked at elsewhere":    {"p.rel == r.f.Rel", `p.rel == r.f.Rel || r.role == "administrator"`, `uses "r_role"`},
		"a section looked at elsewhere": {"p.rel == r.f.Rel", `p.rel == r.f.Rel || r.section == "goals"`, `uses "r_section"`},
		"rules that are programs":       {"p.rel == r.f.Rel", "eval(p.rel)", `uses "eval("`},
		"a fact that does not exist":    {"r.f.Rel", "r.f.Kinship", "asking whether"},
		"a matcher that does not parse": {"p.rel == r.f.Rel)", "p.rel == == r.f.Rel)", "asking whether"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(modelText, c.old, c.with, 1)
			if changed == modelText {
				t.Fatalf("the model has no %q to change", c.old)
			}
			table, err := Compile(changed, baseText)
			if !errors.Is(err, ErrRules) || table != nil {
				t.Fatalf("got table %v and error %v, want ErrRules", table != nil, err)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
}

func TestAMunicipalityMayAddDenialsAndNothingThatOpens(t *testing.T) {
	const row = "p, local/caregiver/meetings/see/any, caregiver, meetings, see, any, any, any, "
	got, err := ReadDenials("# our own\n\n" + row + "deny\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := []Denial{{RoleCaregiver, SectionMeetings, ActionSee, AnyRelation}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for says, text := range map[string]string{
		`line 1: a municipality may add denials only: the effect is "allow"`: row + "allow",
		`line 2: a municipality may add denials only: the effect is ""`:      row + "deny\n" + row,
	} {
		if _, err := ReadDenials(text); !errors.Is(err, ErrWidens) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v, want %q", text, err, says)
		}
	}
	for name, text := range map[string]string{
		"a column short":    "p, local/caregiver/meetings/see/any, caregiver, meetings, see, any, any, deny",
		"an unknown role":   "p, local/chief/meetings/see/any, chief, meetings, see, any, any, any, deny",
		"another id":        "p, ours, caregiver, meetings, see, any, any, any, deny",
		"on one basis only": "p, local/caregiver/meetings/see/any, caregiver, meetings, see, any, consent, any, deny",
		"an unknown fact":   "p, local/caregiver/meetings/see/friend, caregiver, meetings, see, friend, any, any, deny",
	} {
		if denials, err := ReadDenials(row + "deny\n" + text); !errors.Is(err, ErrRules) || denials != nil {
			t.Errorf("%s: %v and error %v, want ErrRules", name, denials, err)
		}
	}
}

func TestADenialOfSomethingThatDoesNotExistIsRefused(t *testing.T) {
	for _, d := range []Denial{
		{},
		{roleCount, SectionGoals, ActionSee, AnyRelation},
		{RoleCaregiver, sectionCount, ActionSee, AnyRelation},
		{RoleCaregiver, SectionGoals, actionCount, AnyRelation},
		{RoleCaregiver, SectionGoals, ActionSee, relationCount},
	} {
		if _, err := base(t).With(d); !errors.Is(err, ErrRules) {
			t.Errorf("%+v: error %v, want ErrRules", d, err)
		}
	}
}

func TestADenialIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(anyDenial(), 1, 5).Draw(t, "denials")
		var text strings.Builder
		for _, d := range want {
			text.WriteString(d.String() + "\n")
		}
		got, err := ReadDenials(text.String())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("got %v and error %v, want %v", got, err, want)
		}
	})
}

func TestAMunicipalitysDenialsLeaveTheSharedRulesAsTheyWere(t *testing.T) {
	before := base(t).Matrix()
	d := Denial{RoleCaregiver, SectionMeetings, ActionSee, AnyRelation}
	table, err := base(t).With(d, d)
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Denials(); !slices.Equal(got, []Denial{d}) {
		t.Errorf("the municipality's denials are %v", got)
	}
	if base(t).Matrix() != before || len(base(t).Denials()) != 0 {
		t.Error("the shared rules changed")
	}
	whole, err := Compile(modelText, baseText, d)
	if err != nil {
		t.Fatal(err)
	}
	if whole.Matrix() != table.Matrix() {
		t.Error("compiling with the denial differs from adding it")
	}
}
