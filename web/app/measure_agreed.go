package app

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// agreedShow shows what was agreed at a meeting, each line ready to be a
// measure.
func (a *App) agreedShow(r *Request) error {
	meeting, err := r.meetingOf()
	if err != nil {
		return err
	}
	return r.showAgreed(meeting, nil)
}

func (r *Request) meetingOf() (journal.Meeting, error) {
	id, err := r.ID("meeting")
	if err != nil {
		return journal.Meeting{}, err
	}
	return journal.ReadMeeting(r.Context(), r.Access, id)
}

// agreedMake makes a measure of one line.
func (a *App) agreedMake(r *Request) error {
	meeting, err := r.meetingOf()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.Param("line"))
	if err != nil || n < 1 || n > len(meeting.Agreed) {
		return tenants.ErrNotFound
	}
	f := r.Form()
	of := lineFields(n)
	in := plan.MeasureInput{
		What: f.Line(of("what"), 1000), Responsible: chosen(f, of("responsible")),
		ResponsibleName: f.Line(of("responsible_name"), 1000), Due: f.Date(of("due")),
		LetStand: f.Bool(of(casefile.LetStand)),
	}
	goal := f.UUID(of("goal"))
	f.Require(of("goal"), "measure.agreed.goal.missing")
	var said *casefile.Yes
	if by := f.UUID(of("yes_by")); by != uuid.Nil {
		said = &casefile.Yes{By: by, On: r.Scope.Today(), How: casefile.HowOral}
	}
	if !f.OK() {
		return r.showAgreed(meeting, f)
	}
	id, err := plan.AddMeasureAtMeeting(r.Context(), r.Visit, r.Access.ID, goal, meeting.ID, in, said)
	if err == nil {
		return r.Done(r.planAt("/fra-mote/"+meeting.ID.String()), "done.measure_added", r.measureAt(id, "/fjern"))
	}
	faults, ok := invalid(err)
	if !ok {
		return err
	}
	for _, fault := range faults.Fields {
		if fault.Field == "yes" {
			fault.Field = "yes_by"
		}
		f.Wrong(of(fault.Field), fault.Code)
	}
	return r.showAgreed(meeting, f)
}

// lineFields names the fields of one line, so that each line's form is its
// own.
func lineFields(n int) func(string) string {
	return func(name string) string { return name + "_" + strconv.Itoa(n) }
}

func (r *Request) showAgreed(meeting journal.Meeting, f *form.Form) error {
	read, err := plan.Read(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.planForm(r.L().T("measure.agreed.title"), f)
	page.Lead = r.L().T("measure.agreed.lead", "When", r.L().DateTime(meeting.StartsAt, r.Scope.Today()))
	v := view.AgreedView{NewGoal: r.planAt("/m/ny"), Back: r.planAt("")}
	for _, goal := range read.Goals {
		if goal.State == plan.GoalActive {
			v.Goals = append(v.Goals, view.Option{Value: goal.ID.String(), Label: goal.Title})
		}
	}
	v.People, err = r.responsibleOptions(nil)
	if err != nil {
		return err
	}
	v.Says, err = r.sayOptions()
	if err != nil {
		return err
	}
	r.agreedLines(&v, meeting, read)
	openLines(v.Lines, f)
	return r.answerForm(f != nil && !f.OK(), view.AgreedPage(page, v))
}

// openLines shows the form that something must be put right in; else that of
// the first line that is no measure yet.
func openLines(lines []view.AgreedLine, f *form.Form) {
	for i := range lines {
		wrong := slices.ContainsFunc(f.Errors(), func(fault form.FieldError) bool {
			return strings.HasSuffix(fault.Field, "_"+strconv.Itoa(lines[i].N))
		})
		lines[i].Open = wrong || lines[i].First && len(f.Errors()) == 0
	}
}

// agreedLines pairs what was agreed with the measures made of it.
func (r *Request) agreedLines(v *view.AgreedView, meeting journal.Meeting, read plan.View) {
	made := map[string]plan.Measure{}
	for _, measure := range read.Measures() {
		if measure.Meeting != nil && *measure.Meeting == meeting.ID {
			made[measure.What] = measure
		}
	}
	first := true
	for i, text := range meeting.Agreed {
		of := lineFields(i + 1)
		line := view.AgreedLine{
			N: i + 1, Text: text, Action: r.planAt("/fra-mote/" + meeting.ID.String() + "/" + strconv.Itoa(i+1)),
			What: of("what"), Goal: of("goal"), Person: of("responsible"), Name: of("responsible_name"),
			Due: of("due"), YesBy: of("yes_by"), LetStand: of(casefile.LetStand),
		}
		if measure, there := made[text]; there {
			line.Made = r.measureAt(measure.ID, "")
			delete(made, text)
		} else {
			line.First, first = first, false
		}
		v.Lines = append(v.Lines, line)
	}
	for _, measure := range read.Measures() {
		if _, left := made[measure.What]; left && measure.Meeting != nil && *measure.Meeting == meeting.ID {
			v.Others = append(v.Others, r.measureRow(measure, false, "plan"))
		}
	}
}
