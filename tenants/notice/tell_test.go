package notice_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// post is a house with a family, and what leaves it.
type post struct {
	*tenanttest.House
	t      *testing.T
	family tenanttest.Family
	mona   *tenants.Visit
}

func both(t *testing.T, test func(p *post)) {
	t.Helper()
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		p := &post{House: house, t: t, family: family, mona: house.Caregiver(family)}
		p.leaves()
		test(p)
	})
}

// way is a text message at any hour, with one thing changed.
func way(change func(*notice.Channel)) notice.Channel {
	c := notice.Channel{Kind: notice.Text, State: notice.Safe, Address: "900 00 001", To: notice.WholeDay, Weekdays: notice.EveryDay}
	if change != nil {
		change(&c)
	}
	return c
}

func (p *post) choose(v *tenants.Visit, chosen ...notice.Channel) {
	p.t.Helper()
	p.must(notice.Choose(p.t.Context(), v, chosen...))
}

func (p *post) tell(to uuid.UUID, family uuid.UUID, reason notice.Reason) {
	p.t.Helper()
	p.must(p.Scope.InTx(p.t.Context(), func(tx *tenants.Tx) error {
		return notice.Tell(p.t.Context(), tx, notice.Notice{To: to, CaseFile: family, Reason: reason})
	}))
}

// leaves is what is due now, without invitations.
func (p *post) leaves() []directory.Mail {
	p.t.Helper()
	var sent []directory.Mail
	keep := func(_ context.Context, d outbox.Delivery) error {
		var mail directory.Mail
		if err := json.Unmarshal([]byte(d.Payload), &mail); err != nil {
			return err
		}
		if mail.Template != "mail.invitation.text" {
			sent = append(sent, mail)
		}
		return nil
	}
	_, err := p.Scope.Outbox().Work(p.t.Context(), map[string]outbox.Handler{directory.MailKind: keep, directory.TextKind: keep}, 100)
	p.must(err)
	return sent
}

func (p *post) sends(n int) []directory.Mail {
	p.t.Helper()
	sent := p.leaves()
	if len(sent) != n {
		p.t.Fatalf("%d messages left, want %d: %+v", len(sent), n, sent)
	}
	return sent
}

func (p *post) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestAFamilyThatHasChosenNothingIsSentNothing(t *testing.T) {
	both(t, func(p *post) {
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.sends(0)
		p.tell(p.Coordinator().Viewer.ID, p.family.ID, notice.NewMessage)
		if sent := p.sends(1); sent[0].To != "koordinator@fjordby.example" {
			p.t.Errorf("a colleague is written to at %s", sent[0].To)
		}
	})
}

func TestEachSafeWayIsUsedOnceAnHour(t *testing.T) {
	both(t, func(p *post) {
		mail := way(func(c *notice.Channel) { c.Kind, c.Address = notice.Mail, "mona@post.example" })
		p.choose(p.mona, way(nil), mail)
		for range 10 {
			p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		}
		p.sends(2)
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.sends(0)
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.ConsentEnds)
		p.sends(2)
		p.Clock.Advance(time.Hour)
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.sends(2)
	})
}

func TestAMessageWaitsForTheHoursThatWereChosen(t *testing.T) {
	both(t, func(p *post) { // it is Tuesday at nine in Norway
		p.choose(p.mona, way(func(c *notice.Channel) { c.From, c.To, c.Weekdays = 18*60, 20*60, 0b100 }))
		for range 5 {
			p.tell(p.mona.Viewer.ID, p.family.ID, notice.TalkAsked)
			p.Clock.Advance(time.Hour)
		}
		p.sends(0)
		p.Clock.Set(time.Date(2026, 11, 4, 16, 59, 59, 0, time.UTC))
		p.sends(0)
		p.Clock.Advance(time.Second)
		p.sends(1)
	})
}

func TestEmergenciesDoNotWaitForAColleaguesHours(t *testing.T) {
	both(t, func(p *post) {
		coordinator := p.Coordinator()
		mail := way(func(c *notice.Channel) {
			c.Kind, c.Address, c.From, c.To = notice.Mail, "hjemme@post.example", 18*60, 20*60
		})
		p.choose(coordinator, mail)
		p.tell(coordinator.Viewer.ID, p.family.ID, notice.NewMessage)
		p.sends(0)
		p.tell(coordinator.Viewer.ID, p.family.ID, notice.EmergencyUsed)
		if sent := p.sends(1); sent[0].To != "koordinator@fjordby.example" {
			p.t.Errorf("work is sent to %s", sent[0].To)
		}
	})
}

func TestAnUnsafeWayIsNeverUsed(t *testing.T) {
	both(t, func(p *post) {
		p.choose(p.mona, way(func(c *notice.Channel) { c.From = 18 * 60 }))
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.must(notice.Mark(p.t.Context(), p.Coordinator(), p.family.ID, p.family.Caregiver, notice.Text, false))
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.Clock.Advance(24 * time.Hour)
		p.sends(0)
		p.must(notice.Mark(p.t.Context(), p.Coordinator(), p.family.ID, p.family.Caregiver, notice.Text, true))
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.Clock.Advance(24 * time.Hour)
		p.sends(1)
	})
}

// What was taken back does not stand in the way of what comes after.
func TestANoticeAfterOneThatWasTakenBackIsSent(t *testing.T) {
	both(t, func(p *post) {
		p.choose(p.mona, way(func(c *notice.Channel) { c.From = 18 * 60 }))
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.must(p.Scope.InTx(p.t.Context(), func(tx *tenants.Tx) error { return tx.Recall(p.t.Context(), p.family.ID) }))
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		p.Clock.Advance(24 * time.Hour)
		p.sends(1)
	})
}

func TestAMessageHasNoAddressWhereAnAddressIsProtected(t *testing.T) {
	both(t, func(p *post) {
		p.choose(p.mona, way(nil))
		p.tell(p.mona.Viewer.ID, p.family.ID, notice.NewMessage)
		if sent := p.sends(1); sent[0].Host != "fjordby.localhost" || sent[0].Template != "sms.notice.text" {
			p.t.Errorf("sent %+v", sent[0])
		}
		for _, grade := range []casefile.Grade{casefile.GradeUnknown, casefile.GradeConfidential} {
			intake := p.Intake("Skjult")
			intake.Members[1].Grade = grade
			hidden := p.FamilyOf(p.Coordinator(), intake)
			caregiver := p.Caregiver(hidden)
			p.choose(caregiver, way(nil), way(func(c *notice.Channel) { c.Kind, c.Address = notice.Mail, "skjult@post.example" }))
			p.tell(caregiver.Viewer.ID, hidden.ID, notice.NewMessage)
			p.tell(p.Coordinator().Viewer.ID, hidden.ID, notice.TalkAsked)
			p.Clock.Advance(time.Hour)
			for _, one := range p.sends(3) {
				text, _ := json.Marshal(one)
				told := strings.ReplaceAll(string(text), one.To, "")
				if strings.Contains(strings.ToLower(told), "fjordby") || !strings.HasSuffix(one.Template, ".notice.quiet") {
					p.t.Errorf("at grade %s the message is %s", grade, text)
				}
			}
		}
		p.tell(p.mona.Viewer.ID, uuid.Nil, notice.NewMessage)
		if sent := p.sends(1); sent[0].Host != "" {
			p.t.Errorf("about no family: %+v", sent[0])
		}
	})
}

func TestWhatCannotBeReachedIsSaid(t *testing.T) {
	both(t, func(p *post) {
		for name, change := range map[string]func(*notice.Channel){
			"no number":   func(c *notice.Channel) { c.Address = "" },
			"a landline":  func(c *notice.Channel) { c.Address = "22 00 00 00" },
			"no mail":     func(c *notice.Channel) { c.Kind = notice.Mail },
			"no day":      func(c *notice.Channel) { c.Weekdays = 0 },
			"no hour":     func(c *notice.Channel) { c.From, c.To = 600, 600 },
			"after a day": func(c *notice.Channel) { c.To = notice.WholeDay + 1 },
		} {
			err := notice.Choose(p.t.Context(), p.mona, way(change))
			if tenants.Code(err) != tenants.ErrInvalid.Error() {
				p.t.Errorf("%s: %v", name, err)
			}
		}
		channels, err := notice.Channels(p.t.Context(), p.mona)
		if p.must(err); channels[0].State != notice.Off || channels[1].State != notice.Off {
			p.t.Errorf("kept %+v", channels)
		}
	})
}

func TestOnlyTheCoordinatorMarksForOthers(t *testing.T) {
	both(t, func(p *post) {
		p.choose(p.mona, way(nil))
		for name, v := range map[string]*tenants.Visit{"colleague": p.Colleague(), "teacher": p.Professional(), "caregiver": p.mona} {
			err := notice.Mark(p.t.Context(), v, p.family.ID, p.family.Caregiver, notice.Text, false)
			if code := tenants.Code(err); code != tenants.ErrNotFound.Error() && code != tenants.ErrForbidden.Error() {
				p.t.Errorf("%s: %v", name, err)
			}
		}
		access, err := casefile.Enter(p.t.Context(), p.Coordinator(), p.family.ID)
		p.must(err)
		channels, err := notice.OfMember(p.t.Context(), access, p.family.Caregiver)
		if p.must(err); channels[0].State != notice.Safe || channels[0].Address != "900 00 001" {
			p.t.Errorf("the coordinator sees %+v", channels)
		}
		_, err = notice.OfMember(p.t.Context(), access, p.family.Child)
		if tenants.Code(err) != tenants.ErrNotFound.Error() {
			p.t.Errorf("a child without a login: %v", err)
		}
	})
}

func TestAColleagueWhoHasTurnedMailAtWorkOffIsSentNothing(t *testing.T) {
	both(t, func(p *post) {
		colleague := p.Colleague()
		p.tell(colleague.Viewer.ID, uuid.Nil, notice.NewMessage)
		p.sends(1)
		p.choose(colleague, notice.Channel{Kind: notice.Mail, State: notice.Off, To: notice.WholeDay, Weekdays: notice.EveryDay})
		p.tell(colleague.Viewer.ID, uuid.Nil, notice.TalkAsked)
		p.sends(0)
		said, err := notice.HasChosen(t.Context(), colleague)
		p.must(err)
		if !said {
			t.Error("what was turned off is not said to be chosen")
		}
	})
}
