package app

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// asked finds the version and the party in the address. One who was not asked
// does not exist.
func (r *Request) asked() (plan.Version, plan.Party, error) {
	number, err := strconv.Atoi(r.Param("number"))
	if err != nil {
		return plan.Version{}, plan.Party{}, tenants.ErrNotFound
	}
	id, err := r.ID("party")
	if err != nil {
		return plan.Version{}, plan.Party{}, err
	}
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return plan.Version{}, plan.Party{}, err
	}
	for _, version := range versions {
		for _, party := range version.Parties {
			if version.Number == number && party.Member == id {
				return version, party, nil
			}
		}
	}
	return plan.Version{}, plan.Party{}, tenants.ErrNotFound
}

// agreementAnswerForm asks what a party said.
func (a *App) agreementAnswerForm(r *Request) error {
	version, party, err := r.asked()
	if err != nil {
		return err
	}
	return r.showAnswer(version, party, nil)
}

// agreementAnswer writes it down.
func (a *App) agreementAnswer(r *Request) error {
	version, party, err := r.asked()
	if err != nil {
		return err
	}
	f := r.Form()
	reply := plan.Reply{
		Answer: plan.Answer(f.Choice("answer", string(plan.AnswerYes), string(plan.AnswerMissing))),
		Text:   f.Prose("text", 10000),
		How:    casefile.How(f.Choice("how", string(casefile.HowOral), string(casefile.HowWritten))),
	}
	f.Require("answer", "agreement.answer.choose")
	f.Require("how", "agreement.how.missing")
	if f.OK() {
		err := plan.AnswerVersion(r.Context(), r.Visit, r.Access.ID, version.Number, party.Member, reply)
		if err == nil {
			r.DropDraft(r.answerKey(version, party.Member))
			return r.Done(r.planAt("/avtale"), answerDone(reply.Answer), "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showAnswer(version, party, f)
}

func answerDone(answer plan.Answer) string {
	if answer == plan.AnswerYes {
		return "done.answer_yes"
	}
	return "done.answer_missing"
}

func (r *Request) answerKey(version plan.Version, party uuid.UUID) string {
	return r.DraftKey("answer", strconv.Itoa(version.Number), party.String())
}

func (r *Request) showAnswer(version plan.Version, party plan.Party, f *form.Form) (err error) {
	page := r.planForm(r.L().T("agreement.record.title"), f)
	page.H1 = r.L().T("agreement.record.of", "Name", party.Name)
	page.Lead = r.versionName(version.Number)
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("agreement.title"), Href: r.planAt("/avtale")})
	v := view.AnswerFormView{
		Action: r.planAt("/avtale/" + strconv.Itoa(version.Number) + "/" + party.Member.String()), Back: r.planAt("/avtale"),
		Draft: r.answerKey(version, party.Member), Hows: r.howOptions(),
		Answers: []view.Option{
			{Value: string(plan.AnswerYes), Label: r.L().T("agreement.answer.is_yes")},
			{Value: string(plan.AnswerMissing), Label: r.L().T("agreement.answer.is_missing")},
		},
	}
	if f == nil {
		v.Kept, _, err = r.kept(page, v.Draft, "")
		if err != nil {
			return err
		}
	}
	return r.answerForm(f != nil && !f.OK(), view.AnswerFormPage(page, v))
}
