package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// memberLoginForm asks how a caregiver or a young person will sign in.
func (a *App) memberLoginForm(r *Request) error {
	member, err := r.loginMember()
	if err != nil {
		return err
	}
	return r.showLogin(member, nil)
}

// loginMember is the member of the address, when they can have a login.
func (r *Request) loginMember() (casefile.Member, error) {
	member, err := r.member()
	if err == nil && !r.mayHaveLogin(member) {
		err = tenants.ErrNotFound
	}
	return member, err
}

// mayHaveLogin reports whether a member can have a login of their own: a
// caregiver, or a child who is old enough for one.
func (r *Request) mayHaveLogin(member casefile.Member) bool {
	switch member.Kind {
	case casefile.Caregiver:
		return true
	case casefile.Child:
		return member.Age(r.Scope.Today()) >= casefile.LoginAge
	}
	return false
}

// memberLogin lets a caregiver or a young person sign in and see the family.
// The number is used once and never kept.
func (a *App) memberLogin(r *Request) error {
	member, err := r.loginMember()
	if err != nil {
		return err
	}
	f := r.Form()
	login := casefile.Login{
		PID: f.Line("pid", 20), Email: f.Line("email", casefile.MaxLine), Language: f.Choice("language", locale.Languages...),
	}
	if login.Members, err = r.membersToSee(f, member); err != nil {
		return err
	}
	if !f.Bool("sure") {
		f.Wrong("sure", "login.sure.missing")
	}
	if !f.OK() {
		return r.showLogin(member, f)
	}
	err = casefile.GiveAccess(r.Context(), r.Visit, r.Access.ID, member.ID, login)
	if Faults(f, err) {
		return r.showLogin(member, f)
	}
	if err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.login_given", "")
}

// Whom a caregiver may see: everybody in the family, or the children chosen.
const (
	seesAll    = "alle"
	seesChosen = "valgte"
)

// membersToSee reads whom a caregiver may see; nil is the whole family.
func (r *Request) membersToSee(f *form.Form, member casefile.Member) ([]uuid.UUID, error) {
	children, err := r.childrenToSee(member)
	if err != nil || len(children) < 2 {
		return nil, err
	}
	f.Require("sees", "login.sees.missing")
	if f.Choice("sees", seesAll, seesChosen) != seesChosen {
		return nil, nil
	}
	ids := make([]string, 0, len(children))
	for _, child := range children {
		ids = append(ids, child.Value)
	}
	var chosen []uuid.UUID
	for _, typed := range f.Many("children", ids...) {
		id, err := uuid.Parse(typed)
		if err != nil {
			return nil, tenants.ErrNotFound
		}
		chosen = append(chosen, id)
	}
	if len(chosen) == 0 {
		f.Wrong("children", "login.children.missing")
	}
	return chosen, nil
}

// childrenToSee are the family's children, to choose among for a caregiver; a
// young person is let in to their own things alone.
func (r *Request) childrenToSee(member casefile.Member) ([]view.Option, error) {
	if member.Kind != casefile.Caregiver {
		return nil, nil
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	var children []view.Option
	for _, one := range members {
		if one.Kind == casefile.Child {
			children = append(children, view.Option{Value: one.ID.String(), Label: one.Name})
		}
	}
	return children, nil
}

func (r *Request) showLogin(member casefile.Member, f *form.Form) error {
	page := r.memberPage(r.L().T("login.title"))
	page.Lead, page.Form = r.L().T("login.lead", "Name", member.FirstName()), f
	if member.Kind == casefile.Child {
		page.Lead = r.L().T("login.young.lead", "Name", member.FirstName())
	}
	children, err := r.childrenToSee(member)
	if err != nil {
		return err
	}
	language := ""
	if locale.Known(member.Language) {
		language = member.Language
	}
	var languages []view.Option
	for _, known := range locale.Languages {
		languages = append(languages, view.Option{Value: known, Label: locale.LanguageName(known)})
	}
	shown := view.LoginPage(page, view.LoginView{
		Action: r.memberAddress(member.ID.String() + "/innlogging"), Back: familyAddress(r.Access.ID, "/personer"),
		Name: member.FirstName(), Email: member.Email, Language: language, Languages: languages,
		Young: member.Kind == casefile.Child, Children: children,
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// memberLoginEndForm asks whether to take somebody's access away.
func (a *App) memberLoginEndForm(r *Request) error {
	member, err := r.loginMember()
	if err != nil {
		return err
	}
	page := r.memberPage(r.L().T("login.end.title"))
	page.H1 = r.L().T("login.end.question", "Name", member.FirstName())
	page.Lead = r.L().T("login.end.lead")
	return r.Show(view.ConfirmPage(page, view.ConfirmView{
		Action: r.memberAddress(member.ID.String() + "/innlogging/slutt"), Label: r.L().T("login.end.do"),
		Back: familyAddress(r.Access.ID, "/personer"), BackLabel: r.L().T("family.cancel"),
	}))
}

// memberLoginEnd takes the access away at once.
func (a *App) memberLoginEnd(r *Request) error {
	member, err := r.loginMember()
	if err != nil {
		return err
	}
	if member.UserID == nil {
		return tenants.ErrNotFound
	}
	if err := casefile.EndAccess(r.Context(), r.Visit, r.Access.ID, *member.UserID); err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.login_ended", "")
}
