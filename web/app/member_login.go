package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// memberLoginForm asks how a caregiver will sign in.
func (a *App) memberLoginForm(r *Request) error {
	member, err := r.caregiver()
	if err != nil {
		return err
	}
	return r.showLogin(member, nil)
}

func (r *Request) caregiver() (casefile.Member, error) {
	member, err := r.member()
	if err == nil && member.Kind != casefile.Caregiver {
		err = tenants.ErrNotFound
	}
	return member, err
}

// memberLogin lets a caregiver sign in and see the family. The number is used
// once and never kept.
func (a *App) memberLogin(r *Request) error {
	member, err := r.caregiver()
	if err != nil {
		return err
	}
	f := r.Form()
	login := casefile.Login{
		PID: f.Line("pid", 20), Email: f.Line("email", casefile.MaxLine), Language: f.Choice("language", locale.Languages...),
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

func (r *Request) showLogin(member casefile.Member, f *form.Form) error {
	page := r.memberPage(r.L().T("login.title"))
	page.Lead, page.Form = r.L().T("login.lead", "Name", member.FirstName()), f
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
	})
	if f == nil {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// memberLoginEndForm asks whether to take somebody's access away.
func (a *App) memberLoginEndForm(r *Request) error {
	member, err := r.caregiver()
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
	member, err := r.caregiver()
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
