package journal

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/contact"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

func contactDeed(name string, id uuid.UUID) casefile.Deed {
	return casefile.Deed{Name: name, Target: id, Section: policy.SectionJournal, Action: policy.ActionEdit}
}

// AddContact puts a contact on the family's log. It returns ErrInvalid for
// what was typed wrongly, ErrNotFound for a viewer without the journal, and
// ErrConflict when the follow-up is closed.
func AddContact(ctx context.Context, v *tenants.Visit, family uuid.UUID, c Contact) (uuid.UUID, error) {
	if err := c.Validate(v.Today()); err != nil {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	err := casefile.Change(ctx, v, family, contactDeed("journal.contact.add", id),
		func(tx *tenants.Tx, _ *casefile.Access) error { return insertContact(ctx, v, tx, family, id, c) })
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

func insertContact(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, id uuid.UUID, c Contact) error {
	row := tx.Row(contact.Table, id)
	create := tx.Client().Contact.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetKind(string(c.Kind)).SetHappenedAt(c.HappenedAt).SetMinutes(c.Minutes).
		SetWithWhom(row.Seal("with_whom", c.WithWhom)).SetNote(row.Seal("note", c.Note)).
		SetWrittenBy(v.Viewer.ID)
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing contact: %w", err)
	}
	return nil
}

// ChangeContact corrects a contact. version is the one that was read;
// ErrConflict says that somebody has changed it since.
func ChangeContact(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, c Contact) error {
	if err := c.Validate(v.Today()); err != nil {
		return err
	}
	return casefile.Change(ctx, v, family, contactDeed("journal.contact.change", id),
		func(tx *tenants.Tx, _ *casefile.Access) error {
			row := tx.Row(contact.Table, id)
			update := tx.Client().Contact.Update().
				Where(contact.ID(id), contact.CaseFileID(family), contact.Version(version), contact.RemovedAtIsNil()).
				AddVersion(1).SetKind(string(c.Kind)).SetHappenedAt(c.HappenedAt).SetMinutes(c.Minutes).
				SetWithWhom(row.Seal("with_whom", c.WithWhom)).SetNote(row.Seal("note", c.Note))
			if err := row.Err(); err != nil {
				return err
			}
			changed, err := update.Save(ctx)
			if err != nil || changed > 0 {
				return err
			}
			there, err := tx.Client().Contact.Query().
				Where(contact.ID(id), contact.CaseFileID(family), contact.RemovedAtIsNil()).Exist(ctx)
			return goneOrChanged(there, err)
		})
}

// RemoveContact takes a contact off the log; RestoreContact undoes it.
func RemoveContact(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return casefile.Change(ctx, v, family, contactDeed("journal.contact.remove", id),
		func(tx *tenants.Tx, _ *casefile.Access) error {
			changed, err := tx.Client().Contact.Update().
				Where(contact.ID(id), contact.CaseFileID(family), contact.RemovedAtIsNil()).
				SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID).AddVersion(1).Save(ctx)
			return oneChanged(changed, err)
		})
}

// RestoreContact brings back a contact that was removed. It returns
// ErrNotFound when no removed contact of the family has this id.
func RestoreContact(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return casefile.Change(ctx, v, family, contactDeed("journal.contact.restore", id),
		func(tx *tenants.Tx, _ *casefile.Access) error {
			changed, err := tx.Client().Contact.Update().
				Where(contact.ID(id), contact.CaseFileID(family), contact.RemovedAtNotNil()).
				ClearRemovedAt().ClearRemovedBy().AddVersion(1).Save(ctx)
			return oneChanged(changed, err)
		})
}

func oneChanged(changed int, err error) error {
	if err == nil && changed == 0 {
		return tenants.ErrNotFound
	}
	return err
}

// goneOrChanged says why nothing was changed: the row is there, in another
// version or state than the one that was read, or it is not.
func goneOrChanged(there bool, err error) error {
	switch {
	case err != nil:
		return err
	case there:
		return tenants.ErrConflict
	default:
		return tenants.ErrNotFound
	}
}
