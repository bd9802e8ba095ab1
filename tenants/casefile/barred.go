package casefile

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/barredperson"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/nameindex"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// Barred is a person who must never be given access to the family. It may be
// a parent: access never follows from a registry relation.
type Barred struct {
	ID       uuid.UUID
	Name     string
	Relation string
	Reason   string
}

func (b *Barred) validate(faults *tenants.Invalid, prefix string) {
	b.Name = strings.TrimSpace(b.Name)
	if b.Name == "" || utf8.RuneCountInString(b.Name) > MaxName {
		faults.Add(prefix+"name", "barred.name.missing")
	}
	if utf8.RuneCountInString(b.Relation) > MaxLine {
		faults.Add(prefix+"relation", "form.too_long")
	}
	if utf8.RuneCountInString(b.Reason) > MaxLine {
		faults.Add(prefix+"reason", "form.too_long")
	}
}

// BarredPeople lists who must never be given access.
func BarredPeople(ctx context.Context, a *Access) ([]Barred, error) {
	if err := a.RequireSee(policy.SectionBarred); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().BarredPerson.Query().
		Where(barredperson.CaseFileID(a.ID), barredperson.RemovedAtIsNil()).Order(barredperson.ByCreatedAt()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading who is barred: %w", err)
	}
	list := make([]Barred, 0, len(rows))
	for _, read := range rows {
		row := a.Visit.Row("barred_persons", read.ID)
		list = append(list, Barred{
			ID: read.ID, Name: row.Open("name", read.Name),
			Relation: row.Open("relation", read.Relation), Reason: row.Open("reason", read.Reason),
		})
		if err := row.Err(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Bar writes down a person who must never be given access. Access the person
// already has by a login of that name ends at once, whether they are of the
// family or a professional it was given to.
func Bar(ctx context.Context, v *tenants.Visit, family uuid.UUID, b Barred) (uuid.UUID, error) {
	var faults tenants.Invalid
	b.validate(&faults, "")
	if err := faults.Err(); err != nil {
		return uuid.Nil, err
	}
	var id uuid.UUID
	deed := Deed{Name: "family.bar", Section: policy.SectionBarred, Action: policy.ActionEdit}
	err := Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		var err error
		id, err = insertBarred(ctx, v, tx, family, b)
		return err
	})
	return id, err
}

func insertBarred(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, family uuid.UUID, b Barred) (uuid.UUID, error) {
	id := tenants.NewID()
	row := tx.Row("barred_persons", id)
	logins, err := loginsOf(ctx, tx, family, b.Name)
	if err != nil {
		return id, err
	}
	var user *uuid.UUID
	if len(logins) > 0 {
		user = &logins[0]
	}
	create := tx.Client().BarredPerson.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetCaseFileID(family).
		SetName(row.Seal("name", b.Name)).SetRelation(row.Seal("relation", b.Relation)).
		SetReason(row.Seal("reason", b.Reason)).SetRecordedBy(v.Viewer.ID).SetNillableUserID(user)
	if err := row.Err(); err != nil {
		return id, err
	}
	if err := create.Exec(ctx); err != nil {
		return id, fmt.Errorf("writing barred person: %w", err)
	}
	for _, login := range logins {
		if err := endGrants(ctx, v, tx, family, login); err != nil {
			return id, err
		}
	}
	tokens := tx.Keys().BlindWords("name", b.Name)
	creates := make([]*tenant.NameIndexCreate, 0, len(tokens))
	for _, token := range tokens {
		creates = append(creates, tx.Client().NameIndex.Create().SetID(tenants.NewID()).
			SetKind("barred").SetToken(token).SetOwnerID(id).SetCaseFileID(family))
	}
	return id, tx.Client().NameIndex.CreateBulk(creates...).Exec(ctx)
}

// Unbar takes a person off the list.
func Unbar(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := Deed{Name: "family.unbar", Target: id, Section: policy.SectionBarred, Action: policy.ActionEdit}
	return Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *Access) error {
		changed, err := tx.Client().BarredPerson.Update().
			Where(barredperson.ID(id), barredperson.CaseFileID(family), barredperson.RemovedAtIsNil()).
			SetRemovedAt(tx.Clock().Now()).SetRemovedBy(v.Viewer.ID).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 {
			return tenants.ErrNotFound
		}
		_, err = tx.Client().NameIndex.Delete().Where(nameindex.OwnerID(id)).Exec(ctx)
		return err
	})
}

// BarredUser reports whether a user has the name of somebody who must never be
// given access to the family. It checks no policy: the domain packages call it
// inside the transaction that would let the user in (Let asks by itself).
func BarredUser(ctx context.Context, tx *tenants.Tx, family, user uuid.UUID) (bool, error) {
	name, err := directory.UserNameTx(ctx, tx, user)
	if err != nil {
		return false, err
	}
	return isBarred(ctx, tx, family, name)
}

// BarredNow is BarredUser outside a transaction, for what somebody is told who
// is not inside the family. It checks no policy.
func BarredNow(ctx context.Context, scope *tenants.Scope, family, user uuid.UUID) (bool, error) {
	name, err := directory.UserName(ctx, scope, user)
	if err != nil {
		return false, err
	}
	return isBarred(ctx, scope, family, name)
}

// listed is where the list of a family is read: a municipality, or a
// transaction in it.
type listed interface {
	Client() *tenant.Client
	Open(table, field string, id uuid.UUID, sealed seal.Sealed) (string, error)
}

// isBarred reports whether name could be a barred person's. Somebody with the
// same name as a barred person is refused too: the coordinator must take them
// off the list first, and sees why.
func isBarred(ctx context.Context, in listed, family uuid.UUID, name string) (bool, error) {
	rows, err := in.Client().BarredPerson.Query().
		Where(barredperson.CaseFileID(family), barredperson.RemovedAtIsNil()).All(ctx)
	if err != nil {
		return false, fmt.Errorf("reading who is barred: %w", err)
	}
	for _, read := range rows {
		barred, err := in.Open("barred_persons", "name", read.ID, read.Name)
		if err != nil {
			return false, err
		}
		if couldBe(barred, name) {
			return true, nil
		}
	}
	return false, nil
}
