package stafettlogg

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/loglink"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// readEvery is how often each system is asked what has changed.
const readEvery = 15 * time.Minute

// Refresh reads a linked log now, because the coordinator asks for it. It returns
// a *host.Problem when the other system could not be asked, and ErrConflict for a
// link that no longer stands.
func Refresh(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return err
	}
	if err := a.Require(policy.SectionStafettlogg, policy.ActionEdit); err != nil {
		return err
	}
	link, err := ReadLink(ctx, a, id)
	if err != nil {
		return err
	}
	if link.State != Active {
		return fmt.Errorf("reading a stafettlogg: %w", tenants.ErrConflict)
	}
	c, err := inUse(ctx, v.Scope, link.Connection)
	if err != nil {
		return err
	}
	job := connection.Job{Kind: connection.Read, By: v.Viewer.ID, Family: family}
	return use(ctx, v.Scope, c, job, &link)
}

// use reads the log of a link by a job of its own.
func use(ctx context.Context, scope *tenants.Scope, c connection.Connection, job connection.Job, link *Link) error {
	err := connection.Use(ctx, scope, c.Name, job, func(ctx context.Context, p host.Plugin, run *connection.Run) error {
		return fetch(ctx, scope, p, run, link)
	})
	return errors.Join(err, noteProblem(ctx, scope, link, err))
}

// fetch reads the log of a link as it is now. Without a yes that stands nothing
// is fetched either: the link ends.
func fetch(ctx context.Context, scope *tenants.Scope, p host.Plugin, run *connection.Run, link *Link) error {
	may, err := allowed(ctx, scope, link.Family, link.Member, link.Unit, nil)
	if err != nil {
		return err
	}
	if may.Stop != "" {
		_, err := endStopped(ctx, scope, link)
		return err
	}
	began := scope.Clock().Now()
	log, err := p.Read(ctx, link.logID)
	if err != nil {
		return err
	}
	run.Received++
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		if err := casefile.Hold(ctx, tx, link.Family); err != nil {
			return err
		}
		return keepLog(ctx, tx, link, log, began)
	})
}

// noteProblem keeps whose fault it is that a log could not be read.
func noteProblem(ctx context.Context, scope *tenants.Scope, link *Link, cause error) error {
	problem := problemOf(cause)
	if problem == nil {
		return nil
	}
	return scope.InTx(ctx, func(tx *tenants.Tx) error {
		return tx.Client().LogLink.Update().Where(loglink.ID(link.ID)).
			SetProblemWhose(problem.Whose).SetProblemCode(cut(problem.Code)).Exec(ctx)
	})
}

// ReadDue reads, of every system that is due, the linked logs that have changed
// since last. The dispatcher calls it; several replicas may. The same change told
// twice, or late, does no harm: the whole log is read as it is now, and what was
// read later is never written over. It returns how many logs were read.
func ReadDue(ctx context.Context, scope *tenants.Scope) (int, error) {
	due, err := connection.ClaimDue(ctx, scope, manifest.KindStafettlogg, readEvery)
	if err != nil {
		return 0, err
	}
	read := 0
	var failed error
	for _, one := range due {
		n, err := readChanges(ctx, scope, one)
		read += n
		if problemOf(err) == nil { // a problem is on record with the run
			failed = errors.Join(failed, err)
		}
	}
	return read, failed
}

func readChanges(ctx context.Context, scope *tenants.Scope, c connection.Connection) (int, error) {
	links, err := readLinks(ctx, scope, loglink.PluginID(c.ID), loglink.State(string(Active)))
	if err != nil {
		return 0, err
	}
	links, err = endThose(ctx, scope, links)
	if err != nil || len(links) == 0 {
		return 0, err
	}
	cursor, err := connection.Cursor(ctx, scope, c.ID)
	if err != nil {
		return 0, err
	}
	read, next := 0, cursor
	err = connection.Use(ctx, scope, c.Name, connection.Job{Kind: connection.Read}, func(ctx context.Context, p host.Plugin, run *connection.Run) error {
		changed, reached, err := changes(ctx, p, cursor, links)
		if err != nil {
			return err
		}
		for i := range links {
			if !changed[links[i].logID] && links[i].Log != nil {
				continue
			}
			if err := fetch(ctx, scope, p, run, &links[i]); err != nil {
				return errors.Join(err, noteProblem(ctx, scope, &links[i], err))
			}
			read++
		}
		next = reached
		return nil
	})
	if err != nil || next == cursor {
		return read, err
	}
	return read, connection.KeepCursor(ctx, scope, c.ID, next)
}

// changes are the logs that the other system says have changed. One that we have
// in that version already has not.
func changes(ctx context.Context, p host.Plugin, cursor string, links []Link) (map[string]bool, string, error) {
	ids := make([]string, 0, len(links))
	have := map[string]string{}
	for _, one := range links {
		ids = append(ids, one.logID)
		if one.Log != nil {
			have[one.logID] = one.Log.Version
		}
	}
	changed := map[string]bool{}
	next, err := p.Changes(ctx, cursor, ids, func(change system.Change) error {
		if version, known := have[change.LogID]; !known || version == "" || version != change.Version {
			changed[change.LogID] = true
		}
		return nil
	})
	return changed, next, err
}

// look reads the log again after a write, so that the page shows what both have.
// That it could not be read changes nothing of the write.
func (d *delivery) look(ctx context.Context, c connection.Connection) {
	link, err := linkOf(ctx, d.scope, d.family, d.link.ID)
	if err != nil || link.State != Active || link.logID == "" {
		return
	}
	_ = use(ctx, d.scope, c, connection.Job{Kind: connection.Read, By: d.sent.By, Family: d.family}, &link)
}
