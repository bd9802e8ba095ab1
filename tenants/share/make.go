package share

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// Made is a share that was just made. The token is known here and nowhere else:
// only its hash is kept.
type Made struct {
	ID    uuid.UUID
	Token string
	Sent  bool // the link is also on its way to the guest
}

const tokenBytes = 32

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Make shares parts of a family with one named person, on a yes that somebody
// of the family gave. Only its coordinator may. It returns ErrInvalid for what
// cannot be right, among it a person who must never be given access and an
// address that somebody of the family is not safely reached at, and ErrConflict
// for a form that was sent before.
func Make(ctx context.Context, v *tenants.Visit, family uuid.UUID, o Order) (Made, error) {
	if o.ID == uuid.Nil {
		o.ID = tenants.NewID()
	}
	access, err := casefile.Enter(ctx, v, family)
	if err != nil {
		return Made{}, err
	}
	if err := access.Require(policy.SectionShares, policy.ActionEdit); err != nil {
		return Made{}, err
	}
	if err := check(ctx, access, &o); err != nil {
		return Made{}, err
	}
	random := make([]byte, tokenBytes)
	rand.Read(random)
	made := Made{ID: o.ID, Token: base64.RawURLEncoding.EncodeToString(random)}
	deed := casefile.Deed{Name: "share.make", Target: o.ID, Section: policy.SectionShares, Action: policy.ActionEdit}
	err = casefile.Change(ctx, v, family, deed, func(tx *tenants.Tx, a *casefile.Access) error {
		made.Sent, err = write(ctx, tx, a, o, made.Token)
		return err
	})
	if tenant.IsConstraintError(err) {
		err = fmt.Errorf("sharing again: %w", tenants.ErrConflict)
	}
	if err != nil {
		return Made{}, err
	}
	return made, nil
}

// check puts an order in the form it is kept in, and finds everything that is
// wrong with it.
func check(ctx context.Context, a *casefile.Access, o *Order) error {
	var faults tenants.Invalid
	o.Name, o.Address = strings.TrimSpace(o.Name), strings.TrimSpace(o.Address)
	o.Purpose = strings.TrimSpace(o.Purpose)
	if o.Hours == 0 {
		o.Hours = UsualHours
	}
	if o.Hours < 1 || o.Hours > LongestHours {
		faults.Add("hours", "sharing.hours.range")
	}
	if o.Purpose == "" {
		faults.Add("purpose", "sharing.purpose.missing")
	} else if utf8.RuneCountInString(o.Purpose) > MaxPurpose {
		faults.Add("purpose", "form.too_long")
	}
	if o.YesHow == "" {
		faults.Add("yes_how", "sharing.yes_how.missing")
	}
	checkSections(o, &faults)
	if err := checkMembers(ctx, a, o, &faults); err != nil {
		return err
	}
	if err := checkReceiver(ctx, a, o, &faults); err != nil {
		return err
	}
	return faults.Err()
}

func checkSections(o *Order, faults *tenants.Invalid) {
	if len(o.Sections) == 0 {
		faults.Add("sections", "sharing.sections.missing")
	}
	for _, section := range o.Sections {
		if !slices.Contains(Sections(), section) {
			faults.Add("sections", "form.choice")
		}
	}
}

// checkMembers accepts the family's own members, and a yes from one who may
// give it for them.
func checkMembers(ctx context.Context, a *casefile.Access, o *Order, faults *tenants.Invalid) error {
	members, err := casefile.Members(ctx, a)
	if err != nil {
		return err
	}
	find := func(id uuid.UUID) *casefile.Member {
		at := slices.IndexFunc(members, func(m casefile.Member) bool { return m.ID == id })
		if at < 0 {
			return nil
		}
		return &members[at]
	}
	for _, id := range o.Members {
		if find(id) == nil {
			faults.Add("members", "form.choice")
		}
	}
	giver := find(o.YesBy)
	if giver == nil || !MayGiveYes(*giver, a.Visit.Scope) {
		faults.Add("yes_by", "sharing.yes_by.missing")
		return nil
	}
	speaks, err := speaksFor(ctx, a, giver, o.Members)
	if err == nil && !speaks {
		faults.Add("yes_by", "sharing.yes_by.others")
	}
	return err
}

// MayGiveYes reports whether a member may say yes to a share.
func MayGiveYes(m casefile.Member, scope *tenants.Scope) bool {
	return m.Kind == casefile.Caregiver || m.Kind == casefile.Child && m.Age(scope.Today()) >= AgeOfYes
}

// speaksFor reports whether somebody may say yes on behalf of the members: a
// young person for themself alone, and a caregiver who may see some members'
// things only, for those.
func speaksFor(ctx context.Context, a *casefile.Access, giver *casefile.Member, members []uuid.UUID) (bool, error) {
	if giver.Kind == casefile.Child {
		return len(members) == 1 && members[0] == giver.ID, nil
	}
	if giver.UserID == nil {
		return true, nil
	}
	theirs, err := limitsOf(ctx, a, *giver.UserID)
	if err != nil || theirs == nil {
		return theirs == nil, err
	}
	if len(members) == 0 {
		return false, nil
	}
	for _, id := range members {
		if !slices.Contains(theirs, id) {
			return false, nil
		}
	}
	return true, nil
}

func checkReceiver(ctx context.Context, a *casefile.Access, o *Order, faults *tenants.Invalid) error {
	switch o.Channel {
	case BySignIn:
		o.Name, o.Address = "", ""
		colleagues, err := directory.Colleagues(ctx, a.Visit.Scope, policy.RoleProfessional)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(colleagues, func(p directory.Person) bool { return p.ID == o.User }) {
			faults.Add("user", "sharing.user.missing")
		}
		return nil
	case BySMS:
		if !notice.LooksLikeMobile(o.Address) {
			faults.Add("address", "channel.sms.shape")
		}
	case ByMail:
		if !directory.LooksLikeEmail(o.Address) {
			faults.Add("address", "channel.mail.shape")
		}
	default:
		faults.Add("channel", "sharing.channel.missing")
	}
	if o.Name == "" {
		faults.Add("name", "sharing.name.missing")
	}
	unsafe, err := notice.IsUnsafe(ctx, a, o.Channel.kind(), o.Address)
	if err == nil && unsafe {
		faults.Add("address", "sharing.address.unsafe")
	}
	return err
}

// write keeps the share and lets the guest in.
func write(ctx context.Context, tx *tenants.Tx, a *casefile.Access, o Order, token string) (sent bool, err error) {
	now := tx.Clock().Now()
	until := now.Add(time.Duration(o.Hours) * time.Hour).Truncate(time.Microsecond)
	guest := o.User
	if o.Channel != BySignIn {
		if guest, err = invite(ctx, tx, o, a.Visit.Viewer.ID); err != nil {
			return false, err
		}
	}
	row := tx.Row("shares", o.ID)
	create := tx.Client().Share.Create().SetID(o.ID).SetCreatedAt(now).SetCaseFileID(a.ID).SetUserID(guest).
		SetPurpose(row.Seal("purpose", o.Purpose)).SetSaidYesBy(o.YesBy).SetSaidYesHow(string(o.YesHow)).
		SetChannel(string(o.Channel)).SetLinkHash(hashOf(token)).SetUntilAt(until).SetMadeBy(a.Visit.Viewer.ID)
	if err := row.Err(); err != nil {
		return false, err
	}
	if err := create.Exec(ctx); err != nil {
		return false, fmt.Errorf("writing share: %w", err)
	}
	sections := policy.Sections(append([]policy.Section{policy.SectionOverview}, o.Sections...)...)
	err = casefile.Let(ctx, a.Visit, tx, a.ID, casefile.Grant{
		User: guest, Relation: policy.RelationGuest, Basis: policy.BasisConsent, Sections: sections, Members: o.Members,
		Until: until, Share: o.ID, Yes: casefile.Yes{By: o.YesBy, On: tx.Today(), How: o.YesHow},
	})
	if err != nil {
		return false, err
	}
	return sendLink(ctx, tx, a, o, guest, token)
}

func invite(ctx context.Context, tx *tenants.Tx, o Order, by uuid.UUID) (uuid.UUID, error) {
	guest, err := directory.InviteGuest(ctx, tx, o.Name, o.Language, by)
	if err != nil {
		return uuid.Nil, err
	}
	return guest, notice.Give(ctx, tx, guest, o.Channel.kind(), o.Address)
}

// sendLink sends the guest the link. Where somebody's address is protected it is
// only handed over: the municipality's name is in it.
func sendLink(ctx context.Context, tx *tenants.Tx, a *casefile.Access, o Order, guest uuid.UUID, token string) (bool, error) {
	if a.Facts.Strict {
		return false, nil
	}
	who, there, err := directory.WrittenTo(ctx, tx, guest)
	if err != nil || !there {
		return false, err
	}
	message := directory.Mail{Language: who.Language, Host: tx.Host, Path: "/d/" + token}
	kind := notice.Mail
	if o.Channel == BySignIn {
		message.To = who.WorkMail
	} else {
		kind = o.Channel.kind()
		message.To = o.Address
	}
	message.Template = "sms.share.text"
	if kind == notice.Mail {
		message.Subject, message.Template = "mail.share.subject", "mail.share.text"
	}
	err = tx.Enqueue(ctx, outbox.Message{Kind: string(kind), CaseFile: a.ID, Recipient: guest, Payload: message})
	return err == nil, err
}
