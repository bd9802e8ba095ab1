package services

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// mostEntries is how much of one register is taken in: more than the units and
// services of any municipality in Norway.
const mostEntries = 50_000

// errTooMuch says that a plugin lists more than a municipality can have.
var errTooMuch = &host.Problem{Whose: host.Plugins, Code: host.CodeTooLarge, Lasting: true}

// Synced counts what taking in a register's list did.
type Synced struct {
	Added, Changed int
	Asked          int // of which an administrator is asked whether they are there already
	Gone, Back     int
}

// Synchronise takes in what a connection's register has: all of it in one
// transaction, or nothing. A list that is not complete changes what is in it,
// and marks nothing as gone. by is who asked for it; Nil at night. It checks no
// policy. A fault in or behind the plugin is a *host.Problem.
func Synchronise(ctx context.Context, scope *tenants.Scope, c connection.Connection, by uuid.UUID) (done Synced, err error) {
	cursor, err := connection.Cursor(ctx, scope, c.ID)
	if err != nil {
		return Synced{}, err
	}
	next := cursor
	err = connection.Use(ctx, scope, c.Name, connection.Job{Kind: connection.Synchronise, By: by},
		func(ctx context.Context, p host.Plugin, run *connection.Run) error {
			from, end, err := gather(ctx, p, registry.Query{Cursor: cursor}, run)
			if err != nil {
				return err
			}
			done, err = takeIn(ctx, scope, c.ID, by, from)
			if err != nil {
				return fmt.Errorf("taking in a list: %w", err)
			}
			run.Changed = done.Added + done.Changed + done.Gone + done.Back
			if end.Cursor != "" {
				next = end.Cursor
			}
			return nil
		})
	if err != nil || next == cursor {
		return done, err
	}
	return done, connection.KeepCursor(ctx, scope, c.ID, next)
}

// gather reads everything that a register lists, in the form it is kept in.
func gather(ctx context.Context, p host.Plugin, query registry.Query, run *connection.Run) (list, registry.End, error) {
	var from list
	end, err := p.List(ctx, query, func(chunk registry.Chunk) error {
		run.Remark(chunk.Remarks...)
		for _, one := range chunk.Units {
			fitted, remarks := fitUnit(one)
			run.Remark(remarks...)
			if fitted.id != "" {
				from.units = append(from.units, fitted)
			}
		}
		for _, one := range chunk.Services {
			fitted, remarks := fitService(one)
			run.Remark(remarks...)
			if fitted.id != "" {
				from.services = append(from.services, fitted)
			}
		}
		run.Received += len(chunk.Units) + len(chunk.Services)
		if run.Received > mostEntries {
			return errTooMuch
		}
		return nil
	})
	from.units, from.services, from.whole = once(from.units), once(from.services), end.Complete
	return from, end, err
}

// retryAfter is how long a synchronisation waits after a fault that passes.
const retryAfter = time.Hour

// SyncDue synchronises the registers that are due, each in one replica only,
// and has them be due again the coming night, at a time that differs from
// municipality to municipality. The dispatcher calls it every few minutes.
func SyncDue(ctx context.Context, scope *tenants.Scope) error {
	now := scope.Clock().Now()
	due, err := connection.ClaimDue(ctx, scope, manifest.KindRegistry, untilNight(now, rand.N(nightLength)))
	var faults []error
	for _, one := range due {
		if one.Can(sdk.FeatureRegistryFile) {
			continue // it reads files that people choose
		}
		_, failed := Synchronise(ctx, scope, one, uuid.Nil)
		var problem *host.Problem
		switch {
		case failed == nil:
		case errors.As(failed, &problem) && problem.Lasting:
		default:
			wait := retryAfter + rand.N(retryAfter/4)
			if problem != nil {
				wait = max(wait, problem.RetryAfter)
			}
			faults = append(faults, connection.RunAgain(ctx, scope, one.Name, now.Add(wait)))
		}
		if failed != nil {
			scope.Log().Warn("a register was not read", "plugin", one.Name, "error", failed)
		}
	}
	return errors.Join(append(faults, err)...)
}

// The night is from one to five in Norway.
const (
	nightBegins = 1 * time.Hour
	nightLength = 4 * time.Hour
)

// untilNight is how long it is until a moment of the coming night.
func untilNight(now time.Time, into time.Duration) time.Duration {
	tomorrow := clock.DateOf(now).AddDays(1)
	return max(tomorrow.Time().Add(nightBegins+into).Sub(now), time.Hour)
}
