// Package draft keeps what somebody is typing on the server, so that a wrong
// click, an empty battery or an ended session loses nothing. A draft is its
// writer's alone, sealed, and forgotten after a month. Writing one is no look
// at a family and is not on the log.
package draft

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// What a draft may hold, and for how long.
const (
	MaxBytes = 64 << 10
	KeptFor  = 30 * 24 * time.Hour
)

var formShape = regexp.MustCompile(`^[a-z0-9:_-]{1,200}$`)

// Draft is what the viewer had typed in a form.
type Draft struct {
	Values  map[string][]string
	SavedAt time.Time
}

// Save keeps what the viewer has typed in a form, in the place of what they
// had typed there before, and returns when it was kept. form names the form
// and what it is about ("goal:<id>") in at most 200 of a-z 0-9 : _ -. family
// is uuid.Nil for a form that belongs to no family. It returns ErrInvalid for
// another name or more than 64 kB, and ErrNotFound when the viewer has nothing
// to do with the family (any more) or no account here.
func Save(ctx context.Context, v *tenants.Visit, form string, family uuid.UUID, values map[string][]string) (time.Time, error) {
	if err := allowed(v, form, policy.ActionEdit); err != nil {
		return time.Time{}, err
	}
	content, err := json.Marshal(values)
	if err != nil {
		return time.Time{}, fmt.Errorf("writing draft: %w", err)
	}
	if len(content) > MaxBytes {
		var faults tenants.Invalid
		faults.Add("", "draft.too_long")
		return time.Time{}, faults.Err()
	}
	savedAt := v.Clock().Now()
	write := func(tx *tenants.Tx) error {
		if family != uuid.Nil {
			if _, err := casefile.EnterTx(ctx, v, tx, family); err != nil {
				return err
			}
		}
		return put(ctx, v, tx, form, family, string(content), savedAt)
	}
	err = v.InTx(ctx, write)
	if tenant.IsConstraintError(err) {
		err = v.InTx(ctx, write) // another of the viewer's windows was first to begin it
	}
	if family != uuid.Nil && errors.Is(err, tenants.ErrNotFound) {
		err = errors.Join(err, Drop(ctx, v, form)) // nor is what was kept before theirs any more
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("saving draft: %w", err)
	}
	return savedAt, nil
}

func put(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, form string, family uuid.UUID, content string, at time.Time) error {
	known, err := tx.Client().Draft.Query().Where(draft.UserID(v.Viewer.ID), draft.Form(form)).OnlyID(ctx)
	if err != nil && !tenant.IsNotFound(err) {
		return err
	}
	if err == nil {
		sealed, err := tx.Seal(draft.Table, "content", known, content)
		if err != nil {
			return err
		}
		update := tx.Client().Draft.UpdateOneID(known).SetContent(sealed).SetSavedAt(at)
		if family == uuid.Nil {
			update.ClearCaseFileID()
		} else {
			update.SetCaseFileID(family)
		}
		return update.Exec(ctx)
	}
	id := tenants.NewID()
	sealed, err := tx.Seal(draft.Table, "content", id, content)
	if err != nil {
		return err
	}
	create := tx.Client().Draft.Create().SetID(id).SetCreatedAt(at).
		SetUserID(v.Viewer.ID).SetForm(form).SetContent(sealed).SetSavedAt(at)
	if family != uuid.Nil {
		create.SetCaseFileID(family)
	}
	return create.Exec(ctx)
}

// Read returns what the viewer had typed in a form, and whether there was
// anything. A draft of a family the viewer has nothing to do with any more is
// thrown away, and one older than KeptFor is not found.
func Read(ctx context.Context, v *tenants.Visit, form string) (Draft, bool, error) {
	if err := allowed(v, form, policy.ActionSee); err != nil {
		return Draft{}, false, err
	}
	read, err := v.Client().Draft.Query().
		Where(draft.UserID(v.Viewer.ID), draft.Form(form), draft.SavedAtGTE(v.Clock().Now().Add(-KeptFor))).Only(ctx)
	if tenant.IsNotFound(err) {
		return Draft{}, false, nil
	}
	if err != nil {
		return Draft{}, false, fmt.Errorf("reading draft: %w", err)
	}
	if read.CaseFileID != nil {
		_, err := casefile.Enter(ctx, v, *read.CaseFileID)
		if errors.Is(err, tenants.ErrNotFound) {
			return Draft{}, false, Drop(ctx, v, form)
		}
		if err != nil {
			return Draft{}, false, fmt.Errorf("reading draft: %w", err)
		}
	}
	content, err := v.Open(draft.Table, "content", read.ID, read.Content)
	if err != nil {
		return Draft{}, false, fmt.Errorf("reading draft: %w", err)
	}
	found := Draft{SavedAt: read.SavedAt}
	if err := json.Unmarshal([]byte(content), &found.Values); err != nil {
		return Draft{}, false, fmt.Errorf("reading draft: %w", err)
	}
	return found, true, nil
}

// Drop throws away what the viewer had typed in a form, when it is saved for
// good or given up. Dropping nothing is no error.
func Drop(ctx context.Context, v *tenants.Visit, form string) error {
	return v.InTx(ctx, func(tx *tenants.Tx) error { return DropTx(ctx, v, tx, form) })
}

// DropTx is Drop inside the transaction that saves the form for good.
func DropTx(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, form string) error {
	_, err := tx.Client().Draft.Delete().Where(draft.UserID(v.Viewer.ID), draft.Form(form)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("dropping draft: %w", err)
	}
	return nil
}

// Sweep throws away every draft of the municipality older than KeptFor and
// returns how many. For the nightly job; it reads no draft.
func Sweep(ctx context.Context, scope *tenants.Scope) (int, error) {
	var swept int
	err := scope.InTx(ctx, func(tx *tenants.Tx) error {
		var err error
		swept, err = tx.Client().Draft.Delete().Where(draft.SavedAtLT(tx.Clock().Now().Add(-KeptFor))).Exec(ctx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("sweeping drafts: %w", err)
	}
	return swept, nil
}

// allowed keeps out whoever has no account of their own here.
func allowed(v *tenants.Visit, form string, action policy.Action) error {
	if err := v.Require(policy.SectionOwnAccount, action); err != nil {
		return err
	}
	if !formShape.MatchString(form) {
		return fmt.Errorf("name of draft's form: %w", tenants.ErrInvalid)
	}
	return nil
}
