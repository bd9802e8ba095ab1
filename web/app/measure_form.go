package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

var measureFields = []string{
	"what", "why", "responsible", "responsible_name", "unit", "level", "from", "due", "evaluate_on", "yes_by", "yes_on", "yes_how",
}

func readMeasure(f *form.Form) (plan.MeasureInput, *casefile.Yes) {
	in := plan.MeasureInput{
		What: f.Line("what", 1000), Why: f.Prose("why", 10000), Responsible: chosen(f, "responsible"),
		ResponsibleName: f.Line("responsible_name", 1000), Unit: chosen(f, "unit"),
		Level: plan.Level(f.Choice("level", texts(plan.Levels())...)),
		From:  f.Date("from"), Due: f.Date("due"), EvaluateOn: f.Date("evaluate_on"),
		LetStand: f.Bool(casefile.LetStand),
	}
	return in, readYes(f)
}

// readYes is the family's yes, when anything of it was written.
func readYes(f *form.Form) *casefile.Yes {
	said := casefile.Yes{
		By: f.UUID("yes_by"), On: f.Date("yes_on"),
		How: casefile.How(f.Choice("yes_how", string(casefile.HowOral), string(casefile.HowWritten))),
	}
	if said.By == uuid.Nil && said.How == "" {
		return nil // the date is filled in beforehand and says nothing alone
	}
	return &said
}

// measureFaults is Faults with what is missing of the yes at its first field.
func measureFaults(f *form.Form, err error) bool {
	faults, ok := invalid(err)
	if !ok {
		return false
	}
	for _, fault := range faults.Fields {
		if fault.Field == "yes" {
			fault.Field = "yes_by"
		}
		f.Wrong(fault.Field, fault.Code)
	}
	return true
}

// responsibleOptions are who can sign in and be responsible: oneself and the
// municipality's professionals, with where they work.
func (r *Request) responsibleOptions(chosen *uuid.UUID) ([]view.Option, error) {
	var people []directory.Person
	for _, role := range []policy.Role{policy.RoleProfessional, policy.RoleCoordinator} {
		found, err := directory.Colleagues(r.Context(), r.Scope, role)
		if err != nil {
			return nil, err
		}
		people = append(people, found...)
	}
	units, err := r.unitNames(people)
	if err != nil {
		return nil, err
	}
	own := r.Visit.Viewer.ID
	list := []view.Option{{Value: own.String(), Label: r.L().T("measure.me", "Name", r.Session.User.Name)}}
	seen := map[uuid.UUID]bool{own: true}
	for _, person := range people {
		other := person.Roles.Has(policy.RoleProfessional) || chosen != nil && *chosen == person.ID
		if seen[person.ID] || !other {
			continue
		}
		seen[person.ID] = true
		list = append(list, view.Option{Value: person.ID.String(), Label: personLabel(person, units)})
	}
	return list, nil
}

func (r *Request) unitNames(people []directory.Person) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, person := range people {
		if person.UnitID != uuid.Nil {
			ids = append(ids, person.UnitID)
		}
	}
	return directory.UnitNames(r.Context(), r.Scope, ids)
}

func personLabel(person directory.Person, units map[uuid.UUID]string) string {
	label := person.Name
	for _, more := range []string{person.Title, units[person.UnitID]} {
		if more != "" {
			label += ", " + more
		}
	}
	return label
}

// showMeasureForm shows the form of a new measure under a goal, or of one that
// is there.
func (r *Request) showMeasureForm(goal plan.Goal, one *plan.Measure, f *form.Form, beside *view.BothVersions) error {
	v, err := r.measureChoices(one)
	if err != nil {
		return err
	}
	page := r.planForm(r.L().T("measure.new"), f)
	page.Lead = r.L().T("measure.under", "Goal", goal.Title)
	v.Beside, v.Back = beside, r.goalAt(goal.ID, "")
	version := ""
	if one == nil {
		v.Action, v.Draft = r.goalAt(goal.ID, "/tiltak"), r.DraftKey("measure", "new", goal.ID.String())
	} else {
		page.Title = r.L().T("measure.change")
		r.fillMeasure(&v, *one)
		version = versionText(f, one.Version)
		if r.open() {
			page.Actions = view.MeasureActions(page, r.measureAt(one.ID, "/evaluer"))
		}
	}
	if f == nil {
		v.Kept, version, err = r.kept(page, v.Draft, version)
		if err != nil {
			return err
		}
	}
	v.Hidden = []view.Hidden{{Name: "version", Value: version}}
	v.FindOffer = v.Action + "/tilbud"
	if v.Offer, err = r.offerTyped(page.Form, one); err != nil {
		return err
	}
	return r.answerForm(f != nil && !f.OK(), view.MeasureFormPage(page, v))
}

func (r *Request) fillMeasure(v *view.MeasureFormView, one plan.Measure) {
	v.Action, v.Draft = r.measureAt(one.ID, ""), r.DraftKey("measure", one.ID.String())
	v.Remove, v.EvaluateNow = r.measureAt(one.ID, "/fjern"), r.measureAt(one.ID, "/evaluer")
	v.What, v.Why, v.Name = one.What, one.Why, one.ResponsibleName
	v.Responsible, v.Unit, v.Level = idText(one.Responsible), idText(one.Unit), string(one.Level)
	v.From, v.Due, v.Evaluate = r.L().DateTyped(one.From), r.L().DateTyped(one.Due), r.L().DateTyped(one.EvaluateOn)
}

// measureChoices are what there is to choose among.
func (r *Request) measureChoices(one *plan.Measure) (v view.MeasureFormView, err error) {
	var person *uuid.UUID
	place := uuid.Nil
	if one != nil {
		person = one.Responsible
		if one.Unit != nil {
			place = *one.Unit
		}
	}
	v.People, err = r.responsibleOptions(person)
	if err != nil {
		return v, err
	}
	v.Units, err = r.unitChoices(place)
	if err != nil {
		return v, err
	}
	v.Says, err = r.sayOptions()
	if err != nil {
		return v, err
	}
	for _, level := range plan.Levels() {
		v.Levels = append(v.Levels, view.Option{Value: string(level), Label: r.L().T(level.Key())})
	}
	v.Hows = r.howOptions()
	v.YesOn = r.L().DateTyped(r.Scope.Today())
	return v, nil
}

// sayOptions are those in the family who can say yes.
func (r *Request) sayOptions() ([]view.Option, error) {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	var list []view.Option
	for _, kind := range []casefile.MemberKind{casefile.Caregiver, casefile.Child} {
		for _, member := range members {
			if member.Kind == kind {
				list = append(list, view.Option{Value: member.ID.String(), Label: member.FirstName()})
			}
		}
	}
	return list, nil
}

// howOptions are the ways in which somebody has told the coordinator.
func (r *Request) howOptions() []view.Option {
	return []view.Option{
		{Value: string(casefile.HowOral), Label: r.L().T("agreement.how.oral")},
		{Value: string(casefile.HowWritten), Label: r.L().T("agreement.how.written")},
	}
}
