package app

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

var (
	logKinds     = []string{audit.KindLook, audit.KindDeed, audit.KindAccess, audit.KindSystem}
	logRoles     = slices.DeleteFunc(policy.AllRoles(), policy.Role.OfConsole)
	logRelations = slices.DeleteFunc(policy.AllRelations(), func(r policy.Relation) bool {
		return r == policy.RelationNone || r == policy.RelationBarred
	})
	logBases = []policy.Basis{policy.BasisConsent, policy.BasisStatute, policy.BasisEmergency, policy.BasisChildsYes}
)

// privacyLog shows the log across the municipality, narrowed as asked.
func (a *App) privacyLog(r *Request) error {
	f := form.Read(r.Query, r.Scope.Today())
	filter := r.privacyFilter(f)
	page := r.privacyPage(r.L().T("insight.log.title"), "/personvernombud/logg")
	page.Lead = r.L().T("insight.log.lead")
	page.Form = f
	var found insight.Page
	if f.OK() {
		var err error
		if found, err = insight.Read(r.Context(), r.Visit, filter); err != nil {
			return err
		}
	}
	v, err := r.privacyFilters(filter)
	if err != nil {
		return err
	}
	v.Days = r.privacyDays(found.Lines)
	r.privacyTurn(&v, filter, found)
	if !f.OK() {
		return r.ShowFaults(view.PrivacyLogPage(page, v))
	}
	return r.Show(view.PrivacyLogPage(page, v))
}

// privacyDays are the lines by day, newest first.
func (r *Request) privacyDays(lines []insight.Line) []view.PrivacyDay {
	var days []view.PrivacyDay
	var day clock.Date
	for _, line := range lines {
		if on := clock.DateOf(line.At); on != day || len(days) == 0 {
			day = on
			days = append(days, view.PrivacyDay{Title: r.dayTitle(day)})
		}
		last := &days[len(days)-1]
		last.Lines = append(last.Lines, r.privacyLine(line))
	}
	return days
}

// privacyTurn are the ways to newer and older lines, narrowed as these are. A
// place in the log is all that an address tells of where one is.
func (r *Request) privacyTurn(v *view.PrivacyLogView, filter insight.Filter, found insight.Page) {
	to := func(name string, place int64) string {
		asked := r.privacyAsked(filter)
		if name != "" {
			asked.Set(name, strconv.FormatInt(place, 10))
		}
		return privacyLogAddress(asked)
	}
	if found.Newer > 0 {
		v.Newer, v.Newest = to("nyere", found.Newer), to("", 0)
	}
	if found.Older > 0 {
		v.Older = to("eldre", found.Older)
	}
	v.Narrowed = len(r.privacyAsked(filter)) > 0
}

// privacyFilter reads what the lines are narrowed by, of an address or a form.
func (r *Request) privacyFilter(f *form.Form) insight.Filter {
	filter := insight.Filter{
		From: f.Date("fra"), To: f.Date("til"), Actor: f.UUID("person"),
		Kind: f.Choice("type", logKinds...), Pattern: insight.Pattern(f.Choice("monster", patternNames()...)),
	}
	filter.Role, _ = policy.ParseRole(f.Choice("rolle", wordsOf(logRoles)...))
	filter.Relation, _ = policy.ParseRelation(f.Choice("tilknytning", wordsOf(logRelations)...))
	filter.Basis, _ = policy.ParseBasis(f.Choice("grunnlag", wordsOf(logBases)...))
	if typed := f.Line("familie", 20); typed != "" {
		code, ok := casefile.ParseCode(typed)
		if filter.Code = code; !ok {
			f.Wrong("familie", "insight.code.shape")
		}
	}
	filter.Before, _ = strconv.ParseInt(f.Line("eldre", 20), 10, 64)
	filter.After, _ = strconv.ParseInt(f.Line("nyere", 20), 10, 64)
	filter.Before, filter.After = max(filter.Before, 0), max(filter.After, 0)
	return filter
}

// privacyAsked is a filter as it stands in an address.
func (r *Request) privacyAsked(f insight.Filter) url.Values {
	asked := url.Values{}
	set := func(name, value string, given bool) {
		if given {
			asked.Set(name, value)
		}
	}
	set("fra", r.L().DateTyped(f.From), f.From != "")
	set("til", r.L().DateTyped(f.To), f.To != "")
	set("person", f.Actor.String(), f.Actor != uuid.Nil)
	set("rolle", f.Role.String(), f.Role != policy.RoleNone)
	set("tilknytning", f.Relation.String(), f.Relation != policy.RelationNone)
	set("grunnlag", f.Basis.String(), f.Basis != policy.BasisNone)
	set("type", f.Kind, f.Kind != "")
	set("familie", f.Code, f.Code != "")
	set("monster", string(f.Pattern), f.Pattern != "")
	return asked
}

func patternNames() []string {
	var names []string
	for _, pattern := range insight.Patterns() {
		names = append(names, string(pattern))
	}
	return names
}

func wordsOf[E interface{ String() string }](list []E) []string {
	words := make([]string, 0, len(list))
	for _, one := range list {
		words = append(words, one.String())
	}
	return words
}

// privacyFilters is the form the lines are narrowed with, as it stands.
func (r *Request) privacyFilters(f insight.Filter) (view.PrivacyLogView, error) {
	l := r.L()
	v := view.PrivacyLogView{Extract: "/personvernombud/utdrag"}
	for name, values := range r.privacyAsked(f) {
		v.Asked = append(v.Asked, view.Hidden{Name: name, Value: values[0]})
	}
	slices.SortFunc(v.Asked, func(a, b view.Hidden) int { return strings.Compare(a.Name, b.Name) })
	people, err := insight.People(r.Context(), r.Visit, f)
	if err != nil {
		return v, err
	}
	for _, person := range people {
		v.People = append(v.People, view.Option{Value: person.ID.String(), Label: person.Name})
	}
	for _, role := range logRoles {
		v.Roles = append(v.Roles, view.Option{Value: role.String(), Label: roleWord(l, role)})
	}
	for _, relation := range logRelations {
		v.Relations = append(v.Relations, view.Option{Value: relation.String(), Label: relationWord(l, relation)})
	}
	for _, basis := range logBases {
		v.Bases = append(v.Bases, view.Option{Value: basis.String(), Label: basisWord(l, basis)})
	}
	for _, kind := range logKinds {
		v.Kinds = append(v.Kinds, view.Option{Value: kind, Label: lineKindWord(l, kind)})
	}
	for _, pattern := range insight.Patterns() {
		title, _ := patternWords(l, pattern)
		v.Patterns = append(v.Patterns, view.Option{Value: string(pattern), Label: title})
	}
	return v, nil
}
