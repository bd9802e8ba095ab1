package app

import (
	"net/url"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// privacyShow is where the personvernombud begins: what stands out among the
// looks of the last days, each with why and a way to its lines.
func (a *App) privacyShow(r *Request) error {
	from, to := insight.Since(r.Scope.Today()), r.Scope.Today()
	found, err := insight.Find(r.Context(), r.Visit, from, to)
	if err != nil {
		return err
	}
	page := r.privacyPage(r.L().T("insight.title"), "/personvernombud")
	page.Lead = r.L().N("insight.lead", insight.PatternDays)
	v := view.OversightView{Cut: found.Cut, Nights: r.L().T("insight.nights", "From", insight.NightFrom, "To", insight.NightTo)}
	for _, pattern := range insight.Patterns() {
		title, why := patternWords(r.L(), pattern)
		part := view.PrivacyPattern{Title: title, Why: why}
		for _, one := range found.List {
			if one.Pattern == pattern {
				part.Found = append(part.Found, r.findingRow(one, from, to))
			}
		}
		if len(part.Found) == 0 {
			v.Quiet = append(v.Quiet, title)
			continue
		}
		v.Patterns = append(v.Patterns, part)
	}
	return r.Show(view.OversightPage(page, v))
}

// privacyPage begins a page of the personvernombud's room.
func (r *Request) privacyPage(title, current string) *view.Page {
	page := r.Page(title)
	page.Width, page.SubNavLabel = view.WidthWide, r.L().T("insight.nav")
	for _, part := range []struct{ label, href string }{
		{r.L().T("insight.nav.patterns"), "/personvernombud"},
		{r.L().T("insight.nav.log"), "/personvernombud/logg"},
		{r.L().T("emergency.title"), "/personvernombud/nodtilgang"},
		{r.L().T("insight.nav.matrix"), "/personvernombud/matrise"},
	} {
		page.SubNav = append(page.SubNav, view.NavItem{Label: part.label, Href: part.href, Current: part.href == current})
	}
	return page
}

func (r *Request) findingRow(one insight.Finding, from, to clock.Date) view.PrivacyFinding {
	l, today := r.L(), r.Scope.Today()
	who := one.Who
	if who == "" {
		who = l.T("insight.who.guest")
	}
	row := view.PrivacyFinding{
		Who: who, Title: titleOf(one.Title), Looks: l.N("insight.looks", one.Looks),
		When: l.When(one.Last, today),
		Href: privacyLogAddress(url.Values{
			"monster": {string(one.Pattern)}, "person": {one.Actor.String()}, "familie": {one.Code},
			"fra": {l.DateTyped(from)}, "til": {l.DateTyped(to)},
		}),
	}
	if one.Code != "" {
		row.Family = l.T("insight.family", "Code", one.Code)
	}
	return row
}

// privacyLogAddress is the log narrowed; ids and codes alone stand in it.
func privacyLogAddress(asked url.Values) string {
	for name, values := range asked {
		if len(values) == 0 || values[0] == "" {
			asked.Del(name)
		}
	}
	if len(asked) == 0 {
		return "/personvernombud/logg"
	}
	return "/personvernombud/logg?" + asked.Encode()
}

// patternWords is what a pattern is called, and why it is worth asking about.
func patternWords(l *locale.Localizer, pattern insight.Pattern) (title, why string) {
	switch pattern {
	case insight.Emergency:
		return l.T("insight.pattern.emergency"), l.T("insight.pattern.emergency.why")
	case insight.Again:
		return l.T("insight.pattern.again"), l.T("insight.pattern.again.why", "N", insight.AgainFrom)
	case insight.Outside:
		return l.T("insight.pattern.outside"), l.T("insight.pattern.outside.why")
	case insight.SameName:
		return l.T("insight.pattern.same_name"), l.T("insight.pattern.same_name.why")
	case insight.Protected:
		return l.T("insight.pattern.protected"), l.T("insight.pattern.protected.why")
	case insight.AfterEnd:
		return l.T("insight.pattern.after_end"), l.T("insight.pattern.after_end.why")
	case insight.Many:
		return l.T("insight.pattern.many"), l.T("insight.pattern.many.why", "N", insight.ManyFamilies)
	case insight.Night:
		return l.T("insight.pattern.night"), l.T("insight.pattern.night.why")
	}
	return "", ""
}
