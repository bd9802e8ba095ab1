package baton

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Wish is whom one of the family would like to have as coordinator. Each of
// them has their own, which the others of the family do not see: caregivers of
// siblings may be kept apart.
type Wish struct {
	By    uuid.UUID // the user who wishes
	Young bool      // a young person's own
	Who   uuid.UUID // Nil when they have named nobody
	Name  string
	Text  string
}

// keptWish is a wish as it stands in the sealed column, with the others'.
type keptWish struct {
	By    uuid.UUID `json:"by"`
	Young bool      `json:"young,omitempty"`
	Who   uuid.UUID `json:"who,omitzero"`
	Text  string    `json:"text,omitempty"`
}

type keptWishes struct {
	Wishes []keptWish `json:"wishes"`
}

// SetWish keeps the viewer's own wish; an empty one takes it away. A caregiver
// or a young person of the family may, and changes nobody else's. It is a wish
// and decides nothing: it stands until the one they wished for holds the baton.
// It returns ErrInvalid for somebody who is no coordinator here.
func SetWish(ctx context.Context, v *tenants.Visit, family uuid.UUID, wish Wish) error {
	wish.Text = strings.TrimSpace(wish.Text)
	if tooLong(wish.Text) {
		return tenants.InvalidField("text", "form.too_long")
	}
	deed := families.Deed{Name: "baton.wish", Target: wish.Who, Section: policy.SectionBaton, Action: policy.ActionPropose}
	return families.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *families.Access) error {
		if wish.Who != uuid.Nil {
			who, err := directory.AvailabilityTx(ctx, tx, wish.Who)
			if tenantNotFound(err) || err == nil && !who.Coordinates() {
				return tenants.InvalidField("who", "baton.wish.unknown")
			}
			if err != nil {
				return err
			}
		}
		kept, err := wishesTx(ctx, tx, family)
		if err != nil {
			return err
		}
		kept = slices.DeleteFunc(kept, func(one keptWish) bool { return one.By == v.Viewer.ID })
		if wish.Who != uuid.Nil || wish.Text != "" {
			kept = append(kept, keptWish{
				By: v.Viewer.ID, Young: a.Is(policy.RelationChild), Who: wish.Who, Text: wish.Text,
			})
		}
		return keepWishes(ctx, tx, family, kept)
	})
}

// ReadWish is the viewer's own wish; empty for one who has said none. It needs
// the baton section.
func ReadWish(ctx context.Context, a *families.Access) (Wish, error) {
	list, err := readWishes(ctx, a, func(one keptWish) bool { return one.By == a.Visit.Viewer.ID })
	if err != nil || len(list) == 0 {
		return Wish{}, err
	}
	return list[0], nil
}

// Wishes is what each of the family wishes, for their coordinator alone: it
// needs to edit the baton. The wish of somebody who is not of the family any
// more is not among them.
func Wishes(ctx context.Context, a *families.Access) ([]Wish, error) {
	if err := a.Require(policy.SectionBaton, policy.ActionEdit); err != nil {
		return nil, err
	}
	members, err := families.Members(ctx, a)
	if err != nil {
		return nil, err
	}
	return readWishes(ctx, a, func(one keptWish) bool {
		return slices.ContainsFunc(members, func(m families.Member) bool {
			return m.UserID != nil && *m.UserID == one.By
		})
	})
}

func readWishes(ctx context.Context, a *families.Access, shown func(keptWish) bool) ([]Wish, error) {
	if err := a.RequireSee(policy.SectionBaton); err != nil {
		return nil, err
	}
	text, err := families.ReadWishes(ctx, a.Visit.Scope, a.Visit.Client(), a.ID)
	if err != nil {
		return nil, err
	}
	kept, err := parseWishes(text)
	if err != nil {
		return nil, err
	}
	var list []Wish
	for _, one := range kept {
		if !shown(one) {
			continue
		}
		wish := Wish{By: one.By, Young: one.Young, Who: one.Who, Text: one.Text}
		if one.Who != uuid.Nil {
			if wish.Name, err = directory.UserName(ctx, a.Visit.Scope, one.Who); err != nil {
				return nil, err
			}
		}
		list = append(list, wish)
	}
	return list, nil
}

// fulfil takes away the wishes that came true; the others' stand.
func fulfil(ctx context.Context, tx *tenants.Tx, family, to uuid.UUID) error {
	kept, err := wishesTx(ctx, tx, family)
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(slices.Clone(kept), func(one keptWish) bool { return one.Who == to })
	if len(left) == len(kept) {
		return nil
	}
	return keepWishes(ctx, tx, family, left)
}

func wishesTx(ctx context.Context, tx *tenants.Tx, family uuid.UUID) ([]keptWish, error) {
	text, err := families.ReadWishes(ctx, tx.Scope, tx.Client(), family)
	if err != nil {
		return nil, err
	}
	return parseWishes(text)
}

func parseWishes(text string) ([]keptWish, error) {
	if text == "" {
		return nil, nil
	}
	var kept keptWishes
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return nil, fmt.Errorf("reading wishes: %w", err)
	}
	return kept.Wishes, nil
}

func keepWishes(ctx context.Context, tx *tenants.Tx, family uuid.UUID, kept []keptWish) error {
	if len(kept) == 0 {
		return families.KeepWishes(ctx, tx, family, "")
	}
	text, err := json.Marshal(keptWishes{Wishes: kept})
	if err != nil {
		return fmt.Errorf("writing wishes: %w", err)
	}
	return families.KeepWishes(ctx, tx, family, string(text))
}
