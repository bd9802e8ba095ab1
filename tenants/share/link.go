package share

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math/big"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// A code lasts this long, may be tried this often, and this many are sent for
// one link. A guess is right once in a million.
const (
	CodeLasts = 10 * time.Minute
	Tries     = 5
	Codes     = 3
	digits    = 6
)

// Step is what the one who holds a link is asked to do.
type Step string

// The steps.
const (
	StepAsk    Step = "ask"     // for a code
	StepCode   Step = "code"    // type the code that was sent
	StepSpent  Step = "spent"   // no code is left; only somebody of the family can help
	StepSignIn Step = "sign_in" // sign in, and confirm
	StepInside Step = "inside"  // it was opened in this browser and still lasts
)

// Link is what a link's page shows: nothing of what it opens, or for whom.
type Link struct {
	Step    Step
	Channel Channel
	More    bool      // another code can be sent
	Family  uuid.UUID // only with StepInside
}

// Find returns what the holder of a link is to do. viewer is who is signed in
// in that browser; Nil for nobody. It returns ErrNotFound for a link that was
// never made, has been opened, or whose share is over: the three look alike.
func Find(ctx context.Context, scope *tenants.Scope, token string, viewer uuid.UUID) (Link, error) {
	var link Link
	err := inTx(ctx, scope, token, func(tx *tenants.Tx) error {
		row, err := find(ctx, tx, token)
		if err != nil {
			return err
		}
		link, err = linkOf(tx, row, viewer)
		return err
	})
	return link, err
}

func linkOf(tx *tenants.Tx, row *tenant.Share, viewer uuid.UUID) (Link, error) {
	link := Link{Channel: Channel(row.Channel), More: row.Codes < Codes}
	own := viewer == row.UserID
	switch {
	case row.OpenedAt != nil && own:
		link.Step, link.Family = StepInside, row.CaseFileID
	case row.OpenedAt != nil:
		return Link{}, tenants.ErrNotFound
	case link.Channel == BySignIn && viewer != uuid.Nil && !own:
		return Link{}, tenants.ErrNotFound // forwarded
	case link.Channel == BySignIn:
		link.Step = StepSignIn
	case hasCode(row, tx.Clock().Now()):
		link.Step = StepCode
	case link.More:
		link.Step = StepAsk
	default:
		link.Step = StepSpent
	}
	return link, nil
}

// hasCode reports whether a code can be tried now.
func hasCode(row *tenant.Share, now time.Time) bool {
	return row.CodeUntil != nil && now.Before(*row.CodeUntil) && row.Tries < Tries
}

// inTx runs fn in a transaction, which a link that was never made does not get:
// anybody can ask for such.
func inTx(ctx context.Context, scope *tenants.Scope, token string, fn func(*tenants.Tx) error) error {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return tenants.ErrNotFound
	}
	made, err := scope.Client().Share.Query().Where(share.LinkHash(hashOf(token))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking for share: %w", err)
	}
	if !made {
		return tenants.ErrNotFound
	}
	return scope.InTx(ctx, fn)
}

// find reads the share of a link that still opens something.
func find(ctx context.Context, tx *tenants.Tx, token string) (*tenant.Share, error) {
	row, err := tx.Client().Share.Query().Where(share.LinkHash(hashOf(token))).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, tenants.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading share: %w", err)
	}
	stands, err := stands(ctx, tx, row)
	if err != nil {
		return nil, err
	}
	if stateOf(row, stands, tx.Clock().Now()) == Over {
		return nil, tenants.ErrNotFound
	}
	return row, nil
}

// SendCode sends a new code to the phone or address the family gave, and makes
// the one before it worthless. It returns ErrNotFound as Find does, and
// ErrConflict when no more are sent for this link, or the address has become
// unsafe.
func SendCode(ctx context.Context, scope *tenants.Scope, token string) error {
	return inTx(ctx, scope, token, func(tx *tenants.Tx) error {
		row, err := find(ctx, tx, token)
		if err != nil {
			return err
		}
		if row.OpenedAt != nil || Channel(row.Channel) == BySignIn {
			return tenants.ErrNotFound
		}
		kind := Channel(row.Channel).kind()
		address, safe, err := notice.Address(ctx, tx, row.UserID, kind)
		if err != nil {
			return err
		}
		if !safe {
			return fmt.Errorf("sending code: %w", tenants.ErrConflict)
		}
		code, err := newCode()
		if err != nil {
			return err
		}
		changed, err := tx.Client().Share.Update().
			Where(share.ID(row.ID), share.OpenedAtIsNil(), share.EndedAtIsNil(), share.CodesLT(Codes)).
			SetCodeHash(codeHash(tx.Scope, row.ID, code)).SetCodeUntil(tx.Clock().Now().Add(CodeLasts)).
			AddCodes(1).SetTries(0).Save(ctx)
		if err != nil {
			return fmt.Errorf("writing code: %w", err)
		}
		if changed == 0 {
			return fmt.Errorf("sending code: %w", tenants.ErrConflict)
		}
		tx.Record(entry(tx, row, "share.code"))
		return sendCode(ctx, tx, row, kind, address, code)
	})
}

func sendCode(ctx context.Context, tx *tenants.Tx, row *tenant.Share, kind notice.Kind, address, code string) error {
	who, there, err := directory.WrittenTo(ctx, tx, row.UserID)
	if err != nil {
		return err
	}
	if !there {
		return tenants.ErrNotFound
	}
	message := directory.Mail{To: address, Language: who.Language, Code: code, Template: "sms.code.text"}
	if kind == notice.Mail {
		message.Subject, message.Template = "mail.code.subject", "mail.code.text"
	}
	return tx.Enqueue(ctx, outbox.Message{
		Kind: string(kind), CaseFile: row.CaseFileID, Recipient: row.UserID, Payload: message,
	})
}

func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("making code: %w", err)
	}
	return fmt.Sprintf("%0*d", digits, n), nil
}

// codeHash is keyed: six digits alone could be found from a plain hash.
func codeHash(scope *tenants.Scope, id uuid.UUID, code string) []byte {
	return scope.Keys().Blind("share_code", id.String()+" "+code)
}

// entry puts on record what the holder of a link did.
func entry(tx *tenants.Tx, row *tenant.Share, action string) audit.Entry {
	return audit.Entry{
		At: tx.Clock().Now(), Actor: row.UserID, CaseFile: row.CaseFileID, Kind: audit.KindAccess, Action: action,
		Target: row.ID, TargetKind: "share",
	}
}
