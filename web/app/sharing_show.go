package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// sharingList shows what is, and has been, shown to named people for a day.
func (a *App) sharingList(r *Request) error {
	list, err := share.List(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.familyFormPage(r.L().T("sharing.title"))
	page.Lead, page.Width = r.L().T("sharing.lead"), view.WidthRegular
	v := view.SharesView{}
	if r.mayWrite(policy.SectionShares) {
		v.New = familyAddress(r.Access.ID, "/lag/dag/ny")
	}
	for _, one := range list {
		row := view.ShareRow{
			Name: one.Name, Href: familyAddress(r.Access.ID, "/lag/dag/"+one.ID.String()), Parts: r.shareParts(one.Sections),
			Until: r.L().T("sharing.until", "When", r.L().DateTime(one.Until, r.Scope.Today())),
		}
		row.State, row.Tone = r.shareState(one)
		v.Shares = append(v.Shares, row)
	}
	return r.Show(view.SharesPage(page, v))
}

// sharingShow shows one, with every time the guest looked.
func (a *App) sharingShow(r *Request) error {
	id, err := r.ID("share")
	if err != nil {
		return err
	}
	one, err := share.Get(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	page, v, err := r.sharePage(one)
	if err != nil {
		return err
	}
	return r.Show(view.SharePage(page, v))
}

func (r *Request) sharePage(one share.Share) (*view.Page, view.ShareView, error) {
	l, today := r.L(), r.Scope.Today()
	address := familyAddress(r.Access.ID, "/lag/dag")
	v := view.ShareView{Name: one.Name, Back: address, SignIn: one.Channel == share.BySignIn}
	v.State, v.Tone = r.shareState(one)
	if one.State != share.Over && r.Access.May(policy.SectionShares, policy.ActionWithdraw) {
		v.End = address + "/" + one.ID.String() + "/stopp"
	}
	about, err := r.shareAbout(one.Members)
	if err != nil {
		return nil, v, err
	}
	v.Facts = []view.SummaryRow{
		{Key: l.T("sharing.fact.parts"), Value: sentence(r.shareParts(one.Sections))},
		{Key: l.T("sharing.fact.about"), Value: about},
		{Key: l.T("sharing.fact.purpose"), Value: one.Purpose},
		{Key: l.T("sharing.fact.until"), Value: sentence(l.DateTime(one.Until, today))},
	}
	if one.OpenedAt != nil {
		v.Facts = append(v.Facts, view.SummaryRow{Key: l.T("sharing.fact.opened"), Value: sentence(l.When(*one.OpenedAt, today))})
	}
	if one.EndedAt != nil {
		v.Facts = append(v.Facts, view.SummaryRow{Key: l.T("sharing.fact.ended"), Value: sentence(l.When(*one.EndedAt, today))})
	}
	for _, look := range one.Looks {
		v.Looks = append(v.Looks, view.ShareLook{
			When: sentence(l.When(look.At, today)), Parts: sentence(r.shareParts(look.Sections)),
		})
	}
	page := r.sharingPage(l.T("sharing.one.title"))
	page.H1 = l.T("sharing.one.heading", "Name", one.Name)
	return page, v, nil
}

// shareParts are parts of the plan in words; the overview alone is said to be
// that.
func (r *Request) shareParts(sections []policy.Section) string {
	var words []string
	for _, section := range sections {
		if word := shareSectionWord(r.L(), section); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return r.L().T("section.overview")
	}
	return r.L().List(words)
}

// shareAbout is whom a share is about, by first names.
func (r *Request) shareAbout(members []uuid.UUID) (string, error) {
	if len(members) == 0 {
		return r.L().T("sharing.about.all"), nil
	}
	all, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return "", err
	}
	var names []string
	for _, member := range all {
		if slices.Contains(members, member.ID) {
			names = append(names, member.FirstName())
		}
	}
	return r.L().List(names), nil
}

func (r *Request) shareState(one share.Share) (string, view.Tone) {
	switch one.State {
	case share.Waiting:
		return r.L().T("sharing.state.waiting"), view.Neutral
	case share.Opened:
		return r.L().T("sharing.state.opened"), view.Info
	}
	return r.L().T("sharing.state.over"), view.Good
}

// sharingEnd ends a share at once.
func (a *App) sharingEnd(r *Request) error {
	id, err := r.ID("share")
	if err != nil {
		return err
	}
	if err := share.End(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/lag/dag"), "done.share_ended", "")
}

// sharingEndOwn is the same for somebody of the family, from the page that
// tells who sees what.
func (a *App) sharingEndOwn(r *Request) error {
	id, err := r.ID("share")
	if err != nil {
		return err
	}
	if err := share.End(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.ownAddress("/deling"), "done.share_ended", "")
}
