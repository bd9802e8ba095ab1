package voice_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/outboxmessage"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

func TestAWishToTalkReachesTheCoordinatorUntilItIsAnswered(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		before := h.queued()
		id, err := voice.AskToTalk(h.ctx, h.young, h.family.ID, "Om skolen")
		h.must(err)
		if got := h.queued() - before; got != 1 {
			t.Errorf("%d notices went to the coordinator, want 1", got)
		}
		twice, err := voice.AskToTalk(h.ctx, h.young, h.family.ID, "Om igjen")
		h.must(err)
		if twice != id || h.queued()-before != 1 {
			t.Error("asking twice is two wishes")
		}
		wishes, err := voice.Wishes(h.ctx, again(h.coordinator))
		h.must(err)
		if len(wishes) != 1 || wishes[0].ID != id || wishes[0].Child != h.child || wishes[0].ShortName != "Blått hus" {
			t.Fatalf("the day has %+v", wishes)
		}
		if heard := h.hears(h.coordinator); len(heard) != 1 || heard[0] != "Om skolen" {
			t.Errorf("the coordinator hears %q", heard)
		}
		for name, who := range h.everybodyElse() {
			if name != "coordinator" && len(h.hears(who)) > 0 {
				t.Errorf("%s hears the wish", name)
			}
		}
		for _, who := range []*tenants.Visit{h.young, h.caregiver, h.teacher, h.other} {
			h.isNotFound(voice.Answer(h.ctx, who, h.family.ID, id))
		}
		h.must(voice.Answer(h.ctx, h.coordinator, h.family.ID, id))
		h.isNotFound(voice.Answer(h.ctx, h.coordinator, h.family.ID, id))
		if wishes, err = voice.Wishes(h.ctx, again(h.coordinator)); err != nil || len(wishes) != 0 {
			t.Errorf("answered, the day has %+v, %v", wishes, err)
		}
		h.must(voice.Unanswer(h.ctx, h.coordinator, h.family.ID, id))
		h.must(voice.Remove(h.ctx, h.young, h.family.ID, id))
		if wishes, err = voice.Wishes(h.ctx, again(h.coordinator)); err != nil || len(wishes) != 0 {
			t.Errorf("taken back, the day has %+v, %v", wishes, err)
		}
		if heard := h.hears(h.coordinator); len(heard) > 0 {
			t.Errorf("taken back, the coordinator hears %q", heard)
		}
	})
}

// A child who waits is not dropped when the family gets another coordinator;
// what was said to the former one in trust stays with the child.
func TestAWishToTalkGoesWithTheBaton(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		secret := h.says(h.young, "Bare til deg")
		h.saysYes(h.young, secret, h.coordinator)
		_, err := voice.AskToTalk(h.ctx, h.young, h.family.ID, "Jeg venter")
		h.must(err)
		next := h.house.Colleague()
		h.must(next.InTx(h.ctx, func(tx *tenants.Tx) error {
			return tx.Client().CaseFile.UpdateOneID(h.family.ID).SetCoordinatorID(next.Viewer.ID).Exec(h.ctx)
		}))
		wishes, err := voice.Wishes(h.ctx, again(next))
		h.must(err)
		if len(wishes) != 1 {
			t.Errorf("the next coordinator's day has %+v", wishes)
		}
		if heard := h.hears(next); len(heard) != 1 || heard[0] != "Jeg venter" {
			t.Errorf("the next coordinator hears %q", heard)
		}
		if heard := h.hears(h.coordinator); len(heard) > 0 {
			t.Errorf("the former coordinator hears %q", heard)
		}
	})
}

func TestWhatIsTypedWronglyIsSaid(t *testing.T) {
	both(t, func(t *testing.T, h *home) {
		for name, words := range map[string]voice.Words{
			"an empty house":      {Kind: voice.Good, Text: "  "},
			"a face without face": {Kind: voice.Face, Question: voice.Home},
			"a face too happy":    {Kind: voice.Face, Question: voice.Home, Face: 6},
			"an unknown question": {Kind: voice.Face, Question: "weather", Face: 3},
			"an unknown kind":     {Kind: "poem", Text: "x"},
		} {
			if _, err := voice.Write(h.ctx, h.young, h.family.ID, words); !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("%s gave %v", name, err)
			}
		}
		_, err := voice.Write(h.ctx, h.young, h.family.ID, voice.Words{Kind: voice.Face, Question: voice.Sleep, Face: 2})
		h.must(err)
	})
}

// queued counts the messages on their way to the coordinator.
func (h *home) queued() int {
	h.t.Helper()
	count, err := h.house.Scope.Client().OutboxMessage.Query().
		Where(outboxmessage.RecipientID(h.coordinator.Viewer.ID)).Count(h.ctx)
	h.must(err)
	return count
}
