package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// sentRows tell what was sent, and what became of it.
func (r *Request) sentRows(list []stafettlogg.Sent) []view.RowView {
	rows := make([]view.RowView, 0, len(list))
	for _, one := range list {
		state, tone := r.sentState(one.State)
		rows = append(rows, view.RowView{
			Title: r.sentWhat(one.What), Meta: []string{r.L().When(one.At, r.Scope.Today())}, Text: r.receiptWords(one),
			Icon: view.IconArrow, Status: view.Tag(tone, state),
		})
	}
	return rows
}

func (r *Request) sentWhat(what string) string {
	switch what {
	case stafettlogg.WriteStart:
		return r.L().T("stafettlogg.what.start")
	case stafettlogg.WriteGoal:
		return r.L().T("stafettlogg.what.goal")
	case stafettlogg.WriteMeasure:
		return r.L().T("stafettlogg.what.measure")
	case stafettlogg.WriteBaton:
		return r.L().T("stafettlogg.what.baton")
	case stafettlogg.WriteAnswer:
		return r.L().T("stafettlogg.what.answer")
	case stafettlogg.WriteDocument:
		return r.L().T("stafettlogg.what.document")
	}
	return r.L().T("stafettlogg.what.close")
}

func (r *Request) sentState(state stafettlogg.WriteState) (string, view.Tone) {
	switch state {
	case stafettlogg.Waiting:
		return r.L().T("stafettlogg.sent.waiting"), view.Info
	case stafettlogg.Confirmed:
		return r.L().T("stafettlogg.sent.confirmed"), view.Good
	case stafettlogg.Conflict:
		return r.L().T("stafettlogg.sent.conflict"), view.Attention
	case stafettlogg.Recalled:
		return r.L().T("stafettlogg.sent.recalled"), view.Neutral
	case stafettlogg.Refused:
		return r.L().T("stafettlogg.sent.refused"), view.Neutral
	}
	return r.L().T("stafettlogg.sent.failed"), view.Danger
}

// receiptWords are what became of a write. There is a receipt only when the other
// system has confirmed that it has stored it.
func (r *Request) receiptWords(one stafettlogg.Sent) string {
	l, today := r.L(), r.Scope.Today()
	switch one.State {
	case stafettlogg.Confirmed:
		if one.Receipt != nil && one.Receipt.Reference != "" {
			return l.T("stafettlogg.receipt", "When", l.When(one.ConfirmedAt, today), "Reference", one.Receipt.Reference)
		}
		return l.T("stafettlogg.receipt.plain", "When", l.When(one.ConfirmedAt, today))
	case stafettlogg.Waiting:
		if one.Whose != "" {
			return r.logFault(one.Whose) + " " + l.T("stafettlogg.receipt.again")
		}
		return l.T("stafettlogg.receipt.waiting")
	case stafettlogg.Conflict:
		return l.T("stafettlogg.receipt.conflict")
	case stafettlogg.Recalled:
		return l.T("stafettlogg.receipt.recalled")
	case stafettlogg.Refused:
		return r.refusedWords(one.Code)
	}
	return r.logFault(one.Whose) + " " + l.T("stafettlogg.receipt.failed")
}

func (r *Request) refusedWords(code string) string {
	switch code {
	case stafettlogg.CodeGone:
		return r.L().T("stafettlogg.refused.gone")
	case stafettlogg.CodeGoalMissing:
		return r.L().T("stafettlogg.goal.first")
	case stafettlogg.CodeNotAllowed:
		return r.L().T("stafettlogg.refused.class")
	case stafettlogg.CodeCannotClose:
		return r.L().T("stafettlogg.refused.cannot_close")
	case stafettlogg.CodeLinkedAgain:
		return r.L().T("stafettlogg.refused.linked_again")
	case stafettlogg.CodeLinkEnded:
		return r.L().T("stafettlogg.ended")
	}
	return r.stopWords(code)
}

// logBaton is how the baton stands in the other system.
func (r *Request) logBaton(shown *stafettlogg.View) *view.LogBaton {
	there := shown.Baton()
	v := &view.LogBaton{}
	if there.MayOffer {
		v.Offer = r.logAt(shown.ID, "/stafettpinne")
	}
	if there.MayAnswer {
		v.Answer = r.logAt(shown.ID, "/stafettpinne/svar")
	}
	switch {
	case there.OfferedTo != nil:
		v.Text = r.L().T("stafettlogg.baton.offered", "Role", r.holderWords(*there.OfferedTo))
	case there.Accepted:
		v.Text = r.L().T("stafettlogg.baton.accepted", "Role", r.holderWords(there.Holder))
	case there.Holder != system.Holder{}:
		v.Text = r.L().T("stafettlogg.baton.holder", "Role", r.holderWords(there.Holder))
	case v.Offer == "":
		return nil
	default:
		v.Text = r.L().T("stafettlogg.baton.unknown")
	}
	return v
}

func (r *Request) holderWords(holder system.Holder) string {
	if holder.Since == "" || clock.Date(holder.Since).Time().IsZero() {
		return holder.Role
	}
	return r.L().T("stafettlogg.baton.since", "Role", holder.Role, "Date", r.L().DateFull(clock.Date(holder.Since)))
}

// stafettloggOwn tells a family what is sent to a stafettlogg, and when it
// arrived.
func (a *App) stafettloggOwn(r *Request) error {
	told, err := stafettlogg.ReadTold(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.ownPage(r.L().T("stafettlogg.title"))
	if err != nil {
		return err
	}
	page.Lead = r.L().T("stafettlogg.told.lead")
	names := map[uuid.UUID]string{}
	if r.Access.May(policy.SectionIdentity, policy.ActionSee) {
		members, err := casefile.Members(r.Context(), r.Access)
		if err != nil {
			return err
		}
		for _, one := range members {
			names[one.ID] = one.FirstName()
		}
	}
	var v view.LogToldView
	for _, one := range told {
		units, err := directory.UnitNames(r.Context(), r.Scope, []uuid.UUID{one.Unit})
		if err != nil {
			return err
		}
		v.Links = append(v.Links, r.toldLink(one, names[one.Member], units[one.Unit]))
	}
	return r.Show(view.LogToldPage(page, v))
}

func (r *Request) toldLink(one stafettlogg.Told, child, unit string) view.LogTold {
	v := view.LogTold{Title: r.L().T("stafettlogg.of", "Name", child), Sent: r.sentRows(one.Sent)}
	v.State, v.Tone = r.linkState(&one.Link)
	v.Level = r.levelTold(one.Level)
	switch {
	case one.Live() && one.May.Stop == "":
		v.Text = r.L().T("stafettlogg.told.live", "Unit", unit)
		v.Shares = r.classWords(one.May.Classes)
	case one.State == stafettlogg.Closed:
		v.Text = r.L().T("stafettlogg.told.closed")
	default:
		v.Text = r.L().T("stafettlogg.told.nothing")
	}
	return v
}

// classWords are classes of data in the family's words.
func (r *Request) classWords(classes []string) []string {
	var words []string
	for _, class := range classes {
		switch class {
		case manifest.ClassAgeGroup:
			words = append(words, r.L().T("stafettlogg.class.age"))
		case manifest.ClassGoals:
			words = append(words, r.L().T("stafettlogg.class.goals.short"))
		case manifest.ClassMeasures:
			words = append(words, r.L().T("stafettlogg.class.measures.short"))
		case manifest.ClassBaton:
			words = append(words, r.L().T("stafettlogg.class.baton.short"))
		case manifest.ClassPlanDocument:
			words = append(words, r.L().T("stafettlogg.class.document.short"))
		}
	}
	return words
}
