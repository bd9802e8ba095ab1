package casefile

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/accessgrant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/member"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/stop"
)

// AddMember adds a person to the family.
func AddMember(ctx context.Context, v *tenants.Visit, family uuid.UUID, p Person) (uuid.UUID, error) {
	if err := p.Validate("", v.Today()); err != nil {
		return uuid.Nil, err
	}
	var id uuid.UUID
	deed := Deed{Name: "family.member.add", Section: policy.SectionIdentity, Action: policy.ActionEdit}
	err := Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		count, err := tx.Client().Member.Query().Where(member.CaseFileID(family)).Count(ctx)
		if err != nil {
			return err
		}
		id, err = insertMember(ctx, tx, family, p, count)
		if err != nil {
			return err
		}
		return regrade(ctx, v, tx, family)
	})
	return id, err
}

// ChangeMember corrects what is written about a person. version is the one
// that was read; ErrConflict says somebody else has changed it since.
func ChangeMember(ctx context.Context, v *tenants.Visit, family, id uuid.UUID, version int, p Person) error {
	if err := p.Validate("", v.Today()); err != nil {
		return err
	}
	deed := Deed{Name: "family.member.change", Target: id, Section: policy.SectionIdentity, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		row := tx.Row("members", id)
		update := tx.Client().Member.Update().
			Where(member.ID(id), member.CaseFileID(family), member.Version(version), member.RemovedAtIsNil()).
			AddVersion(1).SetKind(string(p.Kind)).
			SetName(row.Seal("name", p.Name)).SetBornOn(row.Seal("born_on", string(p.BornOn))).
			SetRelation(row.Seal("relation", p.Relation)).SetPhone(row.Seal("phone", p.Phone)).
			SetEmail(row.Seal("email", p.Email)).SetAddress(row.Seal("address", p.Address)).
			SetLanguage(p.Language).SetInterpreter(p.Interpreter).SetGrade(string(p.Grade))
		if p.SchoolID == nil {
			update.ClearSchoolID()
		} else {
			update.SetSchoolID(*p.SchoolID)
		}
		if err := row.Err(); err != nil {
			return err
		}
		changed, err := update.Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return missingOrChanged(ctx, tx, family, id)
		}
		if err := indexMember(ctx, tx, family, id, p); err != nil {
			return err
		}
		return regrade(ctx, v, tx, family)
	})
}

func missingOrChanged(ctx context.Context, tx *tenants.Tx, family, id uuid.UUID) error {
	there, err := tx.Client().Member.Query().
		Where(member.ID(id), member.CaseFileID(family), member.RemovedAtIsNil()).Exist(ctx)
	if err != nil {
		return err
	}
	if there {
		return tenants.ErrConflict
	}
	return tenants.ErrNotFound
}

// RemoveMember takes a person out of the family, and the access they were given
// with them; RestoreMember undoes both.
func RemoveMember(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := Deed{Name: "family.member.remove", Target: id, Section: policy.SectionIdentity, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		read, err := tx.Client().Member.Query().
			Where(member.ID(id), member.CaseFileID(family), member.RemovedAtIsNil()).Only(ctx)
		if err != nil {
			return notFoundOr(err)
		}
		now := tx.Clock().Now()
		err = tx.Client().Member.UpdateOneID(id).SetRemovedAt(now).SetRemovedBy(v.Viewer.ID).AddVersion(1).Exec(ctx)
		if err != nil {
			return err
		}
		if err := forgetMember(ctx, tx, id); err != nil {
			return err
		}
		if read.UserID != nil {
			if err := endAt(ctx, v, tx, family, *read.UserID, now); err != nil {
				return err
			}
		}
		return regrade(ctx, v, tx, family)
	})
}

// RestoreMember brings back a person who was removed.
func RestoreMember(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := Deed{Name: "family.member.restore", Target: id, Section: policy.SectionIdentity, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		read, err := tx.Client().Member.Query().
			Where(member.ID(id), member.CaseFileID(family), member.RemovedAtNotNil()).Only(ctx)
		if err != nil {
			return notFoundOr(err)
		}
		err = tx.Client().Member.UpdateOneID(id).ClearRemovedAt().ClearRemovedBy().AddVersion(1).Exec(ctx)
		if err != nil {
			return err
		}
		back, err := openMember(tx.Scope, read)
		if err != nil {
			return err
		}
		if err := indexMember(ctx, tx, family, id, back.Person); err != nil {
			return err
		}
		if read.UserID != nil {
			if err := resumeGrants(ctx, v, tx, family, *read.UserID, *read.RemovedAt); err != nil {
				return err
			}
		}
		return regrade(ctx, v, tx, family)
	})
}

// regrade keeps the family's grade the strictest of its members'. Every replica
// reads it at its next request. When it becomes strict, what is queued is taken
// back, because it was written for an open one, the links to other systems end,
// and whoever let themself in is out.
func regrade(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID) error {
	was, err := tx.Client().CaseFile.Query().Where(casefile.ID(family)).Select(casefile.FieldGrade).String(ctx)
	if err != nil {
		return fmt.Errorf("reading grade: %w", err)
	}
	grades, err := tx.Client().Member.Query().
		Where(member.CaseFileID(family), member.RemovedAtIsNil()).Select(member.FieldGrade).Strings(ctx)
	if err != nil {
		return fmt.Errorf("reading grades: %w", err)
	}
	strictest := GradeOpen
	for _, grade := range grades {
		strictest = Strictest(strictest, Grade(grade))
	}
	if err := tx.Client().CaseFile.UpdateOneID(family).SetGrade(string(strictest)).Exec(ctx); err != nil {
		return fmt.Errorf("writing grade: %w", err)
	}
	if Grade(was).Strict() || !strictest.Strict() {
		return nil
	}
	if err := tx.Recall(ctx, family); err != nil {
		return err
	}
	if err := stop.All(ctx, tx, family, v.Viewer.ID, stop.Strict); err != nil {
		return err
	}
	_, err = Shut(ctx, v, tx, family, accessgrant.Relation(policy.RelationEmergency.String()))
	return err
}

func endAt(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family, user uuid.UUID, at time.Time) error {
	_, err := shutAt(ctx, v, tx, family, at, accessgrant.UserID(user))
	return err
}
