package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// schools are the places a child may go to, and which of their ids a form may
// hold.
func (r *Request) schools() ([]view.Option, error) {
	units, err := directory.Units(r.Context(), r.Scope)
	if err != nil {
		return nil, err
	}
	var list []view.Option
	for _, unit := range units {
		if unit.Kind == directory.UnitSchool || unit.Kind == directory.UnitKindergarten {
			list = append(list, view.Option{Value: unit.ID.String(), Label: unit.Name})
		}
	}
	return list, nil
}

// personFields is a person as the fields of a form. brief leaves out what can
// wait until the family has a place here.
func (r *Request) personFields(p casefile.Person, brief bool) (view.PersonFields, error) {
	fields := view.PersonFields{
		Child: p.Kind == casefile.Child, Brief: brief, Name: p.Name, BornOn: r.L().DateTyped(p.BornOn), Relation: p.Relation,
		Phone: p.Phone, Email: p.Email, Address: p.Address, Language: p.Language, Interpreter: p.Interpreter,
		Grade:     string(p.Grade),
		Languages: options(r.L(), casefile.Languages(), spokenWord), Grades: options(r.L(), casefile.Grades(), gradeWord),
	}
	for i, grade := range casefile.Grades() {
		if grade == casefile.GradeUnknown {
			fields.Grades[i].Hint = r.L().T("member.grade.unknown.hint")
		}
	}
	if p.SchoolID != nil {
		fields.School = p.SchoolID.String()
	}
	if !fields.Child {
		return fields, nil
	}
	var err error
	fields.Schools, err = r.schools()
	return fields, err
}

// readPerson reads a person of a kind. What the form does not ask keeps the
// value it had.
func (r *Request) readPerson(f *form.Form, was casefile.Person, brief bool) (casefile.Person, error) {
	p := was
	p.Name = f.Line("name", casefile.MaxName)
	p.Language = f.Choice("language", casefile.Languages()...)
	p.Interpreter = f.Bool("interpreter")
	p.Grade = casefile.Grade(f.Choice("grade", texts(casefile.Grades())...))
	if p.Kind == casefile.Child || !brief {
		p.BornOn = f.DateUntil("born_on")
	}
	if p.Kind != casefile.Child {
		p.Relation = f.Line("relation", casefile.MaxLine)
	}
	if p.Kind != casefile.Child || !brief {
		p.Phone, p.Email = f.Line("phone", casefile.MaxLine), f.Line("email", casefile.MaxLine)
		p.Address = f.Line("address", casefile.MaxLine)
	}
	if p.Kind != casefile.Child {
		return p, nil
	}
	schools, err := r.schools()
	if err != nil {
		return p, err
	}
	var ids []string
	for _, school := range schools {
		ids = append(ids, school.Value)
	}
	if was.SchoolID != nil {
		ids = append(ids, was.SchoolID.String()) // also when the school is no longer in the list
	}
	p.SchoolID = nil
	if chosen, err := uuid.Parse(f.Choice("school", ids...)); err == nil {
		p.SchoolID = &chosen
	}
	return p, nil
}

func readBarred(f *form.Form) casefile.Barred {
	return casefile.Barred{
		Name: f.Line("name", casefile.MaxName), Relation: f.Line("relation", casefile.MaxLine),
		Reason: f.Line("reason", casefile.MaxLine),
	}
}

// memberKind is the kind in a form or an address; a child when there is none.
func memberKind(word string) casefile.MemberKind {
	switch word {
	case "omsorgsperson":
		return casefile.Caregiver
	case "andre":
		return casefile.Other
	}
	return casefile.Child
}

func memberKindAddress(kind casefile.MemberKind) string {
	switch kind {
	case casefile.Caregiver:
		return "omsorgsperson"
	case casefile.Other:
		return "andre"
	}
	return "barn"
}
