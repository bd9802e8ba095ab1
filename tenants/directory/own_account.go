package directory

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Preferences are how a user wants their own pages. Empty fields mean the
// municipality's language, the ordinary size, and the device's own scheme.
type Preferences struct {
	Language     string // nb, nn
	TextSize     string // SizeLarge, SizeLargest
	ColourScheme string // SchemeLight, SchemeDark
}

// Validate returns ErrInvalid for what there is not to choose.
func (p Preferences) Validate() error {
	var faults tenants.Invalid
	if !isLanguage(p.Language) {
		faults.Add("language", "user.language.unknown")
	}
	if p.TextSize != "" && p.TextSize != SizeLarge && p.TextSize != SizeLargest {
		faults.Add("text_size", "user.text_size.unknown")
	}
	if p.ColourScheme != "" && p.ColourScheme != SchemeLight && p.ColourScheme != SchemeDark {
		faults.Add("colour_scheme", "user.colour_scheme.unknown")
	}
	return faults.Err()
}

// SetPreferences keeps the viewer's own choices.
func SetPreferences(ctx context.Context, v *tenants.Visit, p Preferences) error {
	decision, err := require(v, policy.SectionOwnAccount, policy.ActionEdit)
	if err != nil {
		return err
	}
	if err := p.Validate(); err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		err := tx.Client().User.Update().Where(user.ID(v.Viewer.ID)).SetLanguage(p.Language).
			SetTextSize(p.TextSize).SetColourScheme(p.ColourScheme).Exec(ctx)
		if err != nil {
			return fmt.Errorf("keeping preferences: %w", err)
		}
		tx.Record(v.Deed("user.prefer", uuid.Nil, v.Viewer.ID, decision, policy.Facts{}))
		return nil
	})
}

// Welcome notes that a caregiver has read the first page, which says what this
// is and what the exit button does. The first time counts.
func Welcome(ctx context.Context, v *tenants.Visit) error {
	decision, err := require(v, policy.SectionOwnAccount, policy.ActionEdit)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		count, err := tx.Client().User.Update().Where(user.ID(v.Viewer.ID), user.WelcomedAtIsNil()).
			SetWelcomedAt(tx.Clock().Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("noting welcome: %w", err)
		}
		if count > 0 {
			tx.Record(v.Deed("user.welcome", uuid.Nil, v.Viewer.ID, decision, policy.Facts{}))
		}
		return nil
	})
}
