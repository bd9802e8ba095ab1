package stafettlogg

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// stopped says in a form why nothing may leave.
func stopped(why string) error {
	switch why {
	case StopStrict:
		return tenants.InvalidField("member", "stafettlogg.stop.strict")
	case StopClosed:
		return fmt.Errorf("the follow-up is closed: %w", tenants.ErrConflict)
	case StopNoSystem:
		return tenants.InvalidField("connection", "stafettlogg.stop.no_system")
	case StopNotTheirs:
		return tenants.InvalidField("member", "stafettlogg.member.missing")
	}
	return tenants.InvalidField("unit", "stafettlogg.stop.no_consent")
}

// may checks what can be checked before the other system is asked.
func (w *Wanted) may(ctx context.Context, v *tenants.Visit, family uuid.UUID) (connection.Connection, error) {
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return connection.Connection{}, err
	}
	if err := a.Require(policy.SectionStafettlogg, policy.ActionEdit); err != nil {
		return connection.Connection{}, err
	}
	if a.Facts.Strict {
		return connection.Connection{}, stopped(StopStrict)
	}
	c, err := inUse(ctx, v.Scope, w.Connection)
	if err != nil {
		return connection.Connection{}, err
	}
	may, err := allowed(ctx, v.Scope, family, w.Member, w.Unit, c.Grant.Receives)
	if err == nil && may.Stop != "" {
		err = stopped(may.Stop)
	}
	return c, err
}

// inUse is a stafettlogg's connection that is in use.
func inUse(ctx context.Context, scope *tenants.Scope, id uuid.UUID) (connection.Connection, error) {
	list, err := connection.Of(ctx, scope, manifest.KindStafettlogg)
	if err != nil {
		return connection.Connection{}, err
	}
	for _, one := range list {
		if one.ID == id {
			return one, nil
		}
	}
	return connection.Connection{}, stopped(StopNoSystem)
}

// childTx is one child of the family.
func childTx(ctx context.Context, tx *tenants.Tx, family, member uuid.UUID) (casefile.Member, error) {
	members, err := casefile.MembersTx(ctx, tx, family)
	if err != nil {
		return casefile.Member{}, err
	}
	for _, one := range members {
		if one.ID == member && one.Kind == casefile.Child {
			return one, nil
		}
	}
	return casefile.Member{}, stopped(StopNotTheirs)
}

// reference is what the other system calls the child: made up by chance, the same
// for one child in one system, and another in every other. A child who has a
// link that stands there has no second one.
func reference(ctx context.Context, tx *tenants.Tx, link *Link) (string, error) {
	before, err := readLinks(ctx, tx, loglink.MemberID(link.Member), loglink.PluginID(link.Connection))
	if err != nil {
		return "", err
	}
	known := ""
	for _, one := range before {
		if one.Live() {
			return "", tenants.InvalidField("member", "stafettlogg.member.linked")
		}
		known = one.childReference
	}
	if known == "" {
		known = rand.Text()
	}
	return known, nil
}

// notLinked refuses a log that is linked to somebody already.
func notLinked(ctx context.Context, tx *tenants.Tx, link *Link) error {
	others, err := readLinks(ctx, tx, loglink.PluginID(link.Connection),
		loglink.StateIn(string(Active), string(Starting), string(Closed)))
	if err != nil {
		return err
	}
	for _, one := range others {
		if one.logID == link.logID {
			return tenants.InvalidField("reference", "stafettlogg.reference.linked")
		}
	}
	return nil
}
