package consent

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/predicate"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
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
// its last day and three, each once. The program calls it for every
// municipality, and every replica may: the same notice twice is one. A yes that
// is taken back, renewed, asked about or let end already is not asked about,
// nor one given shorter before its end, nor one of a follow-up that is closed.
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
	return notAskedAgain(ctx, in, list)
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
	for _, one := range list {
		to := []uuid.UUID{followed.Coordinator}
		if user := everybody[one.GivenBy].UserID; user != nil && one.answeredBy(*user, own) {
			to = append(to, *user)
		}
		once := fmt.Sprintf("%s %d", one.Until, one.askStage(tx.Today()))
		for _, person := range to {
			err := notice.Tell(ctx, tx, notice.Notice{To: person, CaseFile: family, Reason: notice.ConsentEnds, Once: once})
			if err != nil {
				return 0, err
			}
		}
	}
	return len(list), nil
}

// answeredBy reports whether a login is inside and sees all whom it is about.
func (c *Consent) answeredBy(user uuid.UUID, own []casefile.Granted) bool {
	return slices.ContainsFunc(own, func(one casefile.Granted) bool { return one.User == user && one.Sees(c.Members) })
}
