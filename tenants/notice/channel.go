package notice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/channel"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Kind is a way of reaching somebody; it is also the outbox's kind of message.
type Kind string

// The ways.
const (
	Mail Kind = directory.MailKind
	Text Kind = directory.TextKind
)

// Kinds returns the ways in the order they are asked about.
func Kinds() []Kind { return []Kind{Text, Mail} }

// State says whether a way may be used.
type State string

// The states of a way. Of Unsafe no message is ever sent.
const (
	Off    State = "off" // not chosen
	Safe   State = "safe"
	Unsafe State = "unsafe"
)

// States returns the states in the order they are offered.
func States() []State { return []State{Safe, Off, Unsafe} }

// A day has this many minutes, and a week these days.
const (
	WholeDay  = 24 * 60
	EveryDay  = 0b1111111
	daysAhead = 15 // two weeks and a day, for a window that the clocks' change takes away once
)

// Channel is a way somebody can be reached, and when.
type Channel struct {
	Kind     Kind
	State    State
	Address  string // empty for a colleague's mail at work
	From, To int    // minutes of the day in Norway; To is not included
	Weekdays int    // bit 0 is Monday
}

// unchosen is a way nobody has said anything about.
func unchosen(kind Kind) Channel {
	return Channel{Kind: kind, State: Off, To: WholeDay, Weekdays: EveryDay}
}

// Allows reports whether a message may arrive at a moment.
func (c Channel) Allows(at time.Time) bool {
	at = at.In(clock.Oslo)
	day := (int(at.Weekday()) + 6) % 7
	minute := at.Hour()*60 + at.Minute()
	return c.Weekdays&(1<<day) != 0 && c.From <= minute && minute < c.To
}

// Next is the first moment from now when a message may arrive, by the clock on
// the wall in Norway; false when there is none.
func (c Channel) Next(now time.Time) (time.Time, bool) {
	if c.Allows(now) {
		return now, true
	}
	last := now.AddDate(0, 0, daysAhead)
	for at := now.Truncate(time.Minute).Add(time.Minute); at.Before(last); at = at.Add(time.Minute) {
		if c.Allows(at) {
			return at, true
		}
	}
	return time.Time{}, false
}

// validate checks what somebody chose, and puts the address in the form it is
// kept in. work says that mail goes to the address at work.
func (c *Channel) validate(work bool) error {
	var faults tenants.Invalid
	prefix := string(c.Kind) + "_"
	c.Address = strings.TrimSpace(c.Address)
	if c.State != Safe {
		return faults.Err()
	}
	switch {
	case c.Kind == Mail && work:
		c.Address = ""
	case c.Kind == Mail && !directory.LooksLikeEmail(c.Address):
		faults.Add(prefix+"address", "channel.mail.shape")
	case c.Kind == Text && !LooksLikeMobile(c.Address):
		faults.Add(prefix+"address", "channel.sms.shape")
	}
	if c.From < 0 || c.To > WholeDay || c.From >= c.To {
		faults.Add(prefix+"to", "channel.hours.order")
	}
	if c.Weekdays&EveryDay == 0 {
		faults.Add(prefix+"days", "channel.days.missing")
	}
	c.Weekdays &= EveryDay
	return faults.Err()
}

// LooksLikeMobile reports whether a text message can be sent to a number: a
// Norwegian mobile's eight digits (4 or 9 first, Nkom's number plan), or a
// number abroad with + before it.
func LooksLikeMobile(text string) bool {
	number := strings.NewReplacer(" ", "", "-", "").Replace(text)
	abroad, isAbroad := strings.CutPrefix(number, "+")
	if own, is := strings.CutPrefix(abroad, "47"); isAbroad && is {
		number, isAbroad = own, false
	}
	if strings.Trim(strings.TrimPrefix(number, "+"), "0123456789") != "" {
		return false
	}
	if isAbroad {
		return len(abroad) >= 8 && len(abroad) <= 15
	}
	return len(number) == 8 && (number[0] == '4' || number[0] == '9')
}

// channelsOf reads what is chosen for a user, with what is not chosen as Off.
func channelsOf(ctx context.Context, scope *tenants.Scope, client *tenant.Client, user uuid.UUID) ([]Channel, error) {
	rows, err := client.Channel.Query().Where(channel.UserID(user)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading channels: %w", err)
	}
	list := make([]Channel, 0, len(Kinds()))
	for _, kind := range Kinds() {
		at := slices.IndexFunc(rows, func(row *tenant.Channel) bool { return row.Kind == string(kind) })
		if at < 0 {
			list = append(list, unchosen(kind))
			continue
		}
		row := rows[at]
		address, err := scope.Open("channels", "address", row.ID, row.Address)
		if err != nil {
			return nil, fmt.Errorf("reading channels: %w", err)
		}
		list = append(list, Channel{
			Kind: kind, State: State(row.State), Address: address,
			From: row.FromMinute, To: row.ToMinute, Weekdays: row.Weekdays,
		})
	}
	return list, nil
}

// hasChosen reports whether a user has said anything about how to be reached;
// that a way is not to be used is said too.
func hasChosen(ctx context.Context, client *tenant.Client, user uuid.UUID) (bool, error) {
	said, err := client.Channel.Query().Where(channel.UserID(user)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("reading channels: %w", err)
	}
	return said, nil
}

// keep writes one channel of a user, and takes back what waits for it: it may
// hold another address, or hours that no longer hold. What is as it was is left.
func keep(ctx context.Context, tx *tenants.Tx, user uuid.UUID, c Channel) error {
	was, err := channelsOf(ctx, tx.Scope, tx.Client(), user)
	if err != nil {
		return err
	}
	row, err := tx.Client().Channel.Query().Where(channel.UserID(user), channel.Kind(string(c.Kind))).Only(ctx)
	if err != nil && !tenant.IsNotFound(err) {
		return fmt.Errorf("reading channel: %w", err)
	}
	if row != nil && slices.Contains(was, c) {
		return nil
	}
	id := tenants.NewID()
	if row != nil {
		id = row.ID
	}
	address, err := tx.Seal("channels", "address", id, c.Address)
	if err != nil {
		return err
	}
	if row == nil {
		err = tx.Client().Channel.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetUserID(user).SetKind(string(c.Kind)).
			SetState(string(c.State)).SetAddress(address).SetFromMinute(c.From).SetToMinute(c.To).SetWeekdays(c.Weekdays).Exec(ctx)
	} else {
		err = tx.Client().Channel.UpdateOneID(id).SetState(string(c.State)).SetAddress(address).
			SetFromMinute(c.From).SetToMinute(c.To).SetWeekdays(c.Weekdays).AddVersion(1).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("writing channel: %w", err)
	}
	return recall(ctx, tx, user, c.Kind)
}
