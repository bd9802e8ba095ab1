package demo

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

// share does what an event says of who may know what.
func (h *house) share(ctx context.Context, v *tenants.Visit, e event) error {
	switch {
	case e.Consent != nil:
		return h.consent(ctx, v, *e.Consent)
	case e.Withdraw != nil:
		_, err := consent.Withdraw(ctx, v, h.id, consent.What{Unit: h.units[e.Withdraw.Unit]})
		return err
	case e.Team != nil:
		return h.team(ctx, v, *e.Team)
	case e.DayShare != nil:
		return h.shareForADay(ctx, v, *e.DayShare)
	case e.Voice != nil:
		return h.voice(ctx, v, *e.Voice)
	case e.Talk != "":
		_, err := voice.AskToTalk(ctx, v, h.id, e.Talk)
		return err
	case e.Message != nil:
		return h.message(ctx, v, *e.Message)
	case e.Reach != nil:
		return notice.Choose(ctx, v, e.Reach.channels()...)
	case e.Wish != nil:
		return baton.SetWish(ctx, v, h.id, baton.Wish{Who: h.users[e.Wish.Who].ID, Text: e.Wish.Text})
	case e.Offer != nil:
		_, err := baton.Make(ctx, v, h.id, h.users[e.Offer.To].ID, e.Offer.Note)
		return err
	case e.Disclosure != nil:
		return h.disclose(ctx, v, *e.Disclosure)
	}
	return errors.New("an event that nobody can carry out")
}

// of are members by their keys; none is nil.
func (h *house) of(keys []string) []uuid.UUID {
	var ids []uuid.UUID
	for _, key := range keys {
		ids = append(ids, h.members[key])
	}
	return ids
}

func sections(words []string) (policy.SectionSet, error) {
	var set policy.SectionSet
	for _, word := range words {
		section, err := policy.ParseSection(word)
		if err != nil {
			return 0, err
		}
		set |= policy.Sections(section)
	}
	return set, nil
}

func (h *house) consent(ctx context.Context, v *tenants.Visit, c consenting) error {
	asked, err := sections(c.Asked)
	if err != nil {
		return err
	}
	given, err := sections(c.Sections)
	if err != nil {
		return err
	}
	about := h.of(c.About)
	_, err = consent.Give(ctx, v, h.id, consent.Given{
		Purpose: c.Purpose, Unit: h.units[c.Unit], Asked: asked, Sections: given, Members: about, By: h.members[c.By],
		Answer: c.Answer, How: c.How, Told: c.Told, Heard: about, Until: c.Until.On(h.World.Now),
	})
	return err
}

func (h *house) team(ctx context.Context, v *tenants.Visit, t teaming) error {
	seat, err := team.Invite(ctx, v, h.id, h.units[t.Unit], t.Note)
	if err != nil || t.Name == "" {
		return err
	}
	h.tick()
	leader, err := h.visit(ctx, t.Leader)
	if err != nil {
		return err
	}
	if err := team.Name(ctx, leader, seat, h.users[t.Name].ID); err != nil || !t.Accepts {
		return err
	}
	h.tick()
	named, err := h.visit(ctx, t.Name)
	if err != nil {
		return err
	}
	return team.Accept(ctx, named, seat)
}

func (h *house) shareForADay(ctx context.Context, v *tenants.Visit, s dayShare) error {
	set, err := sections(s.Sections)
	if err != nil {
		return err
	}
	_, err = share.Make(ctx, v, h.id, share.Order{
		ID: tenants.NewID(), Channel: share.BySignIn, User: h.users[s.With].ID, Sections: set.List(),
		Members: h.of(s.About), Purpose: s.Purpose, YesBy: h.members[s.By], YesHow: casefile.HowOral,
	})
	return err
}

func (h *house) voice(ctx context.Context, v *tenants.Visit, s voiced) error {
	words := voice.Words{Kind: s.Kind, Question: s.Question, Face: s.Face, Text: s.Text}
	var to []uuid.UUID
	for _, one := range s.To {
		to = append(to, h.users[one].ID)
	}
	if v.Viewer.Roles.Has(policy.RoleCoordinator) {
		_, err := voice.WriteTogether(ctx, v, h.id, h.members[s.Of], words, voice.Beside{Knows: true, Yes: to})
		return err
	}
	id, err := voice.Write(ctx, v, h.id, words)
	if err != nil || len(to) == 0 {
		return err
	}
	h.tick()
	return voice.SayYes(ctx, v, h.id, id, to)
}

func (h *house) message(ctx context.Context, v *tenants.Visit, m messaging) error {
	var with []uuid.UUID
	for _, one := range m.With {
		with = append(with, h.users[one].ID)
	}
	about, err := findOrNone(h.members, m.About)
	if err != nil {
		return err
	}
	id, err := message.Begin(ctx, v, h.id, message.Opening{
		ID: tenants.NewID(), Message: tenants.NewID(), With: with, About: about, Subject: m.Subject, Text: m.Text,
	})
	if err != nil {
		return err
	}
	for _, reply := range m.Replies {
		h.tick()
		by, err := h.visit(ctx, reply.By)
		if err != nil {
			return err
		}
		if err := message.Write(ctx, by, h.id, id, tenants.NewID(), reply.Text); err != nil {
			return err
		}
	}
	return nil
}

// channels are the ways somebody has said something about.
func (r *reaching) channels() []notice.Channel {
	state := notice.Safe
	if r.Unsafe {
		state = notice.Unsafe
	}
	to := notice.WholeDay
	if r.To > 0 {
		to = r.To * 60
	}
	var list []notice.Channel
	for kind, address := range map[notice.Kind]string{notice.Mail: r.Mail, notice.Text: r.Text} {
		if address != "" {
			list = append(list, notice.Channel{
				Kind: kind, State: state, Address: address, From: r.From * 60, To: to, Weekdays: notice.EveryDay,
			})
		}
	}
	return list
}

func (h *house) disclose(ctx context.Context, v *tenants.Visit, d disclosing) error {
	_, err := consent.Disclose(ctx, v, h.id, consent.Disclosure{
		Provision: string(d.Provision), ToWhom: d.ToWhom, What: d.What, Why: d.Why, On: v.Today(),
	})
	return err
}
