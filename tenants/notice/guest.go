package notice

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Give writes down the one way a guest is reached, which the family gave. share
// calls it in the transaction that lets the guest in.
func Give(ctx context.Context, tx *tenants.Tx, user uuid.UUID, kind Kind, address string) error {
	way := unchosen(kind)
	way.State, way.Address = Safe, address
	return keep(ctx, tx, user, way)
}

// Address returns where somebody is reached in one way, and whether it may be
// used at all. share asks it for each code.
func Address(ctx context.Context, tx *tenants.Tx, user uuid.UUID, kind Kind) (string, bool, error) {
	all, err := channelsOf(ctx, tx.Scope, tx.Client(), user)
	if err != nil {
		return "", false, err
	}
	for _, one := range all {
		if one.Kind == kind {
			return one.Address, one.State == Safe && one.Address != "", nil
		}
	}
	return "", false, nil
}

// IsUnsafe reports whether an address is one that somebody of the family has
// said they are not safely reached at. share asks it before a link is made: the
// phone somebody holds must not be found again under another name.
func IsUnsafe(ctx context.Context, a *casefile.Access, kind Kind, address string) (bool, error) {
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return false, err
	}
	for _, member := range members {
		if member.UserID == nil {
			continue
		}
		all, err := channelsOf(ctx, a.Visit.Scope, a.Visit.Client(), *member.UserID)
		if err != nil {
			return false, err
		}
		for _, one := range all {
			if one.Kind == kind && one.State == Unsafe && sameAddress(one.Address, address) {
				return true, nil
			}
		}
	}
	return false, nil
}

// sameAddress compares as people write: with or without spaces and +47.
func sameAddress(one, other string) bool {
	plain := func(text string) string {
		text = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(text))
		return strings.TrimPrefix(text, "+47")
	}
	return one != "" && plain(one) == plain(other)
}
