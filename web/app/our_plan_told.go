package app

import (
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// newsFor is how many days an answer to a proposal is told of on the plan.
const newsFor = 14

func (r *Request) dayOf(t time.Time) string { return r.L().Date(clock.DateOf(t), r.Scope.Today()) }

// waitsForMe reports whether a version of the plan waits for the viewer's own
// answer.
func (r *Request) waitsForMe(o ownPlan) bool {
	if o.read.Proposed == nil || o.closed() {
		return false
	}
	self, asked := o.read.Proposed.Self()
	return asked && self.Answer == plan.AnswerAsked && r.Access.May(policy.SectionAgreement, policy.ActionAgree)
}

// ourAsk is the question that waits for the viewer, or nil.
func (r *Request) ourAsk(o ownPlan) (*view.OurAsk, error) {
	if !r.waitsForMe(o) {
		return nil, nil
	}
	name := r.coordinatorName(o.overview)
	if o.agreed {
		return &view.OurAsk{
			Title: r.L().T("our_plan.ask.newer"), Text: r.L().T("our_plan.ask.newer.text", "Name", sentence(name)),
			Read: r.ownAddress("/plan/forslag"),
		}, nil
	}
	return &view.OurAsk{
		Title: r.L().T("our_plan.ask.first"), Text: r.L().T("our_plan.ask.first.text"),
		Yes: r.ownAddress("/plan/svar?svar=ja"), Missing: r.ownAddress("/plan/svar?svar=mangler"),
	}, nil
}

// ourNotices is what there is to know of the plan: what one has answered, whom
// it waits for, that it is being changed, and answers to one's proposals.
func (r *Request) ourNotices(o ownPlan) ([]view.OurNotice, error) {
	var told []view.OurNotice
	if o.closed() {
		return append(told, view.OurNotice{
			Tone: view.Neutral, Title: r.L().T("our_plan.closed"), Text: r.L().T("our_plan.closed.text"),
		}), nil
	}
	if answered, there := r.answeredNotice(o); there {
		told = append(told, answered)
	}
	if o.agreed && o.read.Proposed == nil && o.read.State == plan.StateDraft {
		told = append(told, view.OurNotice{
			Tone: view.Info, Title: r.L().T("our_plan.changing", "Name", sentence(r.coordinatorName(o.overview))),
			Text: r.L().T("our_plan.changing.text"),
		})
	}
	news, err := r.proposalNews(o)
	return append(told, news...), err
}

// answeredNotice is what the viewer has answered while others are waited for.
func (r *Request) answeredNotice(o ownPlan) (view.OurNotice, bool) {
	if o.read.Proposed == nil {
		return view.OurNotice{}, false
	}
	self, asked := o.read.Proposed.Self()
	if !asked || self.Answer == plan.AnswerAsked {
		return view.OurNotice{}, false
	}
	link := &view.Link{Label: r.L().T("our_plan.answer.change"), Href: r.ownAddress("/plan/svar")}
	if o.agreed {
		link = &view.Link{Label: r.L().T("our_plan.read_newer"), Href: r.ownAddress("/plan/forslag")}
	}
	if self.Answer == plan.AnswerMissing {
		return view.OurNotice{
			Tone: view.Attention, Title: r.L().T("our_plan.said_missing"),
			Text: r.L().T("our_plan.said_missing.text", "Name", sentence(r.coordinatorName(o.overview))), Quote: self.Text, Link: link,
		}, true
	}
	var others []string
	for _, party := range o.read.Proposed.Parties {
		if party.Waits() && !party.Self {
			others = append(others, party.Name)
		}
	}
	text := r.L().T("our_plan.said_yes.later", "Name", r.coordinatorName(o.overview))
	if len(others) > 0 {
		text = r.L().T("our_plan.said_yes.text", "Names", r.L().List(others))
	}
	return view.OurNotice{Tone: view.Good, Title: r.L().T("our_plan.said_yes"), Text: text, Link: link}, true
}

// proposalNews tells of answers that came the last days.
func (r *Request) proposalNews(o ownPlan) ([]view.OurNotice, error) {
	remarks, err := plan.Remarks(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	for _, one := range remarks {
		if one.AnsweredAt == nil || clock.DateOf(*one.AnsweredAt).DaysUntil(r.Scope.Today()) > newsFor {
			continue
		}
		return []view.OurNotice{{
			Tone: view.Info, Title: r.L().T("our_plan.answered", "Name", sentence(r.coordinatorName(o.overview))),
			Link: &view.Link{Label: r.L().T("our_plan.answered.read"), Href: r.ownAddress("/plan/foresla#tidligere")},
		}}, nil
	}
	return nil, nil
}

// ourParties is who has said yes to the plan on the page, and whom it waits
// for. What somebody says is missing is not told to the others.
func (r *Request) ourParties(o ownPlan) []view.OurParty {
	version := o.read.InForce
	if version == nil {
		version = o.read.Proposed
	}
	if version == nil {
		return nil
	}
	var parties []view.OurParty
	for _, one := range version.Parties {
		if one.Removed || one.Name == "" {
			continue
		}
		party := view.OurParty{Name: one.Name, Answer: r.L().T("our_plan.party.waits"), Tone: view.Neutral}
		if one.Answer == plan.AnswerYes {
			party.Answer, party.Tone, party.When = r.L().T("our_plan.party.yes"), view.Good, r.dayOf(one.At)
		}
		parties = append(parties, party)
	}
	return parties
}
