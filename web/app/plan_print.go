package app

import (
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// printed is what the paper is made of.
type printed struct {
	plan     plan.Snapshot
	version  *plan.Version // nil: the plan as it stands
	members  []casefile.Member
	overview casefile.Overview
}

// planPrint shows the plan as an individuell plan on paper: as it stands, or a
// version with ?versjon=. It holds goals, resources and needs, who takes part
// and with what, who coordinates, period and revision, and who has said yes.
func (a *App) planPrint(r *Request) error {
	p, err := r.readPrinted()
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("plan.print.title"), "/plan")
	page.SubNav, page.Breadcrumbs = nil, nil
	page.Lead = r.printLead(p)
	back := r.planAt("")
	if r.Access.Facts.Relation != policy.RelationCoordinator {
		back = "/"
	}
	v := view.PlanPrintView{
		Frame: view.PrintView{Back: back, Footer: r.L().T("plan.print.footer", "Date", r.L().DateFull(r.Scope.Today()), "Name", r.Session.User.Name)},
		Facts: r.printFacts(p), Strengths: r.printNotes(p.plan.Strengths), Needs: r.printNotes(p.plan.Needs),
		Shares: r.printShares(p), Consent: r.printConsent(p), Together: r.L().T("plan.print.together", "Coordinator", capital(r.theCoordinator())), Sign: r.printSign(p),
	}
	for i, goal := range p.plan.Goals {
		v.Goals = append(v.Goals, r.printGoal(i+1, goal))
	}
	return r.Show(view.PlanPrintPage(page, v))
}

func (r *Request) readPrinted() (p printed, err error) {
	which := r.Query("versjon")
	if which == "" {
		which = versionNow
	}
	p.plan, _, err = r.snapshot(which)
	if err != nil {
		return p, err
	}
	if r.Access.Facts.Strict {
		p.hideUnits()
	}
	p.members, err = casefile.Members(r.Context(), r.Access)
	if err != nil {
		return p, err
	}
	p.overview, err = casefile.ReadOverview(r.Context(), r.Access)
	if err != nil {
		return p, err
	}
	versions, err := plan.Versions(r.Context(), r.Access)
	if err != nil {
		return p, err
	}
	for i, version := range versions {
		if strconv.Itoa(version.Number) == which || which == versionNow && version.State != plan.VersionWithdrawn {
			p.version = &versions[i]
			break
		}
	}
	return p, nil
}

// hideUnits takes away what would locate somebody whose address is protected.
func (p *printed) hideUnits() {
	for i := range p.plan.Goals {
		for j := range p.plan.Goals[i].Measures {
			p.plan.Goals[i].Measures[j].Unit, p.plan.Goals[i].Measures[j].WhoTitle = "", ""
		}
	}
}

func (r *Request) printLead(p printed) string {
	if p.plan.Number > 0 {
		return r.L().T("plan.print.lead.version", "ThePlan", r.thePlan(), "Version", lowered(r.versionName(p.plan.Number)))
	}
	return r.L().T("plan.print.lead", "ThePlan", r.thePlan())
}

func (p printed) names(kind casefile.MemberKind) []string {
	var names []string
	for _, member := range p.members {
		if member.Kind == kind {
			names = append(names, member.Name)
		}
	}
	return names
}

func (r *Request) printFacts(p printed) []view.SummaryRow {
	rows := []view.SummaryRow{
		{Key: r.L().T("plan.print.children"), Value: r.L().List(p.names(casefile.Child))},
		{Key: r.L().T("plan.print.caregivers"), Value: r.L().List(p.names(casefile.Caregiver))},
		{Key: r.coordinatorWord(), Value: r.named(p.overview.Coordinator)},
		{Key: r.L().T("plan.part.period"), Value: r.periodWords(p.plan.Period.From, p.plan.Period.To)},
	}
	if on := p.plan.Period.EvaluateOn; !on.IsZero() {
		rows = append(rows, view.SummaryRow{Key: r.L().T("plan.print.revision"), Value: r.L().DateFull(on)})
	}
	return rows
}

func (r *Request) printNotes(list []plan.SnapshotNoted) []view.PrintNote {
	var notes []view.PrintNote
	for _, life := range plan.Lives() {
		for _, one := range list {
			if one.Area.FamilyWord() == life {
				notes = append(notes, view.PrintNote{Life: whomFirst(one.Whom, r.L().T(life.Key())), Text: one.Text})
			}
		}
	}
	return notes
}

func whomFirst(whom, life string) string {
	if whom == "" {
		return life
	}
	return whom + ", " + strings.ToLower(life)
}

func (r *Request) printGoal(n int, goal plan.SnapshotGoal) view.PrintGoalView {
	l, today := r.L(), r.Scope.Today()
	table := view.PrintTable{Caption: goal.Title, Columns: []string{
		l.T("plan.part.measure"), l.T("plan.print.who"), l.T("plan.print.when"), l.T("plan.print.evaluated"), l.T("plan.field.status"),
	}}
	for i, measure := range goal.Measures {
		what := measureNumber(n, i+1) + " " + measure.What
		if measure.Why != "" {
			what += ". " + l.T("plan.print.why", "Why", measure.Why)
		}
		table.Rows = append(table.Rows, []string{
			what, r.named(measure.Who), r.printWhen(measure), l.DateShort(measure.EvaluateOn, today), l.T(measure.Status.Key()),
		})
	}
	return view.PrintGoalView{
		Title: strconv.Itoa(n) + ". " + goal.Title, Area: whomFirst(goal.Whom, r.lifeWord(goal.Area)), Words: goal.ChildWords, Measures: table,
	}
}

func measureNumber(goal, measure int) string { return strconv.Itoa(goal) + "." + strconv.Itoa(measure) }

func (r *Request) printWhen(measure plan.SnapshotMeasure) string {
	from, due := r.L().DateShort(measure.From, r.Scope.Today()), r.L().DateShort(measure.Due, r.Scope.Today())
	if from != "" && due != "" {
		return from + "–" + due
	}
	return from + due
}

// printShares is who contributes with what, each once.
func (r *Request) printShares(p printed) view.PrintTable {
	table := view.PrintTable{Caption: r.L().T("plan.print.shares"), Columns: []string{
		r.L().T("plan.print.who"), r.L().T("plan.print.contributes"),
	}}
	at := map[string]int{}
	for i, goal := range p.plan.Goals {
		for j, measure := range goal.Measures {
			who := r.whoseMeasure(plan.Measure{Who: measure.Who, WhoTitle: measure.WhoTitle, UnitName: measure.Unit})
			row, there := at[who]
			if !there {
				row = len(table.Rows)
				at[who] = row
				table.Rows = append(table.Rows, []string{who, ""})
			}
			cell := &table.Rows[row][1]
			if *cell != "" {
				*cell += ", "
			}
			*cell += r.L().T("plan.print.measure", "Number", measureNumber(i+1, j+1))
		}
	}
	return table
}

func (r *Request) printConsent(p printed) []string {
	var lines []string
	if p.overview.AcceptedOn != "" {
		lines = append(lines, r.L().T("plan.print.accepted", "Date", r.L().DateFull(p.overview.AcceptedOn)))
	}
	if p.version == nil {
		return append(lines, r.L().T("plan.print.not_asked"))
	}
	for _, party := range p.version.Parties {
		if party.Removed {
			continue
		}
		if party.Answer == plan.AnswerYes {
			lines = append(lines, r.L().T("plan.print.said_yes", "Name", party.Name, "Version", lowered(r.versionName(p.version.Number)),
				"Date", r.L().DateFull(clock.DateOf(party.At))))
			continue
		}
		lines = append(lines, r.L().T("plan.print.not_yet", "Name", party.Name, "Version", lowered(r.versionName(p.version.Number))))
	}
	return lines
}

func (r *Request) printSign(p printed) []string {
	lines := p.names(casefile.Caregiver)
	return append(lines, r.L().T("plan.print.sign", "Name", r.named(p.overview.Coordinator), "Coordinator", r.L().T("word.coordinator")))
}
