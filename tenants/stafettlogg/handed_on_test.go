package stafettlogg_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// mails delivers the mails that wait, and returns how many there were.
func (h *house) mails() int {
	h.t.Helper()
	count := 0
	_, err := h.Scope.Outbox().Only(directory.MailKind).Work(ctx, map[string]outbox.Handler{
		directory.MailKind: func(context.Context, outbox.Delivery) error { count++; return nil },
	}, 100)
	h.Must(err)
	return count
}

func TestTheCoordinatorIsToldWhenSomebodyElseHoldsTheBatonThere(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		read := func() {
			t.Helper()
			h.Clock.Advance(2 * time.Hour)
			h.Must(stafettlogg.Refresh(ctx, h.again(), h.family.ID, link))
		}
		told := func() []stafettlogg.HandedOn {
			t.Helper()
			list, err := stafettlogg.ReadHandedOn(ctx, h.Scope, []uuid.UUID{h.family.ID})
			h.Must(err)
			return list
		}
		read()
		h.mails()
		if list := told(); len(list) != 0 {
			t.Errorf("nobody has taken over: %+v", list)
		}
		h.system.theirs(h.system.only(), func(log *system.Log) {
			log.Holder = system.Holder{Role: "helsesykepleier", Since: "2026-12-01"}
		})
		read()
		read() // and once only
		if n := h.mails(); n != 1 {
			t.Errorf("the coordinator was told %d times", n)
		}
		list := told()
		if len(list) != 1 || list[0].Link != link || list[0].Role != "helsesykepleier" {
			t.Fatalf("%+v", list)
		}
		h.Clock.Advance(6 * 24 * time.Hour)
		read()
		if len(told()) != 1 {
			t.Error("it is gone before the week is")
		}
		h.Clock.Advance(2 * 24 * time.Hour)
		read()
		if len(told()) != 0 {
			t.Error("it is said for ever")
		}
		if other, err := stafettlogg.ReadHandedOn(ctx, h.Scope, nil); err != nil || len(other) != 0 {
			t.Error(other, err)
		}
	})
}
