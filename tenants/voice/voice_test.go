package voice_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

func TestWhatAChildSaysIsSharedWithNobody(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		h.says(h.young, "Det er mørkt om kvelden")
		for name, who := range h.everybodyElse() {
			if heard := h.hears(who); len(heard) > 0 {
				t.Errorf("%s hears %q without a yes", name, heard)
			}
		}
		own, err := voice.Own(h.ctx, h.enter(h.young))
		h.must(err)
		if len(own) != 1 || own[0].Text != "Det er mørkt om kvelden" || len(own[0].Yes) != 0 {
			t.Errorf("the child's own page has %+v", own)
		}
	})
}

func (h *home) everybodyElse() map[string]*tenants.Visit {
	return map[string]*tenants.Visit{
		"coordinator": h.coordinator, "caregiver": h.caregiver, "team": h.teacher, "sibling": h.other,
		"leader": h.leader, "personvernombud": h.privacyKeeper, "administrator": h.house.Administrator(),
		"colleague": h.house.Colleague(),
	}
}

func TestAYesIsToOnePersonAndEndsAtTheNextRequest(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		hearers := map[string]*tenants.Visit{"coordinator": h.coordinator, "caregiver": h.caregiver, "team": h.teacher}
		for name, who := range hearers {
			text := "Bare til " + name
			id := h.says(h.young, text)
			h.saysYes(h.young, id, who)
			for other, listener := range h.everybodyElse() {
				if got := slices.Contains(h.hears(listener), text); got != (other == name) {
					t.Errorf("said to %s: %s hears it is %v", name, other, got)
				}
			}
			h.must(voice.TakeBack(h.ctx, h.young, h.family.ID, id, who.Viewer.ID))
			if heard := h.hears(who); len(heard) > 0 {
				t.Errorf("%s hears %q after the yes was taken back", name, heard)
			}
			h.isNotFound(voice.TakeBack(h.ctx, h.young, h.family.ID, id, who.Viewer.ID))
			h.saysYes(h.young, id, who)
			if !slices.Contains(h.hears(who), text) {
				t.Errorf("%s hears nothing after a new yes", name)
			}
			h.must(voice.Remove(h.ctx, h.young, h.family.ID, id))
			if heard := h.hears(who); len(heard) > 0 {
				t.Errorf("%s hears %q that is taken away", name, heard)
			}
			h.must(voice.Restore(h.ctx, h.young, h.family.ID, id))
			h.must(voice.TakeBack(h.ctx, h.young, h.family.ID, id, who.Viewer.ID))
		}
	})
}

func (h *home) isNotFound(err error) {
	h.t.Helper()
	if !errors.Is(err, tenants.ErrNotFound) {
		h.t.Errorf("error is %v, want not found", err)
	}
}

func TestNobodyReachesAnothersWords(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		id := h.says(h.young, "Mitt")
		for _, who := range []*tenants.Visit{h.other, h.coordinator, h.caregiver, h.teacher, h.leader, h.privacyKeeper} {
			h.isNotFound(voice.SayYes(h.ctx, who, h.family.ID, id, ids(who)))
			h.isNotFound(voice.Remove(h.ctx, who, h.family.ID, id))
			h.isNotFound(voice.TakeBack(h.ctx, who, h.family.ID, id, h.coordinator.Viewer.ID))
		}
		_, err := voice.ReadOwn(h.ctx, h.enter(h.other), id)
		h.isNotFound(err)
		_, err = voice.Own(h.ctx, h.enter(h.coordinator))
		h.isNotFound(err)
		_, err = voice.ReadShared(h.ctx, h.enter(h.coordinator), id)
		h.isNotFound(err)
		_, err = voice.Write(h.ctx, h.coordinator, h.family.ID, voice.Words{Kind: voice.Good, Text: "Ikke mitt"})
		h.isNotFound(err)
		h.isNotFound(voice.Restore(h.ctx, h.young, h.family.ID, id))
		neighbours := h.house.Family("Nabolund")
		h.isNotFound(voice.Remove(h.ctx, h.young, neighbours.ID, id))
		h.isNotFound(voice.SayYes(h.ctx, h.coordinator, neighbours.ID, id, ids(h.coordinator)))
	})
}

func TestTheChildChoosesAmongThoseWhoAreNear(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		id := h.says(h.young, "Til noen")
		for name, who := range map[string]*tenants.Visit{"sibling": h.other, "leader": h.leader, "colleague": h.house.Colleague()} {
			err := voice.SayYes(h.ctx, h.young, h.family.ID, id, ids(who))
			if !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("a yes to a %s gave %v", name, err)
			}
		}
		list, err := voice.OwnListeners(h.ctx, h.enter(h.young))
		h.must(err)
		var near []uuid.UUID
		for _, one := range list {
			near = append(near, one.User)
			if one.Name == "" {
				t.Errorf("a listener has no name: %+v", one)
			}
		}
		if !slices.Equal(near, ids(h.coordinator, h.caregiver, h.teacher)) {
			t.Errorf("near are %v", near)
		}
	})
}

// A caregiver of the sibling alone can be told nothing by this child, and what
// was said to them before is closed when their access becomes narrower.
func TestACaregiverOfTheSiblingAloneHearsNothing(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		father, err := casefile.AddMember(h.ctx, h.coordinator, h.family.ID, casefile.Person{
			Kind: casefile.Caregiver, Name: "Per Blåhus", Relation: "far", Grade: casefile.GradeOpen,
		})
		h.must(err)
		login := casefile.Login{Email: "per@familie.example", Language: "nb", Members: []uuid.UUID{h.sibling}}
		h.must(casefile.GiveAccess(h.ctx, h.coordinator, h.family.ID, father, login))
		members, err := casefile.Members(h.ctx, h.enter(h.coordinator))
		h.must(err)
		var per *tenants.Visit
		for _, one := range members {
			if one.ID == father {
				per = tenants.NewVisit(h.house.Scope, policy.Viewer{ID: *one.UserID, Roles: policy.Roles(policy.RoleCaregiver)})
			}
		}
		id := h.says(h.young, "Ikke til Per")
		if err := voice.SayYes(h.ctx, h.young, h.family.ID, id, ids(per)); !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("a yes to the sibling's caregiver gave %v", err)
		}
		siblings := h.says(h.other, "Til Per")
		h.saysYes(h.other, siblings, per)
		if heard := h.hears(per); !slices.Equal(heard, []string{"Til Per"}) {
			t.Errorf("the sibling's caregiver hears %q", heard)
		}
		h.saysYes(h.young, id, h.caregiver)
		h.must(casefile.EndAccess(h.ctx, h.coordinator, h.family.ID, h.caregiver.Viewer.ID))
		h.letIn(h.caregiver.Viewer.ID, policy.RelationCaregiver, h.sibling, h.family.Caregiver)
		if heard := h.hears(h.caregiver); len(heard) > 0 {
			t.Errorf("a caregiver kept from the child hears %q", heard)
		}
	})
}

func TestWhatIsWrittenTogetherIsTheChilds(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		write := func(b voice.Beside) (uuid.UUID, error) {
			return voice.WriteTogether(h.ctx, h.coordinator, h.family.ID, h.child, voice.Words{Kind: voice.Dreams, Text: "En hund"}, b)
		}
		if _, err := write(voice.Beside{Yes: ids(h.coordinator)}); !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("written without the child knowing: %v", err)
		}
		alone, err := write(voice.Beside{Knows: true})
		h.must(err)
		if heard := h.hears(h.coordinator); len(heard) > 0 {
			t.Errorf("the coordinator can open %q again", heard)
		}
		h.isNotFound(voice.SayYes(h.ctx, h.coordinator, h.family.ID, alone, ids(h.coordinator)))
		h.isNotFound(voice.Remove(h.ctx, h.coordinator, h.family.ID, alone))
		_, err = voice.ReadTogether(h.ctx, h.enter(h.coordinator), alone)
		h.isNotFound(err)
		mine, err := voice.ReadOwn(h.ctx, h.enter(h.young), alone)
		h.must(err)
		if mine.How != voice.Together || mine.Text != "En hund" {
			t.Errorf("the child's page has %+v", mine)
		}
		open, err := write(voice.Beside{Knows: true, Yes: ids(h.coordinator)})
		h.must(err)
		h.must(voice.SayYes(h.ctx, h.coordinator, h.family.ID, open, ids(h.caregiver)))
		if len(h.hears(h.caregiver)) != 1 || len(h.hears(h.coordinator)) != 1 {
			t.Error("what the child let two see is not seen by both")
		}
		h.must(voice.TakeBack(h.ctx, h.young, h.family.ID, open, h.coordinator.Viewer.ID))
		h.isNotFound(voice.Remove(h.ctx, h.coordinator, h.family.ID, open))
		_, err = voice.WriteTogether(h.ctx, h.caregiver, h.family.ID, h.child, voice.Words{Kind: voice.Good, Text: "x"}, voice.Beside{Knows: true})
		h.isNotFound(err)
		_, err = voice.WriteTogether(h.ctx, h.coordinator, h.family.ID, h.family.Caregiver, voice.Words{Kind: voice.Good, Text: "x"}, voice.Beside{Knows: true})
		h.isNotFound(err)
	})
}

func TestTheWordsAreSealed(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		h := moveIn(t, house)
		id := h.says(h.young, "Hemmelig hule")
		row, err := house.Scope.Client().VoiceEntry.Get(h.ctx, id)
		h.must(err)
		if bytes.Contains(row.Text, []byte("Hemmelig")) || len(row.Text) == 0 {
			t.Errorf("the words lie open in the database: %q", row.Text)
		}
		lines, err := house.Scope.Audit().Read(h.ctx, audit.Filter{CaseFile: h.family.ID, Limit: 200})
		h.must(err)
		for _, line := range lines {
			for _, word := range []string{line.Action, line.Rule} {
				if bytes.Contains([]byte(word), []byte("Hemmelig")) {
					t.Errorf("the words stand in the log: %+v", line)
				}
			}
		}
	})
}

func TestALookAtAChildsWordsIsOnRecordByTheChildsYes(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		id := h.says(h.young, "Til deg")
		looked := func() int {
			visit := again(h.coordinator)
			access, err := casefile.Enter(h.ctx, visit, h.family.ID)
			h.must(err)
			_, err = voice.SharedWith(h.ctx, access)
			h.must(err)
			h.must(visit.Commit(h.ctx))
			lines, err := h.house.Scope.Audit().Read(h.ctx, audit.Filter{CaseFile: h.family.ID, Limit: 200})
			h.must(err)
			count := 0
			for _, line := range lines {
				if line.Kind == audit.KindLook && slices.Contains(line.Sections, policy.SectionVoice.String()) &&
					line.Basis == policy.BasisChildsYes.String() {
					count++
				}
			}
			return count
		}
		if n := looked(); n != 0 {
			t.Errorf("%d looks at the words are on record though nothing was shown", n)
		}
		h.saysYes(h.young, id, h.coordinator)
		if n := looked(); n != 1 {
			t.Errorf("%d looks at the words are on record, want 1", n)
		}
	})
}
