package services

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/service"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// mayEdit is the decision on whether the viewer keeps services in order.
func mayEdit(v *tenants.Visit) (policy.Decision, error) {
	return v.Decide(policy.Facts{}, policy.SectionServices, policy.ActionEdit),
		v.Require(policy.SectionServices, policy.ActionEdit)
}

// Add writes a service down. It returns ErrInvalid for faults, and ErrNotFound
// unless the viewer keeps services in order.
func Add(ctx context.Context, v *tenants.Visit, s Service) (Service, error) {
	decision, err := mayEdit(v)
	if err != nil {
		return Service{}, err
	}
	if err := s.Validate(); err != nil {
		return Service{}, err
	}
	s.ID, s.Version, s.Removed = tenants.NewID(), 1, false
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		if err := checkUnit(ctx, tx, s.UnitID); err != nil {
			return err
		}
		if err := newService(tx, s).Exec(ctx); err != nil {
			return fmt.Errorf("adding service: %w", err)
		}
		tx.Record(v.Deed("service.add", uuid.Nil, s.ID, decision, policy.Facts{}))
		return nil
	})
	if err != nil {
		return Service{}, err
	}
	return s, nil
}

// checkUnit returns ErrInvalid for a unit that is not there.
func checkUnit(ctx context.Context, tx *tenants.Tx, id uuid.UUID) error {
	if id == uuid.Nil {
		return nil
	}
	found, err := directory.UnitsByID(ctx, tx.Scope, []uuid.UUID{id})
	if err != nil {
		return err
	}
	if _, there := found[id]; !there {
		return tenants.InvalidField("unit", "service.unit.unknown")
	}
	return nil
}

func newService(tx *tenants.Tx, s Service) *tenant.ServiceCreate {
	create := tx.Client().Service.Create().SetID(s.ID).SetCreatedAt(tx.Clock().Now()).
		SetTitle(s.Title).SetAbout(s.About).SetAgeFrom(s.AgeFrom).SetAgeTo(s.AgeTo).SetAudience(s.Audience).
		SetLevel(s.Level).SetAreas(strings.Join(s.Areas, ",")).SetHow(s.How).SetPhone(s.Phone).SetEmail(s.Email).
		SetWebsite(s.Website).SetReferral(s.Referral).SetKeywords(s.Keywords)
	if s.UnitID != uuid.Nil {
		create.SetUnitID(s.UnitID)
	}
	if s.Closed {
		create.SetClosedAt(tx.Clock().Now())
	}
	return create
}

// Change changes the service with s's id. s.Version is the version that was
// read; when somebody else changed it first, ErrConflict comes with the service
// as it is now.
func Change(ctx context.Context, v *tenants.Visit, s Service) (Service, error) {
	decision, err := mayEdit(v)
	if err != nil {
		return Service{}, err
	}
	if err := s.Validate(); err != nil {
		return Service{}, err
	}
	var after Service
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		now, err := oneService(ctx, tx.Client(), s.ID)
		if err != nil {
			return err
		}
		after = now
		if now.Version != s.Version || now.Removed {
			return fmt.Errorf("changing service: %w", tenants.ErrConflict)
		}
		if err := checkUnit(ctx, tx, s.UnitID); err != nil {
			return err
		}
		if err := saveService(ctx, tx, now, s); err != nil {
			return err
		}
		after = s
		after.Version++
		tx.Record(v.Deed("service.change", uuid.Nil, s.ID, decision, policy.Facts{}))
		return nil
	})
	if err != nil && !errors.Is(err, tenants.ErrConflict) {
		return Service{}, err
	}
	return after, err
}

// saveService saves everything that is said of a service, unless somebody else
// changed it since before was read.
func saveService(ctx context.Context, tx *tenants.Tx, before, after Service) error {
	update := tx.Client().Service.Update().Where(service.ID(after.ID), service.Version(before.Version)).AddVersion(1).
		SetTitle(after.Title).SetAbout(after.About).SetAgeFrom(after.AgeFrom).SetAgeTo(after.AgeTo).SetAudience(after.Audience).
		SetLevel(after.Level).SetAreas(strings.Join(after.Areas, ",")).SetHow(after.How).SetPhone(after.Phone).
		SetEmail(after.Email).SetWebsite(after.Website).SetReferral(after.Referral).SetKeywords(after.Keywords)
	if after.UnitID == uuid.Nil {
		update.ClearUnitID()
	} else {
		update.SetUnitID(after.UnitID)
	}
	switch {
	case after.Closed && !before.Closed:
		update.SetClosedAt(tx.Clock().Now())
	case before.Closed && !after.Closed:
		update.ClearClosedAt()
	}
	count, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("changing service: %w", err)
	}
	if count == 0 {
		return fmt.Errorf("changing service: %w", tenants.ErrConflict)
	}
	return nil
}

// Remove takes a service out of the lists; Restore undoes it. A synchronisation
// does not put it back. Removing twice is no error.
func Remove(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return move(ctx, v, id, "service.remove", true)
}

// Restore puts a removed service back.
func Restore(ctx context.Context, v *tenants.Visit, id uuid.UUID) error {
	return move(ctx, v, id, "service.restore", false)
}

func move(ctx context.Context, v *tenants.Visit, id uuid.UUID, deed string, remove bool) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		now, err := oneService(ctx, tx.Client(), id)
		if err != nil || now.Removed == remove {
			return err
		}
		update := tx.Client().Service.UpdateOneID(id).AddVersion(1)
		if remove {
			update.SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID)
		} else {
			update.ClearRemovedAt().ClearRemovedBy()
		}
		if err := update.Exec(ctx); err != nil {
			return fmt.Errorf("%s: %w", deed, err)
		}
		tx.Record(v.Deed(deed, uuid.Nil, id, decision, policy.Facts{}))
		return nil
	})
}
