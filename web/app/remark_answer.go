package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// remarkList lists proposals and notes with their answers, newest first.
func (a *App) remarkList(r *Request) error {
	read, list, err := r.remarks()
	if err != nil {
		return err
	}
	page := r.planForm(r.L().T("remark.list"), nil)
	page.Lead = r.L().T("remark.list.lead")
	var cards []view.RemarkCard
	for _, remark := range list {
		cards = append(cards, r.remarkCard(read, remark))
	}
	return r.Show(view.RemarksPage(page, cards))
}

func (r *Request) remarks() (plan.View, []plan.Remark, error) {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return plan.View{}, nil, err
	}
	list, err := plan.Remarks(r.Context(), r.Access)
	return read, list, err
}

// remarkCard is a proposal or a note; read is where it finds what it is about.
func (r *Request) remarkCard(read plan.View, remark plan.Remark) view.RemarkCard {
	card := view.RemarkCard{
		Kind: r.remarkKind(remark.Kind), Text: remark.Text, Answer: remark.Answer, State: r.L().T(remark.State.Key()), Tone: view.Good,
		By: r.L().T("remark.by", "Name", remark.Who, "When", r.L().When(remark.At, r.Scope.Today())),
	}
	card.About, card.AboutHref = r.goalIn(read, remark.Goal, remark.Measure)
	if card.About == "" {
		card.About = r.L().T("remark.whole")
	}
	if remark.State == plan.RemarkOpen {
		card.Tone = view.Attention
		if r.open() {
			card.Href = r.planAt("/forslag/" + remark.ID.String())
		}
	}
	return card
}

func (r *Request) remarkKind(kind plan.RemarkKind) string {
	if kind == plan.RemarkProposal {
		return r.L().T("remark.proposal")
	}
	return r.L().T("remark.note")
}

// remark is the proposal or note in the address.
func (r *Request) remark() (plan.View, plan.Remark, error) {
	id, err := r.ID("remark")
	if err != nil {
		return plan.View{}, plan.Remark{}, err
	}
	read, list, err := r.remarks()
	if err != nil {
		return plan.View{}, plan.Remark{}, err
	}
	for _, remark := range list {
		if remark.ID == id {
			return read, remark, nil
		}
	}
	return plan.View{}, plan.Remark{}, tenants.ErrNotFound
}

// remarkForm shows a proposal or a note to be answered.
func (a *App) remarkForm(r *Request) error {
	read, remark, err := r.remark()
	if err != nil {
		return err
	}
	return r.showRemark(read, remark, nil)
}

// The answers to a proposal.
const (
	answerAccept = "ja"
	answerOnly   = "svar"
)

// remarkAnswer answers it. A proposal that is taken in leads to what is to be
// changed.
func (a *App) remarkAnswer(r *Request) error {
	read, remark, err := r.remark()
	if err != nil {
		return err
	}
	f := r.Form()
	accepted := f.Choice("accepted", answerAccept, answerOnly) == answerAccept
	text := f.Prose("answer", 10000)
	if remark.Kind == plan.RemarkProposal {
		f.Require("accepted", "remark.choice.missing")
	}
	if f.OK() {
		err := plan.AnswerRemark(r.Context(), r.Visit, r.Access.ID, remark.ID, accepted, text)
		if err == nil {
			r.DropDraft(r.remarkKey(remark.ID))
			return r.afterRemark(read, remark, accepted)
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showRemark(read, remark, f)
}

func (r *Request) afterRemark(read plan.View, remark plan.Remark, accepted bool) error {
	if !accepted {
		return r.Done(r.planAt(""), "done.remark_answered", "")
	}
	_, href := r.goalIn(read, remark.Goal, remark.Measure)
	if href == "" {
		href = r.planAt("")
	}
	return r.Done(href, "done.remark_accepted", "")
}

func (r *Request) remarkKey(id uuid.UUID) string { return r.DraftKey("remark", id.String()) }

func (r *Request) showRemark(read plan.View, remark plan.Remark, f *form.Form) (err error) {
	card := r.remarkCard(read, remark)
	page := r.planForm(card.Kind, f)
	page.Lead = card.About
	v := view.RemarkFormView{
		Remark: card, Action: r.planAt("/forslag/" + remark.ID.String()), Back: r.planAt(""), Draft: r.remarkKey(remark.ID),
		Proposal: remark.Kind == plan.RemarkProposal,
		Answers: []view.Option{
			{Value: answerAccept, Label: r.L().T("remark.accept"), Hint: r.L().T("remark.accept.hint")},
			{Value: answerOnly, Label: r.L().T("remark.only_answer")},
		},
	}
	if f == nil {
		v.Kept, _, err = r.kept(page, v.Draft, "")
		if err != nil {
			return err
		}
	}
	return r.answerForm(f != nil && !f.OK(), view.RemarkFormPage(page, v))
}
