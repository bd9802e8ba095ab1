package stafettlogg

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// MaxReference is how long a reference may be, in characters.
const MaxReference = 100

// Wanted is a link as it is asked for.
type Wanted struct {
	Member     uuid.UUID // the child
	Connection uuid.UUID // which system
	Unit       uuid.UUID // that holds the log
	Reference  string    // of a log that is there already; empty for a new one
	Level      string    // of a new log: the municipality's own code; may be empty
	Step       string
}

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

// Connect links the log that has a reference in another system to a child of the
// family. The coordinator may. Nothing of the family is handed over: the
// reference is what the other system itself calls the log. It returns ErrInvalid
// with what is wrong in plain words, among it that the family has not said yes to
// the unit, or that somebody's address is protected; and a *host.Problem when the
// other system could not be asked.
func Connect(ctx context.Context, v *tenants.Visit, family uuid.UUID, w Wanted) (uuid.UUID, error) {
	w.Reference = strings.TrimSpace(w.Reference)
	if w.Reference == "" || utf8.RuneCountInString(w.Reference) > MaxReference {
		return uuid.Nil, tenants.InvalidField("reference", "stafettlogg.reference.missing")
	}
	c, err := w.may(ctx, v, family)
	if err != nil {
		return uuid.Nil, err
	}
	var log system.Log
	began := v.Clock().Now()
	job := connection.Job{Kind: connection.Read, By: v.Viewer.ID, Family: family}
	err = connection.Use(ctx, v.Scope, c.Name, job, func(ctx context.Context, p host.Plugin, run *connection.Run) error {
		found, err := p.Find(ctx, w.Reference)
		if err != nil {
			return err
		}
		if found.LogID == "" {
			return tenants.InvalidField("reference", "stafettlogg.reference.unknown")
		}
		log, err = p.Read(ctx, found.LogID)
		log.LogID = found.LogID
		run.Received++
		return err
	})
	if err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	return id, w.change(ctx, v, family, "stafettlogg.link", id, c, func(tx *tenants.Tx, link *Link, _ Allowed) error {
		link.State, link.logID = Active, log.LogID
		if err := notLinked(ctx, tx, link); err != nil {
			return err
		}
		if err := insertLink(ctx, tx, link); err != nil {
			return err
		}
		return keepLog(ctx, tx, link, log, began)
	})
}

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

// change runs the command that makes a link: once more everything is asked, on
// the facts that hold when it is written.
func (w *Wanted) change(ctx context.Context, v *tenants.Visit, family uuid.UUID, name string, id uuid.UUID, c connection.Connection, write func(*tenants.Tx, *Link, Allowed) error) error {
	deed := casefile.Deed{Name: name, Target: id, Section: policy.SectionStafettlogg, Action: policy.ActionEdit}
	return casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		err := connection.Hold(ctx, tx, c.ID)
		if errors.Is(err, tenants.ErrNotFound) {
			return stopped(StopNoSystem)
		}
		if err != nil {
			return err
		}
		may, err := allowed(ctx, tx, family, w.Member, w.Unit, c.Grant.Receives)
		if err != nil {
			return err
		}
		if may.Stop != "" {
			return stopped(may.Stop)
		}
		if _, err := childTx(ctx, tx, family, w.Member); err != nil {
			return err
		}
		link := &Link{
			ID: id, Family: family, Member: w.Member, Connection: c.ID, Unit: w.Unit, Reference: w.Reference,
			LinkedBy: v.Viewer.ID,
		}
		if link.childReference, err = reference(ctx, tx, link); err != nil {
			return err
		}
		return write(tx, link, may)
	})
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

func insertLink(ctx context.Context, tx *tenants.Tx, link *Link) error {
	row := tx.Row(loglink.Table, link.ID)
	create := tx.Client().LogLink.Create().SetID(link.ID).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(link.Family).
		SetMemberID(link.Member).SetPluginID(link.Connection).SetUnitID(link.Unit).SetState(string(link.State)).
		SetLog(row.Seal("log", link.logID)).SetReference(row.Seal("reference", link.Reference)).
		SetChildReference(row.Seal("child_reference", link.childReference)).SetLinkedBy(link.LinkedBy)
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing link to stafettlogg: %w", err)
	}
	return nil
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

// problemOf is the fault in or behind a plugin that an error tells of.
func problemOf(err error) *host.Problem {
	var problem *host.Problem
	if errors.As(err, &problem) {
		return problem
	}
	return nil
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
