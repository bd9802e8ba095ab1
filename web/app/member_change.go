package app

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// memberNew asks about a new person in the family.
func (a *App) memberNew(r *Request) error {
	return r.showMemberNew(casefile.Person{Kind: memberKind(r.Query("slag"))}, nil)
}

// memberAdd adds the person.
func (a *App) memberAdd(r *Request) error {
	f := r.Form()
	person, err := r.readPerson(f, casefile.Person{Kind: memberKind(f.Line("slag", 20))}, false)
	if err != nil {
		return err
	}
	Faults(f, person.Validate("", r.Scope.Today()))
	if !f.OK() {
		return r.showMemberNew(person, f)
	}
	_, err = casefile.AddMember(r.Context(), r.Visit, r.Access.ID, person)
	if Faults(f, err) {
		return r.showMemberNew(person, f)
	}
	if err != nil {
		return err
	}
	r.DropDraft(r.newMemberDraft(person.Kind))
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.member_added", "")
}

func (r *Request) newMemberDraft(kind casefile.MemberKind) string {
	return r.DraftKey("member", string(kind))
}

func (r *Request) showMemberNew(person casefile.Person, f *form.Form) error {
	fields, err := r.personFields(person, false)
	if err != nil {
		return err
	}
	kept := ""
	if f == nil {
		if f, kept, err = r.Draft(r.newMemberDraft(person.Kind)); err != nil {
			return err
		}
	}
	page := r.memberPage(r.memberAddLabel(person.Kind))
	page.Form = f
	shown := view.MemberFormPage(page, view.MemberFormView{
		Action: familyAddress(r.Access.ID, "/personer"), Back: familyAddress(r.Access.ID, "/personer"), Person: fields,
		Hidden: []view.Hidden{{Name: "slag", Value: memberKindAddress(person.Kind)}},
		Draft:  r.newMemberDraft(person.Kind), Kept: kept,
	})
	if f == nil || f.OK() {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

func (r *Request) memberPage(title string) *view.Page {
	page := r.familyFormPage(title)
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{
		Label: r.L().T("members.title"), Href: familyAddress(r.Access.ID, "/personer"),
	})
	return page
}

// member finds the person of the address in the family of the route.
func (r *Request) member() (casefile.Member, error) {
	id, err := r.ID("person")
	if err != nil {
		return casefile.Member{}, err
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return casefile.Member{}, err
	}
	for _, member := range members {
		if member.ID == id {
			return member, nil
		}
	}
	return casefile.Member{}, tenants.ErrNotFound
}

// memberShow shows a person to correct what is written.
func (a *App) memberShow(r *Request) error {
	member, err := r.member()
	if err != nil {
		return err
	}
	return r.showMember(member, nil, nil)
}

// memberChange corrects it. When somebody else saved first, both versions are
// shown, and nothing is lost.
func (a *App) memberChange(r *Request) error {
	now, err := r.member()
	if err != nil {
		return err
	}
	f := r.Form()
	mine, err := r.readPerson(f, now.Person, false)
	if err != nil {
		return err
	}
	version := versionOf(f)
	shown := now
	shown.Version = version // so that a later save still notices what others saved
	Faults(f, mine.Validate("", r.Scope.Today()))
	if !f.OK() {
		return r.showMember(shown, f, nil)
	}
	err = casefile.ChangeMember(r.Context(), r.Visit, r.Access.ID, now.ID, version, mine)
	switch {
	case err == nil:
		r.DropDraft(r.DraftKey("member", now.ID.String()))
		return r.Done(familyAddress(r.Access.ID, "/personer"), "done.member_changed", "")
	case Faults(f, err):
		return r.showMember(shown, f, nil)
	case errors.Is(err, tenants.ErrConflict) && r.Access.State == casefile.StateActive:
		both, err := r.memberDifferences(mine, now)
		if err != nil {
			return err
		}
		r.DropDraft(r.DraftKey("member", now.ID.String())) // one's own goes with the page, beside what stands now
		return r.showMember(now, f, &both)
	}
	return err
}

func (r *Request) showMember(member casefile.Member, f *form.Form, conflict *view.BothVersions) error {
	fields, err := r.personFields(member.Person, false)
	if err != nil {
		return err
	}
	draft, kept := r.DraftKey("member", member.ID.String()), ""
	if f == nil {
		if f, kept, err = r.Draft(draft); err != nil {
			return err
		}
		if f != nil {
			member.Version = versionOf(f) // what was typed was typed beside that one
		}
	}
	page := r.memberPage(r.L().T("member.change"))
	page.H1, page.Form = member.Name, f
	shown := view.MemberFormPage(page, view.MemberFormView{
		Action: r.memberAddress(member.ID.String()), Back: familyAddress(r.Access.ID, "/personer"), Person: fields,
		Version: member.Version, Conflict: conflict, Change: true, Draft: draft, Kept: kept,
	})
	switch {
	case conflict != nil:
		return r.render(http.StatusConflict, shown)
	case f == nil || f.OK():
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

func (r *Request) memberDifferences(mine casefile.Person, now casefile.Member) (view.BothVersions, error) {
	schools, err := r.schoolNames([]casefile.Member{{Person: mine}, now})
	if err != nil {
		return view.BothVersions{}, err
	}
	school := func(id *uuid.UUID) string {
		if id == nil {
			return ""
		}
		return schools[*id]
	}
	yes := func(on bool) string {
		if on {
			return r.L().T("member.yes")
		}
		return r.L().T("member.no")
	}
	l := r.L()
	return bothVersions(r.memberAddress(now.ID.String()), []view.Difference{
		{Label: l.T("member.name"), Yours: mine.Name, Now: now.Name},
		{Label: l.T("member.born_on"), Yours: l.DateFull(mine.BornOn), Now: l.DateFull(now.BornOn)},
		{Label: l.T("member.relation"), Yours: mine.Relation, Now: now.Relation},
		{Label: l.T("member.school"), Yours: school(mine.SchoolID), Now: school(now.SchoolID)},
		{Label: l.T("member.language"), Yours: spokenWord(l, mine.Language), Now: spokenWord(l, now.Language)},
		{Label: l.T("member.interpreter"), Yours: yes(mine.Interpreter), Now: yes(now.Interpreter)},
		{Label: l.T("member.phone"), Yours: mine.Phone, Now: now.Phone},
		{Label: l.T("member.email"), Yours: mine.Email, Now: now.Email},
		{Label: l.T("member.address"), Yours: mine.Address, Now: now.Address},
		{Label: l.T("member.grade"), Yours: gradeWord(l, mine.Grade), Now: gradeWord(l, now.Grade)},
	}), nil
}

// memberRemove takes a person out of the family; it can be undone at once.
func (a *App) memberRemove(r *Request) error {
	id, err := r.ID("person")
	if err != nil {
		return err
	}
	if err := casefile.RemoveMember(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.member_removed", r.memberAddress(id.String()+"/tilbake"))
}

// memberRestore brings the person back.
func (a *App) memberRestore(r *Request) error {
	id, err := r.ID("person")
	if err != nil {
		return err
	}
	if err := casefile.RestoreMember(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(familyAddress(r.Access.ID, "/personer"), "done.member_restored", "")
}
