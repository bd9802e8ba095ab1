package stafettlogg_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

func TestALinkEndsWithItsConnectionAndWhatIsOnItsWayIsTakenBack(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		link := h.begun()
		h.sends(link, h.goal)
		admin := h.Administrator()
		c, err := connection.ByID(ctx, h.Scope, h.connection)
		h.Must(err)
		removed := stafettlogg.ConnectionRemoved(admin.Viewer.ID)
		wrong := errors.New("something else cannot end")
		err = connection.Remove(ctx, admin, h.connection, removed, func(context.Context, *tenants.Tx, uuid.UUID) error { return wrong })
		if v := h.view(link); !errors.Is(err, wrong) || v.State != stafettlogg.Active || h.last(link).State != stafettlogg.Waiting {
			t.Fatalf("a removal that failed ended something: %v, %s, %s", err, v.State, h.last(link).State)
		}
		h.Must(connection.Remove(ctx, admin, h.connection, removed))
		v := h.view(link)
		if v.State != stafettlogg.Ended || v.Because != stafettlogg.EndedRemoved || !v.EndedAt.Equal(h.Clock.Now()) || h.last(link).State != stafettlogg.Recalled {
			t.Errorf("%s %s %s, and what was sent is %s", v.State, v.Because, v.EndedAt, h.last(link).State)
		}
		before := len(h.system.tries)
		h.work()
		if len(h.system.tries) != before {
			t.Error("it left after the connection was removed")
		}
		item := h.item(link, h.goal)
		if item.Ours == nil || item.Ours.Text != "Trygg i friminuttet" {
			t.Errorf("the plan is not as it was: %+v", item)
		}
		id, err := connection.Install(ctx, admin, c.Grant.Digest)
		h.Must(err)
		h.Must(connection.Grant(ctx, admin, id, c.Grant.Digest, func(manifest.Ask) bool { return true }))
		h.connection = id
		if _, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, h.wanted()); err != nil {
			t.Errorf("a log by the connection that was added again: %v", err)
		}
	})
}

// What is made while a connection is being removed is refused, or ends with it:
// the removal has looked for what hangs on it, and is not over.
func TestNoLinkIsLeftByAConnectionThatIsRemovedAtTheSameInstant(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.yes(sections)
		admin := h.Administrator()
		made := make(chan error, 1)
		meanwhile := func(context.Context, *tenants.Tx, uuid.UUID) error {
			go func() {
				_, err := stafettlogg.Begin(ctx, h.again(), h.family.ID, h.wanted())
				made <- err
			}()
			select { // on SQLite it waits for the removal
			case err := <-made:
				made <- err
			case <-time.After(500 * time.Millisecond):
			}
			return nil
		}
		h.Must(connection.Remove(ctx, admin, h.connection, stafettlogg.ConnectionRemoved(admin.Viewer.ID), meanwhile))
		if err := <-made; faults(t, err)["connection"] != "stafettlogg.stop.no_system" {
			t.Errorf("%v", err)
		}
		h.noneIsLeft()
	})
}

// noneIsLeft fails when a link by the connection stands.
func (h *house) noneIsLeft() {
	h.t.Helper()
	links, err := stafettlogg.Links(ctx, h.Enter(h.again(), h.family.ID))
	h.Must(err)
	for _, one := range links {
		if one.Live() {
			h.t.Errorf("a link is left: %s", one.State)
		}
	}
}
