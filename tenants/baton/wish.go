package baton

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Wish is whom the family would like to have as coordinator.
type Wish struct {
	Who  uuid.UUID // Nil when they have named nobody
	Name string
	Text string
}

// SetWish keeps the family's wish; an empty one takes it away. A caregiver or a
// young person of the family may. It is a wish and decides nothing: it stands
// until the one they wished for holds the baton. It returns ErrInvalid for
// somebody who is no coordinator here.
func SetWish(ctx context.Context, v *tenants.Visit, family uuid.UUID, wish Wish) error {
	wish.Text = strings.TrimSpace(wish.Text)
	if tooLong(wish.Text) {
		return tenants.InvalidField("text", "form.too_long")
	}
	deed := families.Deed{Name: "baton.wish", Target: wish.Who, Section: policy.SectionBaton, Action: policy.ActionPropose}
	return families.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *families.Access) error {
		update := tx.Client().CaseFile.UpdateOneID(family)
		if wish.Who == uuid.Nil {
			update.ClearWishedID()
		} else {
			who, err := directory.AvailabilityTx(ctx, tx, wish.Who)
			if tenantNotFound(err) || err == nil && !who.Coordinates() {
				return tenants.InvalidField("who", "baton.wish.unknown")
			}
			if err != nil {
				return err
			}
			update.SetWishedID(wish.Who)
		}
		sealed, err := tx.Seal("case_files", "wish", family, wish.Text)
		if err != nil {
			return err
		}
		if err := update.SetWish(sealed).Exec(ctx); err != nil {
			return fmt.Errorf("writing a wish: %w", err)
		}
		return nil
	})
}

// ReadWish is the family's wish, for the family and its coordinator. It needs
// the baton section.
func ReadWish(ctx context.Context, a *families.Access) (Wish, error) {
	if err := a.RequireSee(policy.SectionBaton); err != nil {
		return Wish{}, err
	}
	read, err := a.Visit.Client().CaseFile.Query().Where(casefile.ID(a.ID)).
		Select(casefile.FieldWishedID, casefile.FieldWish).Only(ctx)
	if err != nil {
		return Wish{}, fmt.Errorf("reading a wish: %w", err)
	}
	var wish Wish
	if wish.Text, err = a.Visit.Open("case_files", "wish", a.ID, read.Wish); err != nil {
		return Wish{}, err
	}
	if read.WishedID == nil {
		return wish, nil
	}
	wish.Who = *read.WishedID
	wish.Name, err = directory.UserName(ctx, a.Visit.Scope, wish.Who)
	return wish, err
}
