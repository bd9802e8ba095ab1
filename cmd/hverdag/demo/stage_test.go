package demo_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// home is a family as its coordinator reads it.
type home struct {
	today    clock.Date
	overview casefile.Overview
	members  []casefile.Member
	barred   []casefile.Barred
	changes  []casefile.StatusChange
	plan     plan.View
	versions []plan.Version
}

func homeOf(t *testing.T, v *tenants.Visit, one casefile.Summary) home {
	t.Helper()
	ctx := t.Context()
	access, err := casefile.Enter(ctx, v, one.ID)
	must(t, err)
	h := home{today: v.Today()}
	h.overview, err = casefile.ReadOverview(ctx, access)
	must(t, err)
	h.members, err = casefile.Members(ctx, access)
	must(t, err)
	h.barred, err = casefile.BarredPeople(ctx, access)
	must(t, err)
	h.changes, err = casefile.StatusChanges(ctx, access)
	must(t, err)
	h.plan, err = plan.Read(ctx, access)
	must(t, err)
	h.versions, err = plan.Versions(ctx, access)
	must(t, err)
	return h
}

func (h home) any(is func(casefile.Member) bool) bool { return slices.ContainsFunc(h.members, is) }

func (h home) measure(is func(plan.Measure) bool) bool {
	return slices.ContainsFunc(h.plan.Measures(), is)
}

func (h home) remark(kind plan.RemarkKind) bool {
	return slices.ContainsFunc(h.plan.Remarks, func(r plan.Remark) bool { return r.Kind == kind })
}

// answers counts who has said yes to the version that waits, and who has not.
func (h home) answers() (yes, waiting int) {
	if h.plan.Proposed == nil {
		return 0, 0
	}
	for _, party := range h.plan.Proposed.Parties {
		if party.Waits() {
			waiting++
		} else {
			yes++
		}
	}
	return yes, waiting
}

func speaks(language string) func(home) bool {
	return func(h home) bool {
		return h.any(func(m casefile.Member) bool { return m.Interpreter && m.Language == language })
	}
}

// stages are what there is to see in the demo.
var stages = map[string]func(home) bool{
	"newly referred, without a plan": func(h home) bool {
		return len(h.plan.Goals) == 0 && h.overview.ReferredOn > h.today.AddDays(-20)
	},
	"a plan in draft": func(h home) bool {
		return h.plan.State == plan.StateDraft && len(h.plan.Goals) > 0 && len(h.versions) == 0
	},
	"a plan that waits for one caregiver": func(h home) bool {
		yes, waiting := h.answers()
		return h.plan.State == plan.StateProposed && yes == 1 && waiting == 1
	},
	"agreed, with overdue measures": func(h home) bool {
		return h.plan.State == plan.StateAgreed && h.measure(func(m plan.Measure) bool { return m.Overdue(h.today) }) &&
			h.measure(func(m plan.Measure) bool { return m.Status == plan.StatusUnderWay })
	},
	"evaluated midway, with effects both ways": func(h home) bool {
		worse := h.measure(func(m plan.Measure) bool { return m.Latest != nil && m.Latest.Effect < 0 })
		better := h.measure(func(m plan.Measure) bool { return m.Latest != nil && m.Latest.Effect == plan.EffectHighest })
		return h.overview.State == casefile.StateActive && worse && better
	},
	"two agreed versions to compare": func(h home) bool {
		agreed := 0
		for _, one := range h.versions {
			if one.State == plan.VersionAgreed {
				agreed++
			}
		}
		return agreed == 2
	},
	"a caregiver who found something missing": func(h home) bool {
		return slices.ContainsFunc(h.versions, func(v plan.Version) bool {
			return slices.ContainsFunc(v.Parties, func(p plan.Party) bool { return p.Answer == plan.AnswerMissing })
		})
	},
	"a child who said yes": func(h home) bool {
		return h.plan.InForce != nil && slices.ContainsFunc(h.plan.InForce.Parties, func(p plan.Party) bool {
			return p.Answer == plan.AnswerYes && h.any(func(m casefile.Member) bool { return m.ID == p.Member && m.Kind == casefile.Child })
		})
	},
	"reopened": func(h home) bool {
		return h.overview.State == casefile.StateActive && len(h.changes) == 2
	},
	"closed with its outcome": func(h home) bool {
		return h.overview.State == casefile.StateClosed && h.changes[len(h.changes)-1].Outcome == "goals_reached"
	},
	"strict address protection, and something to keep to oneself": func(h home) bool {
		return h.overview.Grade == casefile.GradeStrict &&
			h.any(func(m casefile.Member) bool { return m.Address != "" && m.SchoolID != nil })
	},
	"unknown grade":          func(h home) bool { return h.overview.Grade == casefile.GradeUnknown },
	"interpreter, Arabic":    speaks("ar"),
	"interpreter, Ukrainian": speaks("uk"),
	"interpreter, Somali":    speaks("so"),
	"a barred parent": func(h home) bool {
		return slices.ContainsFunc(h.barred, func(b casefile.Barred) bool { return b.Relation == "far" || b.Relation == "mor" })
	},
	"a grandparent as caregiver": func(h home) bool {
		return h.any(func(m casefile.Member) bool {
			return m.Kind == casefile.Caregiver && strings.HasPrefix(m.Relation, "mor") && len(m.Relation) > len("mor")
		})
	},
	"siblings with different caregivers": func(h home) bool {
		return h.any(func(m casefile.Member) bool {
			return m.Kind == casefile.Child && strings.HasPrefix(m.Relation, "bor hos mor")
		}) &&
			h.any(func(m casefile.Member) bool {
				return m.Kind == casefile.Child && strings.Contains(m.Relation, "hos far")
			})
	},
	"a caregiver's proposal waiting": func(h home) bool { return h.remark(plan.RemarkProposal) },
	"a professional's note waiting":  func(h home) bool { return h.remark(plan.RemarkNote) },
	"a typical plan of four goals":   func(h home) bool { return len(h.plan.Goals) == 4 && len(h.plan.Measures()) == 9 },
	"a child's own sentence in a plan": func(h home) bool {
		return slices.ContainsFunc(h.plan.Goals, func(g plan.Goal) bool { return g.ChildWords == "Jeg vil ha en voksen jeg kan gå til." })
	},
}

func TestEveryStageOfFollowUpIsInTheDemo(t *testing.T) {
	house := seeded(t, tenanttest.SQLite(t), tenanttest.Start)
	var homes []home
	for v, list := range families(t, house) {
		for _, one := range list {
			homes = append(homes, homeOf(t, v, one))
		}
	}
	for name, is := range stages {
		if !slices.ContainsFunc(homes, is) {
			t.Errorf("there is no family with: %s", name)
		}
	}
}
