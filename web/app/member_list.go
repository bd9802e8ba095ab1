package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// memberList shows who is in the family, and who must never be given access.
func (a *App) memberList(r *Request) error {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	logins, err := r.logins()
	if err != nil {
		return err
	}
	schools, err := r.schoolNames(members)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("members.title"), "/personer")
	page.Lead = r.L().T("members.lead")
	if err := r.eyebrow(page); err != nil {
		return err
	}
	v := view.MembersView{MayChange: r.mayWrite(policy.SectionIdentity)}
	for _, kind := range casefile.MemberKinds() {
		group := view.MemberGroup{Title: r.memberGroupTitle(kind), Empty: r.memberGroupEmpty(kind), Add: r.memberAddLabel(kind)}
		group.AddHref = r.memberAddress("ny?slag=" + memberKindAddress(kind))
		for _, member := range members {
			if member.Kind == kind {
				group.Members = append(group.Members, r.memberCard(member, logins, schools, v.MayChange))
			}
		}
		v.Groups = append(v.Groups, group)
	}
	if v.ShowBarred = r.Access.May(policy.SectionBarred, policy.ActionSee); v.ShowBarred {
		if v.Barred, err = r.barredCards(); err != nil {
			return err
		}
		v.AddBarred = familyAddress(r.Access.ID, "/sperret/ny")
	}
	return r.Show(view.MembersPage(page, v))
}

func (r *Request) memberAddress(part string) string {
	return familyAddress(r.Access.ID, "/personer/"+part)
}

// logins tells since when each user has had access to the family as a
// caregiver or a young person.
func (r *Request) logins() (map[uuid.UUID]clock.Date, error) {
	grants, err := casefile.Grants(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	since := map[uuid.UUID]clock.Date{}
	for _, grant := range grants {
		if grant.Relation == policy.RelationCaregiver || grant.Relation == policy.RelationChild {
			since[grant.User] = grant.YesOn
		}
	}
	return since, nil
}

func (r *Request) schoolNames(members []casefile.Member) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, member := range members {
		if member.SchoolID != nil {
			ids = append(ids, *member.SchoolID)
		}
	}
	return directory.UnitNames(r.Context(), r.Scope, ids)
}

func (r *Request) memberCard(m casefile.Member, logins map[uuid.UUID]clock.Date, schools map[uuid.UUID]string, mayChange bool) view.MemberCard {
	card := view.MemberCard{
		Name: m.Name, Role: m.Relation, Phone: m.Phone, Email: m.Email, Address: m.Address,
		Language: spokenWord(r.L(), m.Language), Interpreter: r.interpreterWord(m), Child: m.Kind == casefile.Child,
		Caregiver: m.Kind == casefile.Caregiver, Born: r.L().DateFull(m.BornOn),
	}
	if age, known := ageOn(m.BornOn, r.Scope.Today()); known {
		card.Age = r.L().N("family.age", age)
	}
	if m.Grade.Strict() {
		card.Grade = gradeWord(r.L(), m.Grade)
	}
	if m.SchoolID != nil {
		card.School = schools[*m.SchoolID]
	}
	address := r.memberAddress(m.ID.String())
	if m.UserID != nil {
		if since, has := logins[*m.UserID]; has {
			card.LoginSince = r.L().DateFull(since)
			card.EndLogin = address + "/innlogging/slutt"
		}
	}
	if card.Child && r.Access.May(policy.SectionVoice, policy.ActionEdit) {
		card.Words = familyAddress(r.Access.ID, "/barn/"+m.ID.String())
	}
	if !mayChange {
		return card
	}
	card.Change, card.Remove = address, address+"/fjern"
	if m.UserID != nil {
		card.Channels = address + "/kanaler"
	}
	if r.mayHaveLogin(m) && card.LoginSince == "" {
		card.GiveLogin = address + "/innlogging"
	}
	return card
}

func (r *Request) memberGroupTitle(kind casefile.MemberKind) string {
	switch kind {
	case casefile.Child:
		return r.L().T("members.children")
	case casefile.Caregiver:
		return r.L().T("members.caregivers")
	default:
		return r.L().T("members.others")
	}
}

func (r *Request) memberGroupEmpty(kind casefile.MemberKind) string {
	switch kind {
	case casefile.Child:
		return r.L().T("members.children.empty")
	case casefile.Caregiver:
		return r.L().T("members.caregivers.empty")
	default:
		return r.L().T("members.others.empty")
	}
}

func (r *Request) memberAddLabel(kind casefile.MemberKind) string {
	switch kind {
	case casefile.Child:
		return r.L().T("members.children.add")
	case casefile.Caregiver:
		return r.L().T("members.caregivers.add")
	default:
		return r.L().T("members.others.add")
	}
}

func (r *Request) barredCards() ([]view.BarredCard, error) {
	people, err := casefile.BarredPeople(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	var cards []view.BarredCard
	for _, one := range people {
		card := view.BarredCard{Name: one.Name, Relation: one.Relation, Reason: one.Reason}
		if r.mayWrite(policy.SectionBarred) {
			card.Remove = familyAddress(r.Access.ID, "/sperret/"+one.ID.String()+"/fjern")
		}
		cards = append(cards, card)
	}
	return cards, nil
}
