package consent

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
)

// askDays are how long before its last day a yes is asked about, the longest
// first. Between them the family has time to think and to ask.
var askDays = []int{14, 3}

// Nobody is written to about this at night: the asking waits for these hours
// in Norway, and then for those that each has chosen themself.
const (
	askFrom = 8
	askTo   = 18
)

// AskAgain asks before a yes ends whether it is to go on: the one who gave it
// and the family's coordinator are told, without content, fourteen days before
// its last day and three, each once; a child who has come of age for the
// purpose is told instead of the one who gave it. What is sent is put on record.
// The program calls it for every
// municipality, and every replica may: the same notice twice is one. A yes that
// is taken back, renewed or let end already is not asked about, nor one that the
// coordinator has asked about, until three days are left without an answer; nor
// one given shorter before its end, nor one of a follow-up that is closed.
// It returns how many yeses it asked about, also those that were told of
// before.
func AskAgain(ctx context.Context, scope *tenants.Scope) (asked int, err error) {
	if hour := scope.Clock().Now().In(clock.Oslo).Hour(); hour < askFrom || hour >= askTo {
		return 0, nil
	}
	list, err := endingSoon(ctx, scope)
	if err != nil {
		return 0, err
	}
	var families []uuid.UUID
	for _, one := range list {
		families = add(families, one.Family)
	}
	for _, family := range families {
		err := scope.InTx(ctx, func(tx *tenants.Tx) error {
			n, err := askFamily(ctx, tx, family)
			asked += n
			return err
		})
		if err != nil {
			return asked, fmt.Errorf("asking whether a yes is to go on: %w", err)
		}
	}
	return asked, nil
}

// endingSoon are the yeses to ask about now, of those that fit.
func endingSoon(ctx context.Context, in place, which ...predicate.Consent) ([]Consent, error) {
	list, err := readConsents(ctx, in, append(which, consent.EndedAtIsNil(),
		consent.AnswerIn(string(Yes), string(Partial)), consent.UntilOnGTE(in.Today()),
		consent.UntilOnLTE(in.Today().AddDays(askDays[0])))...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(c Consent) bool { return c.askStage(in.Today()) == 0 })
	last := func(c Consent) bool { return c.askStage(in.Today()) == askDays[len(askDays)-1] }
	return notAnswered(ctx, in, list, last)
}

// askStage is which of askDays has come; 0 when none has since it was given.
func (c *Consent) askStage(today clock.Date) int {
	stage := 0
	for _, days := range askDays {
		if day := c.Until.AddDays(-days); today >= day && clock.DateOf(c.RecordedAt) < day {
			stage = days
		}
	}
	return stage
}

// askFamily tells those of one family, while nobody else changes it.
func askFamily(ctx context.Context, tx *tenants.Tx, family uuid.UUID) (int, error) {
	if err := casefile.Hold(ctx, tx, family); err != nil {
		return 0, err
	}
	followed, err := casefile.ReadFollowUp(ctx, tx.Client(), family)
	if err != nil || followed.State != casefile.StateActive {
		return 0, err
	}
	list, err := endingSoon(ctx, tx, consent.CaseFileID(family))
	if err != nil {
		return 0, err
	}
	everybody, err := readPeople(ctx, tx, family)
	if err != nil {
		return 0, err
	}
	own, err := casefile.OwnTx(ctx, tx, family)
	if err != nil {
		return 0, err
	}
	rules, err := readRules(ctx, tx.Client())
	if err != nil {
		return 0, err
	}
	sent := map[string]bool{}
	for _, one := range list {
		to := append(one.answerers(everybody, own, rules, tx.Today()), followed.Coordinator)
		fresh, err := tellOnce(ctx, tx, family, one.askedOnce(tx.Today()), to)
		if err != nil {
			return 0, err
		}
		sent[one.askedOnce(tx.Today())] = sent[one.askedOnce(tx.Today())] || fresh
	}
	for _, one := range list {
		if sent[one.askedOnce(tx.Today())] {
			tx.Record(audit.Entry{
				At: tx.Clock().Now(), CaseFile: family, Kind: audit.KindSystem, Action: "consent.ask_again", Target: one.ID,
			})
		}
	}
	return len(list), nil
}

// askedOnce tells one asking from another: those that end on the same day are
// asked about in one message.
func (c *Consent) askedOnce(today clock.Date) string {
	return fmt.Sprintf("%s %d", c.Until, c.askStage(today))
}

// answerers are the logins of those who say whether a yes is to go on: the one
// who gave it, and instead of them a child who has come of age for the purpose.
func (c *Consent) answerers(everybody people, own []casefile.Granted, rules Rules, today clock.Date) []uuid.UUID {
	parts := map[uuid.UUID][]uuid.UUID{}
	for _, id := range c.Members {
		by := c.answers(id, everybody.list(), rules, today)
		parts[by] = append(parts[by], id)
	}
	var logins []uuid.UUID
	for by, part := range parts {
		about := Consent{Members: part}
		if user := everybody[by].UserID; user != nil && about.answeredBy(*user, own) {
			logins = add(logins, *user)
		}
	}
	return logins
}

// tellOnce tells people of an asking that they have not been told of, and
// reports whether anything was to be sent.
func tellOnce(ctx context.Context, tx *tenants.Tx, family uuid.UUID, once string, to []uuid.UUID) (sent bool, err error) {
	for _, person := range to {
		before, err := queuedTo(ctx, tx, family, person)
		if err != nil {
			return false, err
		}
		err = notice.Tell(ctx, tx, notice.Notice{To: person, CaseFile: family, Reason: notice.ConsentEnds, Once: once})
		if err != nil {
			return false, err
		}
		after, err := queuedTo(ctx, tx, family, person)
		if err != nil {
			return false, err
		}
		sent = sent || after > before
	}
	return sent, nil
}

func queuedTo(ctx context.Context, tx *tenants.Tx, family, person uuid.UUID) (n int, err error) {
	rows, err := tx.Query(ctx, `SELECT COUNT(*) FROM outbox_messages WHERE case_file_id = $1 AND recipient_id = $2`,
		family.String(), person.String())
	if err != nil {
		return 0, fmt.Errorf("reading what is queued: %w", err)
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, errors.Join(err, rows.Err(), rows.Close())
}

// answeredBy reports whether a login is inside and sees all whom it is about.
func (c *Consent) answeredBy(user uuid.UUID, own []casefile.Granted) bool {
	return slices.ContainsFunc(own, func(one casefile.Granted) bool { return one.User == user && one.Sees(c.Members) })
}
