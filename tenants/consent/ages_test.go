package consent_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
)

func TestWhoAnswersFollowsTheMunicipalitysOwnRules(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		of := func(by uuid.UUID, members ...uuid.UUID) consent.Given {
			g := h.yes()
			g.By, g.Members = by, members
			return g
		}
		for name, test := range map[string]struct {
			given       consent.Given
			field, code string
		}{
			"a caregiver for one of sixteen":     {of(h.family.Caregiver, h.young), "members", "consent.members.young_self"},
			"a child of ten for themself":        {of(h.family.Child, h.family.Child), "given_by", "consent.given_by.too_young"},
			"a young person for a sibling":       {of(h.young, h.family.Child), "members", "consent.members.child_for_self"},
			"a caregiver for another grown-up":   {of(h.family.Caregiver, h.father), "members", "consent.members.adult_self"},
			"somebody who is not of the family":  {of(tenants.NewID(), h.family.Child), "given_by", "consent.given_by.missing"},
			"for somebody who is not in it":      {of(h.family.Caregiver, tenants.NewID()), "members", "consent.members.missing"},
			"for nobody":                         {of(h.family.Caregiver), "members", "consent.members.missing"},
			"a caregiver for the child and them": {of(h.family.Caregiver, h.family.Child, h.family.Caregiver), "", ""},
			"a young person for themself":        {of(h.young, h.young), "", ""},
		} {
			_, err := consent.Give(ctx, h.coordinator, h.family.ID, test.given)
			if test.field == "" {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			if got := faults(t, err)[test.field]; got != test.code {
				t.Errorf("%s: %s is %q, want %q", name, test.field, got, test.code)
			}
		}
		rules := consent.OrdinaryRules()
		rules.Ages[consent.Cooperation] = consent.Ages{Heard: 7, Self: 18}
		if err := consent.SetRules(ctx, h.coordinator, rules); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a coordinator changing the rules: %v", err)
		}
		h.Must(consent.SetRules(ctx, h.Administrator(), rules))
		_, err := consent.Give(ctx, h.coordinator, h.family.ID, of(h.family.Caregiver, h.young, h.family.Child))
		if got := faults(t, err)["heard"]; got != "consent.heard.missing" {
			t.Errorf("children who were not heard: %v", err)
		}
		heard := of(h.family.Caregiver, h.young, h.family.Child)
		heard.Heard = []uuid.UUID{h.young, h.family.Child}
		h.give(h.coordinator, heard)
		_, err = consent.Give(ctx, h.coordinator, h.family.ID, of(h.young, h.young))
		if got := faults(t, err)["given_by"]; got != "consent.given_by.too_young" {
			t.Errorf("a young person below the municipality's age: %v", err)
		}
		transition := of(h.young, h.young)
		transition.Purpose = consent.Transition
		h.give(h.coordinator, transition)
	})
}

func TestRulesThatDoNotFitTogetherAreRefused(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		rules := consent.OrdinaryRules()
		rules.Ages[consent.Transition] = consent.Ages{Heard: 16, Self: 15}
		rules.Ages[consent.Evaluation] = consent.Ages{Heard: 1, Self: 19}
		rules.Longest = 0
		found := faults(t, consent.SetRules(ctx, h.Administrator(), rules))
		for _, field := range []string{"heard_transition", "self_evaluation", "longest"} {
			if found[field] == "" {
				t.Errorf("%s was let through: %v", field, found)
			}
		}
		read, err := consent.ReadRules(ctx, h.Scope)
		h.Must(err)
		if read.Ages[consent.Transition].Self != 15 || read.Longest != 24 {
			t.Errorf("the rules became %+v", read)
		}
	})
}

func TestAConsentNamesPartsThatCanBeSharedADayToEndAndHowItWasSaid(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		for name, test := range map[string]struct {
			change func(*consent.Given)
			field  string
		}{
			"the journal":         {func(g *consent.Given) { g.Asked = policy.Sections(policy.SectionJournal) }, "asked"},
			"the child's words":   {func(g *consent.Given) { g.Asked = policy.Sections(policy.SectionVoice, policy.SectionGoals) }, "asked"},
			"nothing":             {func(g *consent.Given) { g.Asked = 0 }, "asked"},
			"more than was asked": {func(g *consent.Given) { g.Answer, g.Sections = consent.Partial, policy.Sections(policy.SectionNeeds) }, "sections"},
			"nobody said where":   {func(g *consent.Given) { g.Told = " " }, "how_told"},
			"no unit":             {func(g *consent.Given) { g.Unit = uuid.Nil }, "unit"},
			"an unknown unit":     {func(g *consent.Given) { g.Unit = tenants.NewID() }, "unit"},
			"a day that has been": {func(g *consent.Given) { g.Until = h.Scope.Today().AddDays(-1) }, "until"},
			"for ever":            {func(g *consent.Given) { g.Until = h.Scope.Today().AddDays(3000) }, "until"},
			"no purpose":          {func(g *consent.Given) { g.Purpose = "" }, "purpose"},
			"no answer":           {func(g *consent.Given) { g.Answer = "perhaps" }, "answer"},
			"no way":              {func(g *consent.Given) { g.How = "" }, "how"},
		} {
			given := h.yes()
			test.change(&given)
			_, err := consent.Give(ctx, h.coordinator, h.family.ID, given)
			if faults(t, err)[test.field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := h.list(h.coordinator); len(got) != 0 {
			t.Errorf("wrong answers were kept: %+v", got)
		}
		partial := h.yes()
		partial.Answer, partial.Sections = consent.Partial, policy.Sections(policy.SectionGoals)
		h.give(h.coordinator, partial)
		kept := h.list(h.coordinator)[0]
		if kept.Answer != consent.Partial || kept.Sections != policy.Sections(policy.SectionOverview, policy.SectionGoals) ||
			kept.Told != partial.Told || kept.Until != "2027-11-03" {
			t.Errorf("kept %+v", kept)
		}
	})
}

func TestACaregiverAnswersForThemselfAndTheirsSignedIn(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		own := h.yes()
		own.How, own.By = casefile.HowSelf, h.father // whom the form says has no say
		id := h.give(h.mona, own)
		list := h.list(h.mona)
		if len(list) != 1 || list[0].ID != id || list[0].GivenBy != h.family.Caregiver || list[0].How != casefile.HowSelf {
			t.Errorf("kept %+v", list)
		}
		if _, err := consent.Give(ctx, h.coordinator, h.family.ID, own); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the coordinator answering as the family: %v", err)
		}
		if _, err := consent.Give(ctx, h.mona, h.family.ID, h.yes()); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the family writing down what was said: %v", err)
		}
		if _, err := consent.Give(ctx, h.teacher, h.family.ID, own); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("somebody outside: %v", err)
		}
	})
}

func TestAQuestionIsAnsweredByWhomItWasAskedOfAndNobodyElse(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.give(h.coordinator, h.yes())
		h.admit(h.teacher)
		question := h.yes()
		question.Asked = policy.Sections(policy.SectionNeeds, policy.SectionMeetings)
		id, err := consent.Ask(ctx, h.coordinator, h.family.ID, question)
		h.Must(err)
		if got := h.sees(h.Scope, h.teacher); got.Has(policy.SectionNeeds) {
			t.Error("a question opened something")
		}
		reply := consent.Reply{Answer: consent.Partial, Sections: policy.Sections(policy.SectionNeeds)}
		if err := reply.Give(ctx, h.coordinator, h.family.ID, id); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the coordinator answering: %v", err)
		}
		h.Must(reply.Give(ctx, h.mona, h.family.ID, id))
		if got := h.sees(h.Scope, h.teacher); !got.Has(policy.SectionNeeds) || got.Has(policy.SectionMeetings) {
			t.Errorf("after the answer the teacher sees %s", got)
		}
		if err := reply.Give(ctx, h.mona, h.family.ID, id); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("answering twice: %v", err)
		}
		question.By, question.Members = h.father, []uuid.UUID{h.father}
		if _, err := consent.Ask(ctx, h.coordinator, h.family.ID, question); faults(t, err)["given_by"] != "consent.given_by.no_login" {
			t.Errorf("asking somebody without a login: %v", err)
		}
	})
}
