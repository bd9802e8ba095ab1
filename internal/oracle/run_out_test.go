package oracle

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// endRunOut has a replica end the links whose yes has run out, as the program does
// every minute: from then on none stands without a yes, and none has ended that
// has one.
func (w *world) endRunOut() {
	before := w.liveLinks()
	w.waitForLast(before)
	n, err := stafettlogg.EndRunOut(w.ctx, w.replicas[w.random.IntN(len(w.replicas))])
	w.must(err)
	after := w.liveLinks()
	if len(before)-len(after) != n {
		w.t.Errorf("%d links ended, and it says %d", len(before)-len(after), n)
	}
	for _, one := range w.links {
		stands := w.model.Stands(one.family, one.child, one.unit)
		switch {
		case after[one.id] && !stands:
			w.t.Errorf("the link of child %d of family %d to unit %d stands without a yes", one.child, one.family, one.unit)
		case before[one.id] && !after[one.id] && stands:
			w.t.Errorf("the link of child %d of family %d to unit %d ended though a yes stands", one.child, one.family, one.unit)
		}
	}
	if n > 0 {
		w.note("log run out", nil, n)
	}
}

// waitForLast lets time pass, now and then, until the last yes that some link rests
// on has just run out.
func (w *world) waitForLast(live map[uuid.UUID]bool) {
	for _, one := range w.links {
		if !live[one.id] || w.random.IntN(8) > 0 {
			continue
		}
		for _, yes := range w.model.Families[one.family].Consents {
			if w.model.stands(yes, one.unit, one.child) {
				w.house.Clock.Advance(yes.Until.Sub(w.model.Now))
				w.model.Now = w.house.Clock.Now()
			}
		}
		return
	}
}

// liveLinks are the links that something may go by.
func (w *world) liveLinks() map[uuid.UUID]bool {
	ids, err := w.house.Scope.Client().LogLink.Query().
		Where(loglink.StateIn(string(stafettlogg.Starting), string(stafettlogg.Active))).IDs(w.ctx)
	w.must(err)
	live := map[uuid.UUID]bool{}
	for _, id := range ids {
		live[id] = true
	}
	return live
}
