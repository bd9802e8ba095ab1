package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// atOnce reports whether a reason does not wait for a colleague's own hours. A
// family's hours are always waited for: they are there to keep somebody safe.
func (r Reason) atOnce() bool { return r == EmergencyUsed || r == TalkAsked }

// Tell enqueues a notice in the transaction of what it tells about: one message
// for each way its receiver has chosen, to arrive when they have allowed it.
// The same reason twice within an hour is one message. The domain packages call
// it. It is no error that somebody can be reached in no way: they see it when
// they sign in.
func Tell(ctx context.Context, tx *tenants.Tx, n Notice) error {
	who, there, err := directory.WrittenTo(ctx, tx, n.To)
	if err != nil || !there {
		return err
	}
	ways, err := waysTo(ctx, tx, n.To, who)
	if err != nil || len(ways) == 0 {
		return err
	}
	host, err := hostFor(ctx, tx, n.CaseFile, who.Kind)
	if err != nil {
		return err
	}
	for _, way := range ways {
		now := tx.Clock().Now()
		due, ever := way.Next(now)
		if !ever {
			continue
		}
		if n.Reason.atOnce() && who.Kind == directory.KindStaff {
			due = now
		}
		mail := directory.Mail{To: way.Address, Language: who.Language, Host: host}
		if err := enqueue(ctx, tx, n, way.Kind, due, mail); err != nil {
			return fmt.Errorf("telling a user: %w", err)
		}
	}
	return nil
}

// waysTo are the ways somebody may be reached. A colleague who has said nothing
// is reached by mail at work, until they turn it off; anybody else who has
// chosen nothing is reached in no way.
func waysTo(ctx context.Context, tx *tenants.Tx, user uuid.UUID, who directory.Written) ([]Channel, error) {
	if who.Kind == directory.KindGuest {
		return nil, nil
	}
	all, err := channelsOf(ctx, tx.Scope, tx.Client(), user)
	if err != nil {
		return nil, err
	}
	chosen, err := hasChosen(ctx, tx.Client(), user)
	if err != nil {
		return nil, err
	}
	var ways []Channel
	for _, one := range all {
		if one.Kind == Mail && who.Kind == directory.KindStaff {
			one.Address = who.WorkMail
		}
		if one.State == Safe && one.Address != "" {
			ways = append(ways, one)
		}
	}
	if !chosen && who.WorkMail != "" {
		mail := unchosen(Mail)
		mail.Address = who.WorkMail
		return []Channel{mail}, nil
	}
	return ways, nil
}

// hostFor is the address a message leads to. Where somebody's address is
// protected, and where it is not known whether it is, there is none: even the
// municipality's name would tell where to look.
func hostFor(ctx context.Context, tx *tenants.Tx, id uuid.UUID, kind directory.Kind) (string, error) {
	if id == uuid.Nil {
		if kind == directory.KindStaff {
			return tx.Host, nil
		}
		return "", nil
	}
	followed, err := casefile.ReadFollowUp(ctx, tx.Client(), id)
	if errors.Is(err, tenants.ErrNotFound) || err == nil && followed.Grade.Strict() {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return tx.Host, nil
}

func enqueue(ctx context.Context, tx *tenants.Tx, n Notice, kind Kind, due time.Time, mail directory.Mail) error {
	switch {
	case kind == Text && mail.Host == "":
		mail.Template = "sms.notice.quiet"
	case kind == Text:
		mail.Template = "sms.notice.text"
	case mail.Host == "":
		mail.Subject, mail.Template = "mail.notice.subject", "mail.notice.quiet"
	default:
		mail.Subject, mail.Template = "mail.notice.subject", "mail.notice.text"
	}
	key, err := keyOf(ctx, tx, n, kind, due)
	if err != nil {
		return err
	}
	return tx.Enqueue(ctx, outbox.Message{
		Kind: string(kind), CaseFile: n.CaseFile, Recipient: n.To, Payload: mail, IdempotencyKey: key, Due: due,
	})
}

// keyOf makes ten messages within an hour one: the hour is the one they would
// arrive in, so that what waits for the morning is one too. What was taken back
// does not count. What is told once is one whenever it would arrive.
func keyOf(ctx context.Context, tx *tenants.Tx, n Notice, kind Kind, due time.Time) (string, error) {
	key := fmt.Sprintf("%s %s %s %d", n.To, n.Reason, kind, due.Unix()/3600)
	if n.Once != "" {
		key = fmt.Sprintf("%s %s %s %s", n.To, n.CaseFile, n.Once, kind)
	}
	recalled, err := outbox.RecalledTx(ctx, tx.SQL(), key)
	if err != nil {
		return "", err
	}
	if recalled > 0 {
		key += fmt.Sprint(" ", recalled)
	}
	return key, nil
}
