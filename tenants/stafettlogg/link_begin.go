package stafettlogg

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Begin starts a new log for a child in another system, with what may leave, and
// links it. The log is there when the other system has confirmed it; until then
// the link is Starting. Else it is as Connect.
func Begin(ctx context.Context, v *tenants.Visit, family uuid.UUID, w Wanted) (uuid.UUID, error) {
	w.Reference = ""
	c, err := w.may(ctx, v, family)
	if err != nil {
		return uuid.Nil, err
	}
	if w.Level != "" {
		model, err := ReadLevels(ctx, v.Scope)
		if err != nil {
			return uuid.Nil, err
		}
		if len(model.Levels) > 0 && !known(model, w.Level, w.Step) {
			return uuid.Nil, tenants.InvalidField("level", "stafettlogg.level.missing")
		}
	}
	if !c.Can(system.Starts) {
		return uuid.Nil, tenants.InvalidField("connection", "stafettlogg.cannot_start")
	}
	unit, err := orgNumber(ctx, v.Scope, w.Unit)
	if err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	return id, w.change(ctx, v, family, "stafettlogg.start", id, c, func(tx *tenants.Tx, link *Link, may Allowed) error {
		if !may.Has(manifest.ClassChildReference) {
			return tenants.InvalidField("connection", "stafettlogg.no_reference")
		}
		link.State = Starting
		begin, err := w.beginning(ctx, tx, link, unit)
		if err != nil {
			return err
		}
		if err := insertLink(ctx, tx, link); err != nil {
			return err
		}
		log := begin.start(may)
		return enqueue(ctx, v, tx, link, WriteStart, uuid.Nil, begin.handed(may), letter{Change: &system.Write{Start: &log}})
	})
}

// beginning gathers what a new log may be begun with.
func (w *Wanted) beginning(ctx context.Context, tx *tenants.Tx, link *Link, unit string) (beginning, error) {
	one, err := childTx(ctx, tx, link.Family, link.Member)
	if err != nil {
		return beginning{}, err
	}
	followed, err := casefile.ReadFollowUp(ctx, tx.Client(), link.Family)
	if err != nil {
		return beginning{}, err
	}
	age := -1
	if !one.BornOn.IsZero() {
		age = one.Age(tx.Today())
	}
	return beginning{
		reference: link.childReference, age: age, level: w.Level, step: w.Step, unit: unit, since: string(followed.Since),
	}, nil
}

// orgNumber is a unit's organisation number; empty when none is written down.
func orgNumber(ctx context.Context, scope *tenants.Scope, unit uuid.UUID) (string, error) {
	units, err := directory.Units(ctx, scope)
	if err != nil {
		return "", err
	}
	for _, one := range units {
		if one.ID == unit {
			return one.OrgNumber, nil
		}
	}
	return "", nil
}
