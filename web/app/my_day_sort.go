package app

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// thing is one thing of the day, with what it is sorted by.
type thing struct {
	family uuid.UUID
	name   string
	date   clock.Date
	minute string       // within the day; what has no time of day comes first
	kind   plan.DueKind // empty for a meeting
	item   view.MyDayItem
}

// patience is how many days a party may think about the plan before the
// coordinator is asked to ask.
const patience = 7

// sortDay divides what waits into what needs the coordinator today, what
// comes in the next days, and what others are to do.
func (r *Request) sortDay(d day) (today, week []thing, others []view.MyDayOther) {
	for _, one := range d.waiting {
		switch {
		case one.Kind == plan.DueAgreement && one.Answer == plan.AnswerAsked && -one.Days < patience:
			others = append(others, r.waitsForAnswer(one))
		case twice(one, d.waiting):
		case one.Days <= 0:
			today = append(today, r.waitingThing(one))
		default:
			week = append(week, r.waitingThing(one))
		}
	}
	for _, meeting := range d.unwritten {
		today = append(today, r.meetingThing(meeting))
	}
	for _, meeting := range d.meetings {
		if meeting.Today {
			today = append(today, r.meetingThing(meeting))
		} else {
			week = append(week, r.meetingThing(meeting))
		}
	}
	for _, wish := range d.wishes {
		today = append(today, r.wishThing(wish))
	}
	for _, one := range d.ending {
		today = append(today, r.endingThing(one))
	}
	for _, one := range d.handedOn {
		others = append(others, r.handedOn(one, d.families))
	}
	for _, list := range [][]thing{today, week} {
		slices.SortStableFunc(list, func(a, b thing) int {
			return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.minute, b.minute))
		})
	}
	return today, week, others
}

// twice reports that a measure's term stands beside its evaluation: whoever
// evaluates it has seen to both.
func twice(one plan.Waiting, all []plan.Waiting) bool {
	return one.Kind == plan.DueMeasure && slices.ContainsFunc(all, func(other plan.Waiting) bool {
		return other.Kind == plan.DueEvaluateMeasure && other.Target == one.Target && other.Days <= 0 && one.Days <= 0
	})
}

func (r *Request) waitsForAnswer(one plan.Waiting) view.MyDayOther {
	return view.MyDayOther{
		Title: r.L().T("my_day.answer", "Who", r.somebody(one.Who)), Href: answerAddress(one),
		Meta: []string{one.ShortName, r.L().T("my_day.asked", "When", r.L().Duration(one.Date, r.Scope.Today()))},
	}
}

// somebody is a party's name, or a word for one whose name is not shown.
func (r *Request) somebody(name string) string { return cmp.Or(name, r.L().T("my_day.somebody")) }

func answerAddress(one plan.Waiting) string {
	return "/f/" + one.Family.String() + "/plan/avtale/" + strconv.Itoa(one.Number) + "/" + one.Target.String()
}

// waitingThing is something the plan needs, with its one button.
func (r *Request) waitingThing(one plan.Waiting) thing {
	l, base := r.L(), "/f/"+one.Family.String()+"/plan"
	item := view.MyDayItem{Tone: view.Attention}
	ago := l.Duration(one.Date, r.Scope.Today())
	switch one.Kind {
	case plan.DueMeasure:
		item.Icon, item.Title, item.Href, item.Button = view.IconPlan, one.What, base+"/t/"+one.Target.String(), l.T("my_day.measure.do")
		item.Tag, item.Tone = r.term(one.Days)
	case plan.DueEvaluateMeasure:
		item.Icon, item.Title, item.Button = view.IconStar, one.What, l.T("my_day.evaluate.do")
		item.Href = base + "/t/" + one.Target.String() + "/evaluer"
		item.Tag, item.Tone = r.evaluation(one.Days)
	case plan.DueEvaluatePlan:
		item.Icon, item.Title, item.Href, item.Button = view.IconStar, l.T("my_day.evaluate_plan"), base, l.T("my_day.evaluate_plan.do")
		item.Tag, item.Tone = r.evaluation(one.Days)
	case plan.DueAgreement:
		item.Icon, item.Href = view.IconHand, answerAddress(one)
		item.Title, item.Button = l.T("my_day.not_answered", "Who", r.somebody(one.Who)), l.T("my_day.not_answered.do")
		if one.Answer == plan.AnswerMissing {
			item.Title, item.Button = l.T("my_day.missing", "Who", r.somebody(one.Who)), l.T("my_day.missing.do")
		}
		item.Meta = []string{l.T("my_day.asked", "When", ago)}
	case plan.DueNoPlan:
		item.Icon, item.Title, item.Href, item.Button = view.IconPlan, l.T("my_day.no_plan"), base, l.T("my_day.no_plan.do")
		item.Meta = []string{l.T("my_day.no_plan.since", "Date", l.Date(one.Date, r.Scope.Today()))}
	case plan.DueProposal:
		item.Icon, item.Title, item.Text = view.IconMessage, l.T("my_day.proposal", "Who", r.somebody(one.Who)), one.What
		item.Href, item.Button, item.Meta = base+"/forslag/"+one.Target.String(), l.T("my_day.proposal.do"), []string{ago}
	case plan.DueNote:
		item.Icon, item.Title, item.Text = view.IconMessage, l.T("my_day.note", "Who", r.somebody(one.Who)), one.What
		item.Href, item.Button, item.Meta = base+"/forslag/"+one.Target.String(), l.T("my_day.note.do"), []string{ago}
	}
	return thing{family: one.Family, name: one.ShortName, date: one.Date, kind: one.Kind, item: item}
}

// term tells how a measure that is due stands to its term. In the week the
// day itself tells.
func (r *Request) term(days int) (string, view.Tone) {
	switch {
	case days < 0:
		return r.L().N("my_day.term.over", -days), view.Attention
	case days == 0:
		return r.L().T("my_day.term.today"), view.Info
	}
	return "", view.Neutral
}

// evaluation tells how a measure or plan stands to the day it was to be
// looked at.
func (r *Request) evaluation(days int) (string, view.Tone) {
	switch {
	case days < 0:
		return r.L().N("my_day.evaluate.over", -days), view.Attention
	case days == 0:
		return r.L().T("my_day.evaluate.today"), view.Info
	}
	return "", view.Neutral
}

// meetingThing is a meeting to go to, or to write down when it has been.
func (r *Request) meetingThing(meeting journal.Due) thing {
	l := r.L()
	on := clock.DateOf(meeting.StartsAt)
	address := "/f/" + meeting.Family.String() + "/moter/" + meeting.ID.String()
	item := view.MyDayItem{
		Icon: view.IconCalendar, Title: l.T("my_day.meeting.at", "Time", l.Time(meeting.StartsAt)),
		Meta: []string{meeting.Place, l.Minutes(meeting.Minutes)}, Href: address, Button: l.T("my_day.meeting.do"),
		Tag: l.T("my_day.meeting.today"), Tone: view.Info,
	}
	if !meeting.EndsAt().After(r.Scope.Clock().Now()) {
		item.Icon, item.Tag, item.Tone = view.IconPen, "", view.Attention
		item.Title = l.T("my_day.meeting.was", "When", l.When(meeting.StartsAt, r.Scope.Today()))
		item.Href, item.Button = address+"/skriv", l.T("my_day.meeting.write")
	}
	return thing{family: meeting.Family, name: meeting.ShortName, date: on, minute: typedTime(meeting.StartsAt), item: item}
}
