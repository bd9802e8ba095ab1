package stafettlogg

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
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
