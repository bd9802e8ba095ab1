package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// invitationList is what waits for the unit's leader, and for who is named.
func (a *App) invitationList(r *Request) error { return r.showInvitations(nil) }

func (r *Request) showInvitations(f *form.Form) error {
	list, err := team.Invitations(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("invitations.title"))
	page.Lead, page.Form = r.L().T("invitations.lead"), f
	var v view.InvitationsView
	for _, one := range list {
		card, err := r.invitationCard(one)
		if err != nil {
			return err
		}
		if one.Mine && one.State == team.StateNamed {
			v.Mine = append(v.Mine, card)
		} else {
			v.Unit = append(v.Unit, card)
		}
	}
	if f == nil {
		return r.Show(view.InvitationsPage(page, v))
	}
	return r.ShowFaults(view.InvitationsPage(page, v))
}

func (r *Request) invitationCard(one team.Invitation) (view.InvitationCard, error) {
	card := view.InvitationCard{
		ID: one.ID.String(), Title: r.L().T("invitations.child"), Unit: one.UnitName,
		Purpose: purposesInWords(r.L(), one.Purposes), Sees: sentence(seenInWords(r.L(), one.Sections)),
		Until: sentence(r.L().Date(one.Until, r.Scope.Today())), Note: one.Note, ForWhom: one.UnitName,
		Reason: reasonField(one.ID), AskedWho: one.Who,
	}
	if len(one.Children) > 0 {
		card.Title = r.L().T("invitations.around", "Names", r.L().List(one.Children))
		card.ForWhom = r.L().List(one.Children)
	}
	day := r.L().DateShort(clock.DateOf(one.Since), r.Scope.Today())
	switch one.State {
	case team.StateInvited:
		card.State, card.Tone = r.L().T("invitations.state.invited", "Date", day), view.Attention
	case team.StateNamed:
		card.State, card.Tone = r.L().T("invitations.state.named", "Date", day), view.Info
	default:
		card.State, card.Tone = r.L().T("invitations.state.declined", "Date", day), view.Neutral
	}
	at := "/invitasjoner/" + one.ID.String()
	if one.Mine && one.State == team.StateNamed {
		card.Accept, card.Decline, card.AskedWho = at+"/ja", at+"/nei", ""
		return card, nil
	}
	if !one.Leads {
		return card, nil
	}
	people, err := team.Candidates(r.Context(), r.Visit, one.Unit)
	if err != nil {
		return card, err
	}
	card.Naming = &view.TeamNaming{Action: at + "/navngi", Field: personField(one.ID), People: personOptions(people)}
	if one.State == team.StateInvited {
		card.Decline = at + "/nei"
	}
	return card, nil
}

func reasonField(seat uuid.UUID) string { return "answer-" + seat.String() }

func purposesInWords(l *locale.Localizer, purposes []consent.Purpose) string {
	var words []string
	for _, one := range purposes {
		switch one {
		case consent.Cooperation:
			words = append(words, l.T("invitations.purpose.cooperation"))
		case consent.Assessment:
			words = append(words, l.T("invitations.purpose.assessment"))
		case consent.FollowUp:
			words = append(words, l.T("invitations.purpose.follow_up"))
		case consent.Transition:
			words = append(words, l.T("invitations.purpose.transition"))
		}
	}
	return sentence(l.List(words))
}

// invitationName names who of the unit is asked to come.
func (a *App) invitationName(r *Request) error {
	id, err := r.ID("seat")
	if err != nil {
		return err
	}
	f := r.Form()
	field := personField(id)
	person := f.UUID(field)
	if err := renamed(team.Name(r.Context(), r.Visit, id, person), "person", field); err != nil {
		return r.invitationFault(f, err)
	}
	return r.Done("/invitasjoner", "done.team.asked", "")
}

// invitationAccept is the yes of who is named; they are inside from now on.
func (a *App) invitationAccept(r *Request) error {
	id, err := r.ID("seat")
	if err != nil {
		return err
	}
	if err := team.Accept(r.Context(), r.Visit, id); err != nil {
		return r.invitationFault(r.Form(), err)
	}
	return r.Done(r.measuresHome(), "done.team.accepted", "")
}

// invitationDecline is a no, with why.
func (a *App) invitationDecline(r *Request) error {
	id, err := r.ID("seat")
	if err != nil {
		return err
	}
	f := r.Form()
	field := reasonField(id)
	why := f.Prose(field, team.MaxNote)
	if err := renamed(team.Decline(r.Context(), r.Visit, id, why), "answer", field); err != nil {
		return r.invitationFault(f, err)
	}
	return r.Done("/invitasjoner", "done.team.declined", "")
}

// invitationLeave is one's own way out of a team.
func (a *App) invitationLeave(r *Request) error {
	id, err := r.ID("seat")
	if err != nil {
		return err
	}
	err = team.Leave(r.Context(), r.Visit, id)
	if err != nil && !errors.Is(err, tenants.ErrConflict) {
		return err
	}
	return r.Done(r.measuresHome(), doneOr(err, "done.team.left"), "")
}

// invitationFault shows what must be put right, or that somebody else was
// there first.
func (r *Request) invitationFault(f *form.Form, err error) error {
	if errors.Is(err, tenants.ErrConflict) {
		return r.Done("/invitasjoner", "done.team.settled", "")
	}
	if Faults(f, err) {
		return r.showInvitations(f)
	}
	return err
}
