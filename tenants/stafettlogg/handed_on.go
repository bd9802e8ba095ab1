package stafettlogg

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// handedOnShown is how long a coordinator's day says that somebody else holds
// the baton in a log.
const handedOnShown = 7 * 24 * time.Hour

// HandedOn is a log in which somebody else holds the baton than before.
type HandedOn struct {
	Family, Link uuid.UUID
	Role         string // of who holds it now; empty when it is not told
	At           time.Time
}

// ReadHandedOn lists, of some families, the logs in which the baton was handed on
// this week, newest first. It checks no policy: whoever asks names the families
// that they follow.
func ReadHandedOn(ctx context.Context, scope *tenants.Scope, families []uuid.UUID) ([]HandedOn, error) {
	if len(families) == 0 {
		return nil, nil
	}
	since := scope.Clock().Now().Add(-handedOnShown)
	links, err := readLinks(ctx, scope, loglink.CaseFileIDIn(families...), loglink.State(string(Active)), loglink.ReadAtGT(since))
	if err != nil {
		return nil, err
	}
	var list []HandedOn
	for i := len(links) - 1; i >= 0; i-- {
		one := links[i]
		if one.HolderNew.After(since) {
			list = append(list, HandedOn{Family: one.Family, Link: one.ID, Role: one.Log.Holder.Role, At: one.HolderNew})
		}
	}
	return list, nil
}
