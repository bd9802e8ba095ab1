package app

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// The two answers, as they stand in addresses and forms.
const (
	answerYes     = "ja"
	answerMissing = "mangler"
)

// ourPlanAnswerForm asks for one's own answer to the version that waits, one
// thing a page: which answer, and then a plain word on what it means.
func (a *App) ourPlanAnswerForm(r *Request) error {
	o, self, err := r.waiting()
	if err != nil {
		return err
	}
	page, v, err := r.answerPage(o, self, r.Query("svar"))
	if err != nil {
		return err
	}
	if v.Answer == answerMissing {
		v.Draft = r.DraftKey("svar")
		page.Form, v.Kept, err = r.Draft(v.Draft)
		if err != nil {
			return err
		}
	}
	return r.Show(view.OurAnswerPage(page, v))
}

// waiting is the version that waits for answers, and the viewer's own place
// among those who are asked. Where nothing waits there is nothing to answer.
func (r *Request) waiting() (ownPlan, plan.Party, error) {
	o, err := r.readOwnPlan()
	if err != nil {
		return o, plan.Party{}, err
	}
	if o.read.Proposed == nil || o.closed() {
		return o, plan.Party{}, tenants.ErrNotFound
	}
	self, asked := o.read.Proposed.Self()
	if !asked {
		return o, plan.Party{}, tenants.ErrNotFound
	}
	return o, self, nil
}

func (r *Request) answerPage(o ownPlan, self plan.Party, answer string) (*view.Page, view.OurAnswerView, error) {
	v := view.OurAnswerView{
		Post: r.ownAddress("/plan/svar"), Back: r.ownAddress("/"), Number: o.read.Proposed.Number, Answer: answer,
		Yes: r.ownAddress("/plan/svar?svar=ja"), Missing: r.ownAddress("/plan/svar?svar=mangler"),
		Coordinator: r.coordinatorName(o.overview), Before: self.Text,
	}
	if o.agreed {
		v.Back = r.ownAddress("/plan/forslag")
	}
	var others []string
	for _, party := range o.read.Proposed.Parties {
		if !party.Self && !party.Removed {
			others = append(others, party.Name)
		}
	}
	v.Others = r.L().List(others)
	title := r.L().T("our_plan.answer.title")
	page, err := r.ownPage(title)
	if err != nil {
		return nil, v, err
	}
	page.Width = view.WidthNarrow
	switch answer {
	case answerYes:
		page.H1 = r.L().T("our_plan.yes")
	case answerMissing:
		page.H1 = r.L().T("our_plan.answer.missing.title")
	default:
		page.Lead = r.L().T("our_plan.answer.lead")
	}
	return page, v, nil
}

// ourPlanAnswer keeps one's own answer. Nobody answers for anybody else: the
// party is the viewer's own, found here and not in the form.
func (a *App) ourPlanAnswer(r *Request) error {
	o, self, err := r.waiting()
	if errors.Is(err, tenants.ErrNotFound) {
		return r.answerTooLate()
	}
	if err != nil {
		return err
	}
	f := r.Form()
	answer := f.Choice("answer", answerYes, answerMissing)
	f.Require("answer", "agreement.answer.choose")
	text := f.Prose("text", plan.MaxText)
	number, read := f.Int("version", 1, 1<<30)
	if !f.OK() {
		return r.answerFaults(o, self, answer, f)
	}
	if !read || number != o.read.Proposed.Number {
		return r.answerTooLate()
	}
	reply := plan.Reply{Answer: plan.AnswerYes, How: casefile.HowSelf}
	if answer == answerMissing {
		reply.Answer, reply.Text = plan.AnswerMissing, text
	}
	return r.giveAnswer(o, self, reply, answer, f)
}

func (r *Request) giveAnswer(o ownPlan, self plan.Party, reply plan.Reply, answer string, f *form.Form) error {
	err := plan.AnswerVersion(r.Context(), r.Visit, r.Access.ID, o.read.Proposed.Number, self.Member, reply)
	switch {
	case errors.Is(err, tenants.ErrConflict):
		return r.answerTooLate()
	case err != nil && Faults(f, err):
		return r.answerFaults(o, self, answer, f)
	case err != nil:
		return err
	}
	r.DropDraft(r.DraftKey("svar"))
	if reply.Answer == plan.AnswerMissing {
		return r.Done(r.ownAddress("/"), "done.our_plan.missing", "")
	}
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return err
	}
	for _, version := range versions {
		// Asked of the plan itself: there may be parties the viewer knows nothing of.
		if version.Number == o.read.Proposed.Number && version.State == plan.VersionAgreed {
			return r.Done(r.ownAddress("/"), "done.our_plan.agreed", "")
		}
	}
	return r.Done(r.ownAddress("/"), "done.our_plan.yes", "")
}

func (r *Request) answerFaults(o ownPlan, self plan.Party, answer string, f *form.Form) error {
	page, v, err := r.answerPage(o, self, answer)
	if err != nil {
		return err
	}
	page.Form = f
	if answer == answerMissing {
		v.Draft = r.DraftKey("svar")
	}
	return r.ShowFaults(view.OurAnswerPage(page, v))
}

// answerTooLate says that the version one read does not wait any more.
func (r *Request) answerTooLate() error {
	page, err := r.ownPage(r.L().T("our_plan.too_late"))
	if err != nil {
		return err
	}
	page.Width, page.Lead = view.WidthNarrow, r.L().T("our_plan.too_late.text")
	return r.render(fiber.StatusConflict, view.OurPlanTooLatePage(page, r.ownAddress("/")))
}
