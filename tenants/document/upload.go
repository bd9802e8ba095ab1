package document

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Add checks a file and keeps it. The same form sent twice is one document. It
// returns ErrInvalid for what was typed wrongly and for a file that cannot be
// kept, ErrNotFound when the viewer may not put a document there or about the
// member, and ErrConflict when the follow-up is closed.
func Add(ctx context.Context, v *tenants.Visit, family uuid.UUID, u Upload) (uuid.UUID, error) {
	if err := u.validate(); err != nil {
		return uuid.Nil, err
	}
	a, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return uuid.Nil, err
	}
	if err := mayPut(a, u.Place, u.About); err != nil { // before the work of checking
		return uuid.Nil, err
	}
	if err := isMember(ctx, a, u.About); err != nil {
		return uuid.Nil, err
	}
	checked, err := Check(u.Raw, u.FileName)
	if err != nil {
		return uuid.Nil, err
	}
	if u.ID == uuid.Nil {
		u.ID = tenants.NewID()
	}
	err = casefile.Change(ctx, v, family, deed("document.add", u.ID, policy.ActionEdit),
		func(tx *tenants.Tx, a *casefile.Access) error {
			if err := mayPut(a, u.Place, u.About); err != nil {
				return err
			}
			return insert(ctx, v, tx, family, u, checked)
		})
	if err != nil {
		return uuid.Nil, err
	}
	return u.ID, nil
}

// mayPut asks whether the viewer may put a document in a place: what they
// could not see there afterwards they may not put there.
func mayPut(a *casefile.Access, place policy.Section, about *uuid.UUID) error {
	if a.MayAbout(policy.SectionDocuments, policy.ActionEdit, about) && a.Shows(place, about) {
		return nil
	}
	return fmt.Errorf("putting a document: %w", tenants.ErrNotFound)
}

func isMember(ctx context.Context, a *casefile.Access, about *uuid.UUID) error {
	if about == nil {
		return nil
	}
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(m casefile.Member) bool { return m.ID == *about }) {
		return fmt.Errorf("member: %w", tenants.ErrNotFound)
	}
	return nil
}

func insert(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, u Upload, checked Checked) error {
	there, err := tx.Client().Document.Query().Where(document.ID(u.ID)).
		Select(document.FieldCaseFileID, document.FieldUploadedBy).Only(ctx)
	if err == nil {
		if there.CaseFileID == family && there.UploadedBy == v.Viewer.ID {
			return nil // sent twice
		}
		return tenants.ErrConflict
	}
	if !tenant.IsNotFound(err) {
		return fmt.Errorf("reading document: %w", err)
	}
	kept, err := tx.Client().Document.Query().Where(document.CaseFileID(family), document.RemovedAtIsNil()).Count(ctx)
	if err != nil {
		return fmt.Errorf("counting documents: %w", err)
	}
	if kept >= MaxFamily {
		return refused("document.file.too_many")
	}
	row := tx.Row(document.Table, u.ID)
	create := tx.Client().Document.Create().SetID(u.ID).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetNillableMemberID(u.About).SetFiledUnder(u.Place.String()).SetTitle(row.Seal("title", u.Title)).
		SetFileName(row.Seal("file_name", u.FileName)).SetMediaType(string(checked.Media)).SetSize(len(checked.Body)).
		SetContent(row.Seal("content", string(checked.Body))).SetUploadedBy(v.Viewer.ID)
	if err := row.Err(); err != nil {
		return err
	}
	if err := create.Exec(ctx); err != nil {
		return fmt.Errorf("writing document: %w", err)
	}
	return nil
}

// Remove takes a document away; Restore undoes it. Who put it there may, and
// the coordinator. It returns ErrForbidden for others who see it, and
// ErrNotFound for who does not.
func Remove(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return turn(ctx, v, family, id, "document.remove", false)
}

// Restore brings back a document that was removed. It returns ErrNotFound when
// no removed document the viewer may see has this id.
func Restore(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	return turn(ctx, v, family, id, "document.restore", true)
}

func turn(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, name string, back bool) error {
	return casefile.Change(ctx, v, family, deed(name, id, policy.ActionEdit), func(tx *tenants.Tx, a *casefile.Access) error {
		row, err := find(ctx, tx.Client(), a, id, back)
		if err != nil {
			return err
		}
		if !mayRemove(a, row) {
			return tenants.ErrForbidden
		}
		update := tx.Client().Document.UpdateOneID(id)
		if back {
			update.ClearRemovedAt().ClearRemovedBy()
		} else {
			update.SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID)
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
}

func mayRemove(a *casefile.Access, row *tenant.Document) bool {
	return a.State == casefile.StateActive && a.MayAbout(policy.SectionDocuments, policy.ActionEdit, row.MemberID) &&
		(a.Is(policy.RelationCoordinator) || row.UploadedBy == a.Visit.Viewer.ID)
}
