package app

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// batonShow is the coordinator's page about who follows the family.
func (a *App) batonShow(r *Request) error { return r.showBaton(nil, "", http.StatusOK) }

// showBaton shows it with what was typed, and with why something could not be
// done.
func (r *Request) showBaton(f *form.Form, gone string, status int) error {
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return err
	}
	offers, err := baton.Offers(r.Context(), r.Access)
	if err != nil {
		return err
	}
	wishes, err := r.batonWishes()
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("baton.title"), "-")
	page.Lead, page.Form, page.Width, page.Eyebrow = r.L().T("baton.lead"), f, view.WidthNarrow, overview.ShortName
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{
		Label: r.L().T("family.title"), Href: familyAddress(r.Access.ID, ""),
	})
	v := view.BatonView{Holder: r.L().T("baton.holder", "Date", r.L().DateFull(overview.CoordinatorSince)), Gone: gone}
	v.Wishes = wishes
	for _, one := range offers {
		if one.State == baton.StateOffered {
			v.Open = r.batonOpen(one)
			continue
		}
		v.History = append(v.History, r.batonPast(one))
	}
	if v.Open == nil && r.Access.State == casefile.StateActive {
		v.Offer = familyAddress(r.Access.ID, "/lag/stafettpinne")
		if v.To, err = r.candidates(r.Visit.Viewer.ID); err != nil {
			return err
		}
	}
	return r.render(status, view.BatonPage(page, v))
}

// batonWishes are whom each of the family wishes, in words.
func (r *Request) batonWishes() ([]view.BatonWish, error) {
	wishes, err := baton.Wishes(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	var shown []view.BatonWish
	for _, wish := range wishes {
		one := view.BatonWish{Text: wish.Text}
		for _, member := range members {
			if member.UserID == nil || *member.UserID != wish.By {
				continue
			}
			one.Who = r.L().T("baton.wish.words", "Who", member.FirstName())
			if wish.Name != "" {
				one.Who = r.L().T("baton.wish.by", "Who", member.FirstName(), "Name", wish.Name)
			}
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// candidates are the coordinators a family can be handed to.
func (r *Request) candidates(except uuid.UUID) ([]view.Option, error) {
	people, err := baton.Candidates(r.Context(), r.Scope, except)
	if err != nil {
		return nil, err
	}
	options := make([]view.Option, 0, len(people))
	for _, one := range people {
		options = append(options, view.Option{Value: one.ID.String(), Label: r.named(one.Name), Hint: one.Title})
	}
	return options, nil
}

func (r *Request) batonOpen(one baton.Offer) *view.BatonOpen {
	open := &view.BatonOpen{
		Title: r.L().T("baton.open", "Name", one.ToName), Note: one.Note,
		Since: r.L().T("baton.open.since", "When", r.L().When(one.At, r.Scope.Today())),
	}
	open.Withdraw = familyAddress(r.Access.ID, "/lag/stafettpinne/"+one.ID.String()+"/trekk")
	return open
}

func (r *Request) batonPast(one baton.Offer) view.BatonPast {
	past := view.BatonPast{
		Title: r.L().T("baton.past", "From", one.FromName, "To", one.ToName), Text: one.Answer,
		When: r.L().DateFull(clock.DateOf(one.SettledAt)),
	}
	if one.State == baton.StateMoved {
		past.Text = one.Note
	}
	past.State, past.Tone = batonState(r.L(), one.State)
	return past
}

func batonState(l *locale.Localizer, state baton.State) (string, view.Tone) {
	switch state {
	case baton.StateAccepted:
		return l.T("baton.state.accepted"), view.Good
	case baton.StateDeclined:
		return l.T("baton.state.declined"), view.Neutral
	case baton.StateWithdrawn:
		return l.T("baton.state.withdrawn"), view.Neutral
	case baton.StateMoved:
		return l.T("baton.state.moved"), view.Info
	}
	return l.T("baton.state.offered"), view.Info
}

// batonOffer offers the baton to a colleague.
func (a *App) batonOffer(r *Request) error {
	f := r.Form()
	f.Require("to", "baton.to.missing")
	to, note := f.UUID("to"), f.Prose("note", baton.MaxText)
	if !f.OK() {
		return r.showBaton(f, "", http.StatusUnprocessableEntity)
	}
	_, err := baton.Make(r.Context(), r.Visit, r.Access.ID, to, note)
	if Faults(f, err) {
		return r.showBaton(f, "", http.StatusUnprocessableEntity)
	}
	if errors.Is(err, tenants.ErrConflict) {
		return r.showBaton(nil, r.L().T("baton.conflict"), http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/lag/stafettpinne"), "done.baton_offered", "")
}

// batonWithdraw takes an open offer back.
func (a *App) batonWithdraw(r *Request) error {
	id, err := r.ID("offer")
	if err != nil {
		return err
	}
	err = baton.Withdraw(r.Context(), r.Visit, r.Access.ID, id)
	if errors.Is(err, tenants.ErrConflict) {
		return r.showBaton(nil, r.L().T("baton.conflict"), http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/lag/stafettpinne"), "done.baton_withdrawn", "")
}
