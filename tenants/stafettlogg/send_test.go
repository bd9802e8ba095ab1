package stafettlogg_test

import (
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

func TestAMeasureIsSentAndItsReceiptShownOnceItIsConfirmed(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		if v := h.view(link); v.State != stafettlogg.Active || len(v.Sent) != 1 || v.Sent[0].State != stafettlogg.Confirmed {
			t.Fatalf("%+v", v)
		}
		h.stands(link, h.goal, stafettlogg.OursNew)
		h.Must(stafettlogg.Send(ctx, h.again(), h.family.ID, link, h.goal))
		h.Must(stafettlogg.Send(ctx, h.again(), h.family.ID, link, h.measure))
		h.stands(link, h.measure, stafettlogg.Sending)
		for _, one := range h.view(link).Sent[1:] {
			if one.Receipt != nil || !one.ConfirmedAt.IsZero() || one.State != stafettlogg.Waiting {
				t.Errorf("a receipt before anything was sent: %+v", one)
			}
		}
		h.work()
		h.stands(link, h.goal, stafettlogg.InStep)
		h.stands(link, h.measure, stafettlogg.InStep)
		last := h.item(link, h.measure).Last
		if last.State != stafettlogg.Confirmed || last.Receipt.Reference == "" || last.ConfirmedAt.IsZero() {
			t.Errorf("%+v", last)
		}
		log := h.system.logs[h.system.only()]
		if len(log.Measures) != 1 || log.Measures[0].What != "Fast voksen ute" || log.Measures[0].GoalID != log.Goals[0].ID ||
			log.Measures[0].Due != "2026-12-01" || log.Measures[0].Responsible != "" || log.AgeGroup != "6-12" {
			t.Errorf("%+v", log)
		}
		for _, id := range []string{h.goal.String(), h.measure.String(), h.family.Child.String(), h.family.ID.String(), "Elva", "Inga", "grunn"} {
			for _, w := range h.system.tries {
				if text := dump(w); strings.Contains(text, id) {
					t.Errorf("%q left in %s", id, text)
				}
			}
		}
	})
}
