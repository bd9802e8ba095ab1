package app

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// agreementShow shows who is asked to the plan and what they have said.
func (a *App) agreementShow(r *Request) error { return r.showAgreement(nil) }

// agreementPropose puts the plan before the family.
func (a *App) agreementPropose(r *Request) error {
	f := r.Form()
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	var children []uuid.UUID
	for _, text := range f.Many("children", childIDs(members)...) {
		id, err := uuid.Parse(text)
		if err != nil {
			return err
		}
		children = append(children, id)
	}
	if f.OK() {
		_, err := plan.Propose(r.Context(), r.Visit, r.Access.ID, children)
		if err == nil {
			return r.Done(r.planAt("/avtale"), "done.proposed", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showAgreement(f)
}

func childIDs(members []casefile.Member) []string {
	var ids []string
	for _, member := range members {
		if member.Kind == casefile.Child {
			ids = append(ids, member.ID.String())
		}
	}
	return ids
}

func (r *Request) showAgreement(f *form.Form) error {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return err
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.planSub(r.L().T("agreement.page.title"))
	page.Form = f
	v := view.AgreementView{State: r.agreementBox(read), Versions: r.versionRows(versions)}
	v.State.Href, v.State.Parties = "", nil
	if len(versions) > 1 {
		v.Compare = r.planAt("/versjoner")
	}
	if read.Proposed != nil && (read.InForce == nil || read.InForce.Number < read.Proposed.Number) {
		v.Number = r.versionName(read.Proposed.Number)
		v.Waiting = r.parties(*read.Proposed, r.open())
	}
	if r.open() && read.State == plan.StateDraft {
		r.proposal(&v, read, members)
	}
	at := slices.IndexFunc(v.Waiting, func(party view.PartyRow) bool { return party.Record != "" })
	if at >= 0 && (v.Propose == "" || v.Again) {
		v.Waiting[at].Next = true
	}
	return r.answerForm(f != nil && !f.OK(), view.AgreementPage(page, v))
}

// proposal is what putting the plan before the family asks for.
func (r *Request) proposal(v *view.AgreementView, read plan.View, members []casefile.Member) {
	for _, task := range plan.Missing(read) {
		if task.Must {
			v.Lacks = append(v.Lacks, view.Task{Title: r.L().T(task.Key), Hint: task.Title, Href: r.taskAt(task)})
		}
	}
	for _, member := range members {
		switch member.Kind {
		case casefile.Caregiver:
			v.Asked = append(v.Asked, member.FirstName())
		case casefile.Child:
			v.Children = append(v.Children, view.Option{Value: member.ID.String(), Label: member.FirstName()})
		}
	}
	if len(v.Lacks) > 0 {
		return
	}
	v.Propose, v.Again = r.planAt("/avtale"), len(v.Waiting) > 0
	v.ProposeText = r.L().T("agreement.propose.text")
	if v.Again {
		v.ProposeText = r.L().T("agreement.propose.again.text")
	}
}

// agreementBox is how the agreement stands.
func (r *Request) agreementBox(read plan.View) view.AgreementBox {
	box := view.AgreementBox{State: r.L().T(read.State.Key()), Tone: view.Neutral}
	if r.Access.May(policy.SectionAgreement, policy.ActionEdit) {
		box.Href = r.planAt("/avtale")
	}
	switch {
	case read.State == plan.StateProposed && read.Proposed != nil:
		box.Tone, box.Parties = view.Attention, r.parties(*read.Proposed, false)
		box.Text = r.L().T("agreement.box.waiting", "Version", r.versionName(read.Proposed.Number))
	case read.State == plan.StateAgreed && read.InForce != nil:
		box.Tone, box.Parties = view.Good, r.parties(*read.InForce, false)
		box.Text = r.L().T("agreement.box.agreed", "Version", lowered(r.versionName(read.InForce.Number)), "Date", r.agreedOn(*read.InForce))
	case read.InForce != nil:
		box.Text = r.L().T("agreement.box.changed", "Version", r.versionName(read.InForce.Number), "Date", r.agreedOn(*read.InForce))
	default:
		box.Text = r.L().T("agreement.box.draft")
	}
	return box
}

func (r *Request) agreedOn(version plan.Version) string {
	if version.AgreedAt == nil {
		return ""
	}
	return r.L().DateFull(clock.DateOf(*version.AgreedAt))
}

func (r *Request) versionName(number int) string {
	return r.L().T("version.name", "Number", number)
}

// parties are those who were asked to a version; record says that answers can
// be written down.
func (r *Request) parties(version plan.Version, record bool) []view.PartyRow {
	var rows []view.PartyRow
	for _, party := range version.Parties {
		if party.Removed {
			continue
		}
		row := view.PartyRow{
			Name: party.Name, Answer: r.L().T(party.Answer.Key()), Tone: answerTone(party.Answer), Text: party.Text,
		}
		if party.Answer != plan.AnswerAsked {
			row.When = r.answeredHow(party)
		}
		if record && version.State == plan.VersionProposed && party.Waits() {
			row.Record = r.planAt("/avtale/" + strconv.Itoa(version.Number) + "/" + party.Member.String())
		}
		rows = append(rows, row)
	}
	return rows
}

func (r *Request) answeredHow(party plan.Party) string {
	date := r.L().DateShort(clock.DateOf(party.At), r.Scope.Today())
	switch party.How {
	case casefile.HowOral:
		return r.L().T("agreement.answered.oral", "Date", date)
	case casefile.HowWritten:
		return r.L().T("agreement.answered.written", "Date", date)
	}
	return r.L().T("agreement.answered.self", "Date", date)
}

func answerTone(answer plan.Answer) view.Tone {
	switch answer {
	case plan.AnswerYes:
		return view.Good
	case plan.AnswerMissing:
		return view.Attention
	}
	return view.Neutral
}
