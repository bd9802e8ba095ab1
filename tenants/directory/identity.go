package directory

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/user"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// Identity is what an identity provider has vouched for. web fills it in when
// it has checked issuer, signature, nonce and acr.
type Identity struct {
	Issuer        string
	Subject       string
	Kind          Kind // which door: the provider for staff, or the one for families
	Email         string
	EmailVerified bool
	PID           string // national identity number, when the provider gives it
	Name          string
	ACR           string // how strongly the provider knows them
	// Replaces is the token of a session in the same browser, which the new
	// one ends; empty when there is none.
	Replaces string
}

// ErrStranger is what every sign-in gets that is not let in, whatever the
// reason: it tells nothing about who is known here.
var ErrStranger = fmt.Errorf("sign-in refused: %w", tenants.ErrForbidden)

// recognise finds the user an identity belongs to: the one bound to the
// subject, or an invited one of the same kind whom the identity can claim. It
// returns ErrStranger for everybody else; the row is then the user who has
// left, if that is who it was.
func recognise(ctx context.Context, tx *tenants.Tx, who Identity) (row *tenant.User, isNew bool, err error) {
	if who.Issuer == "" || who.Subject == "" {
		return nil, false, ErrStranger
	}
	bound, err := findUser(ctx, tx, user.SubjectIndex(subjectOf(tx.Keys(), who.Issuer, who.Subject)))
	if err != nil {
		return nil, false, err
	}
	if bound != nil && bound.State == string(StateActive) && bound.Kind == string(who.Kind) {
		return bound, false, nil
	}
	for _, claim := range claims(tx, who) {
		invited, err := findUser(ctx, tx, user.ClaimIndex(claim), user.State(string(StateInvited)), user.Kind(string(who.Kind)))
		if err != nil {
			return nil, false, err
		}
		if invited == nil {
			continue
		}
		if bound != nil {
			// They left and were invited anew: the subject moves to the new user.
			if bound.State != string(StateLeft) {
				return bound, false, ErrStranger
			}
			if err := tx.Client().User.UpdateOne(bound).ClearSubjectIndex().Exec(ctx); err != nil {
				return nil, false, fmt.Errorf("releasing subject: %w", err)
			}
		}
		return invited, true, nil
	}
	return bound, false, ErrStranger
}

// claims are the invitations an identity could be meant by, the surest first.
// An e-mail counts only when the provider has verified it.
func claims(tx *tenants.Tx, who Identity) [][]byte {
	var found [][]byte
	if who.Kind == KindFamily && who.PID != "" {
		found = append(found, pidClaim(tx.Keys(), who.PID))
	}
	if who.EmailVerified && who.Email != "" {
		found = append(found, emailClaim(tx.Keys(), who.Kind, who.Email))
	}
	return found
}
