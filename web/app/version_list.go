package app

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// versionNow is the plan as it stands, in the address of a comparison.
const versionNow = "naa"

// versionList lists every version that was put before the family.
func (a *App) versionList(r *Request) error {
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.planForm(r.L().T("version.list"), nil)
	page.Lead = r.L().T("version.list.lead")
	v := r.compareChoices(versions)
	v.Rows, v.Back = r.versionRows(versions), r.planAt("/avtale")
	return r.Show(view.VersionListPage(page, v))
}

// compareChoices are the versions to compare: at first the one in force with
// the plan as it stands.
func (r *Request) compareChoices(versions []plan.Version) view.VersionListView {
	v := view.VersionListView{Compare: r.planAt("/versjoner/sammenlign"), To: versionNow}
	v.Choices = append(v.Choices, view.Option{Value: versionNow, Label: r.L().T("version.now")})
	for _, version := range versions {
		number := strconv.Itoa(version.Number)
		v.Choices = append(v.Choices, view.Option{Value: number, Label: r.versionName(version.Number)})
		if v.From == "" && version.State == plan.VersionAgreed {
			v.From = number
		}
	}
	if v.From == "" && len(versions) > 0 {
		v.From = strconv.Itoa(versions[0].Number)
	}
	return v
}

func (r *Request) versionRows(versions []plan.Version) []view.VersionRow {
	var rows []view.VersionRow
	for _, version := range versions {
		rows = append(rows, view.VersionRow{
			Title: r.versionName(version.Number), Href: r.planAt("/versjoner/" + strconv.Itoa(version.Number)),
			When:  r.versionWhen(version),
			State: r.L().T(version.State.Key()), Tone: versionTone(version.State),
		})
	}
	return rows
}

func (r *Request) versionWhen(version plan.Version) string {
	if version.AgreedAt != nil {
		return r.L().T("version.agreed_on", "Date", r.agreedOn(version))
	}
	return r.L().T("version.proposed_on", "Date", r.L().DateFull(clock.DateOf(version.ProposedAt)))
}

func versionTone(state plan.VersionState) view.Tone {
	switch state {
	case plan.VersionAgreed:
		return view.Good
	case plan.VersionProposed:
		return view.Attention
	}
	return view.Neutral
}

// versionShow shows the plan as it was in one version.
func (a *App) versionShow(r *Request) error {
	number, err := strconv.Atoi(r.Param("number"))
	if err != nil {
		return tenants.ErrNotFound
	}
	snapshot, err := plan.ReadVersion(r.Context(), r.Access, number)
	if err != nil {
		return err
	}
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.planSub(r.versionName(number))
	page.Lead = r.L().T("version.lead")
	v := view.VersionView{
		Strengths: r.frozenNotes(snapshot.Strengths), Needs: r.frozenNotes(snapshot.Needs),
		Facts: []view.SummaryRow{
			{Key: r.L().T("plan.part.period"), Value: r.periodWords(snapshot.Period.From, snapshot.Period.To)},
			{Key: r.L().T("plan.period.evaluate_on"), Value: r.L().DateFull(snapshot.Period.EvaluateOn)},
		},
		More: []view.Link{
			{Label: r.L().T("version.print"), Href: r.planAt("/utskrift?versjon=" + strconv.Itoa(number))},
			{Label: r.L().T("version.compare.now"), Href: r.planAt("/versjoner/sammenlign?til=naa&fra=" + strconv.Itoa(number))},
		},
	}
	for _, version := range versions {
		if version.Number == number {
			v.State = view.AgreementBox{
				State: r.L().T(version.State.Key()), Tone: versionTone(version.State), Text: r.versionWhen(version),
				Parties: r.parties(version, false),
			}
		}
	}
	for _, goal := range snapshot.Goals {
		v.Goals = append(v.Goals, r.frozenGoal(goal))
	}
	return r.Show(view.VersionPage(page, v))
}

// frozenNotes are the strengths or needs of a version, as notes are shown.
func (r *Request) frozenNotes(list []plan.SnapshotNoted) []view.PlanLife {
	noted := make([]plan.Noted, 0, len(list))
	for _, one := range list {
		noted = append(noted, plan.Noted{
			ID: one.ID, Whom: one.Whom, Observation: plan.Observation{Area: one.Area, Text: one.Text, SaidBy: one.SaidBy},
		})
	}
	return r.notes(noted, "")
}

// frozenGoal is a goal of a version, as goals are shown.
func (r *Request) frozenGoal(goal plan.SnapshotGoal) view.GoalCard {
	card := view.GoalCard{
		ID: goal.ID.String(), Title: goal.Title, Area: r.lifeWord(goal.Area), Whom: goal.Whom,
		Words: goal.ChildWords, WordsBy: r.wordsBy(goal.Whom), Total: len(goal.Measures),
	}
	for _, measure := range goal.Measures {
		row := view.MeasureRow{
			ID: measure.ID.String(), What: measure.What, Status: r.L().T(measure.Status.Key()), Tone: statusTone(measure.Status),
			Who: r.whoseMeasure(plan.Measure{Who: measure.Who, WhoTitle: measure.WhoTitle, UnitName: measure.Unit}),
		}
		if !measure.Due.IsZero() {
			row.When = r.L().T("version.due", "Date", r.L().DateFull(measure.Due))
		}
		if measure.Status == plan.StatusDone {
			card.Done++
		}
		card.Measures = append(card.Measures, row)
	}
	return card
}
