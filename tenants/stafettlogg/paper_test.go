package stafettlogg_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document/documenttest"
)

// plain says the keys themselves, with what is put in.
type plain struct{}

func (plain) Lang() string { return "nb" }
func (plain) T(key string, data ...any) string {
	return strings.TrimSpace(fmt.Sprint(key, " ", fmt.Sprint(data...)))
}
func (plain) DateFull(day clock.Date) string { return string(day) }

func (h *house) attached(link any) []*system.Attachment {
	h.t.Helper()
	h.system.mu.Lock()
	defer h.system.mu.Unlock()
	var list []*system.Attachment
	for _, w := range h.system.writes {
		if w.Attachment != nil {
			list = append(list, w.Attachment)
		}
	}
	return list
}

func TestADocumentIsAttachedOnceWithAReceiptAndNamesNobody(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.plans("Sove hele natten", "Fast leggetid")
		seen, err := stafettlogg.Document(ctx, h.Enter(h.again(), h.family.ID), link, plain{})
		h.Must(err)
		h.Must(stafettlogg.Attach(ctx, h.again(), h.family.ID, link, plain{}))
		if err := stafettlogg.Attach(ctx, h.again(), h.family.ID, link, plain{}); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("a second while the first is on its way: %v", err)
		}
		if last := h.last(link); last.What != stafettlogg.WriteDocument || last.State != stafettlogg.Waiting || last.Receipt != nil {
			t.Errorf("before it is confirmed: %+v", last)
		}
		h.system.lose = 1 // the answer is lost after it was stored
		h.work()
		h.Clock.Advance(2 * time.Minute)
		h.work()
		list := h.attached(link)
		if last := h.last(link); len(list) != 1 || last.State != stafettlogg.Confirmed || last.Receipt.Reference == "" {
			t.Fatalf("%d arrived, and it stands %+v", len(list), last)
		}
		one := list[0]
		if one.Name != "Stafettlogg "+string(h.Scope.Today())+".pdf" || one.MediaType != "application/pdf" || !bytes.Equal(one.Content, seen) {
			t.Errorf("%s, %s, the same as was read before: %v", one.Name, one.MediaType, bytes.Equal(one.Content, seen))
		}
		said := documenttest.Words(t, one.Content)
		for _, want := range []string{"Trygg i friminuttet", "Fast voksen ute", "Sove hele natten", "2026-12-01"} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is not in it", want)
			}
		}
		for _, name := range []string{"Elva", "Inga", "grunn", h.family.Child.String(), h.goal.String()} {
			if strings.Contains(said, name) || bytes.Contains(one.Content, []byte(name)) {
				t.Errorf("%q is in it", name)
			}
		}
	})
}

// The class of documents opens nothing that the others keep shut.
func TestADocumentHoldsOnlyWhatTheOtherClassesLetOut(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.grant(manifest.ClassChildReference, manifest.ClassGoals, manifest.ClassMeasures)
		if shown := h.view(link); shown.MayAttach() {
			t.Error("a document may be attached that was not granted")
		}
		if err := stafettlogg.Attach(ctx, h.again(), h.family.ID, link, plain{}); faults(t, err)["document"] != "stafettlogg.class.document" {
			t.Errorf("%v", err)
		}
		if _, err := stafettlogg.Document(ctx, h.Enter(h.again(), h.family.ID), link, plain{}); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("%v", err)
		}
		h.grant(manifest.ClassChildReference, manifest.ClassGoals, manifest.ClassPlanDocument)
		h.Must(stafettlogg.Attach(ctx, h.again(), h.family.ID, link, plain{}))
		h.work()
		said := documenttest.Words(t, h.attached(link)[0].Content)
		if !strings.Contains(said, "Trygg i friminuttet") || strings.Contains(said, "Fast voksen ute") || strings.Contains(said, "2026-12-01") {
			t.Errorf("measures are not granted: %s", said)
		}
		if classes := h.last(link).Classes; strings.Join(classes, " ") != "plan.document plan.goals" {
			t.Errorf("it is told to hold %v", classes)
		}
	})
}

func TestADocumentThatMayNoLongerLeaveStays(t *testing.T) {
	for name, one := range map[string]struct {
		change func(h *house)
		code   string
	}{
		"a measure in it is not granted any more": {func(h *house) {
			h.grant(manifest.ClassChildReference, manifest.ClassGoals, manifest.ClassPlanDocument)
		}, stafettlogg.CodeNotAllowed},
		"a goal in it is taken out": {func(h *house) { h.Must(plan.RemoveGoal(ctx, h.again(), h.family.ID, h.goal)) }, stafettlogg.CodeGone},
		"an address is protected":   {func(h *house) { h.protect() }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, h *house) {
				h.yes(sections)
				link := h.begun()
				h.Must(stafettlogg.Attach(ctx, h.again(), h.family.ID, link, plain{}))
				one.change(h)
				h.work()
				last := h.last(link)
				if len(h.attached(link)) != 0 || last.State == stafettlogg.Confirmed || last.Code != one.code {
					t.Errorf("%d left, and it stands %s %s", len(h.attached(link)), last.State, last.Code)
				}
			})
		})
	}
}

func TestNoDocumentIsMadeOfWhatTheFamilyHasNotSaidYesTo(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(policy.Sections(policy.SectionMeasures))
		link := h.begun()
		if shown := h.view(link); shown.MayAttach() {
			t.Error("without a yes to the goals")
		}
	})
}
