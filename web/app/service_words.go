package app

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// serviceLevel is whom an offer is for, in words.
func (r *Request) serviceLevel(level string) string {
	switch level {
	case "universal":
		return r.L().T("service.level.universal")
	case "selective":
		return r.L().T("service.level.selective")
	case "indicated":
		return r.L().T("service.level.indicated")
	}
	return ""
}

// serviceAudience is who comes, in words.
func (r *Request) serviceAudience(audience string) string {
	switch audience {
	case "child":
		return r.L().T("service.audience.child")
	case "young":
		return r.L().T("service.audience.young")
	case "caregiver":
		return r.L().T("service.audience.caregiver")
	case "family":
		return r.L().T("service.audience.family")
	case "staff":
		return r.L().T("service.audience.staff")
	}
	return ""
}

func (r *Request) serviceLevels() []view.Option {
	var options []view.Option
	for _, level := range services.Levels {
		options = append(options, view.Option{Value: level, Label: r.serviceLevel(level)})
	}
	return options
}

func (r *Request) serviceAudiences() []view.Option {
	var options []view.Option
	for _, audience := range services.Audiences {
		options = append(options, view.Option{Value: audience, Label: r.serviceAudience(audience)})
	}
	return options
}

func (r *Request) serviceAreas() []view.Option {
	var options []view.Option
	for _, area := range plan.Areas() {
		options = append(options, view.Option{Value: string(area), Label: r.L().T(area.Key())})
	}
	return options
}

// agesInWords are the ages an offer is for; empty for all.
func (r *Request) agesInWords(s services.Service) string {
	switch {
	case s.AgeFrom == 0 && s.AgeTo == 0:
		return ""
	case s.AgeTo == 0:
		return r.L().T("service.ages.from", "From", s.AgeFrom)
	case s.AgeFrom == 0:
		return r.L().T("service.ages.to", "To", s.AgeTo)
	}
	return r.L().T("service.ages", "From", s.AgeFrom, "To", s.AgeTo)
}

// fieldInWords is a field that a register fills, in words.
func (r *Request) fieldInWords(field string) string {
	switch field {
	case "title":
		return r.L().T("service.field.title")
	case "unit_id":
		return r.L().T("service.field.unit")
	case "ages":
		return r.L().T("service.field.ages")
	case "audience":
		return r.L().T("service.field.audience")
	case "level":
		return r.L().T("service.field.level")
	case "areas":
		return r.L().T("service.field.areas")
	case "how":
		return r.L().T("service.field.how")
	case "referral":
		return r.L().T("service.field.referral")
	case "keywords":
		return r.L().T("service.field.keywords")
	case "closed":
		return r.L().T("service.field.closed")
	case "language":
		return r.L().T("service.field.language")
	case "parent_org_number":
		return r.L().T("service.field.parent")
	}
	return r.unitField(field)
}

// factInWords is what a field says, in words. names are of units.
func (r *Request) factInWords(field, value string, names map[uuid.UUID]string) string {
	switch {
	case value == "":
		return ""
	case field == "kind":
		return r.unitKind(directory.UnitKind(value))
	case field == "level":
		return r.serviceLevel(value)
	case field == "audience":
		return r.serviceAudience(value)
	case field == "phone":
		return view.PhoneInGroups(value)
	case field == "closed", field == "referral":
		return r.L().T("service.yes")
	case field == "unit_id":
		id, err := uuid.Parse(value)
		if err != nil {
			return ""
		}
		return names[id]
	}
	return value
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
