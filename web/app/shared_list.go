package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// noID is no id at all.
var noID uuid.UUID

// sharedHome is where a guest begins: the family that is shared with them, or
// a list where there are several.
func (a *App) sharedHome(r *Request) error {
	list, err := team.Mine(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	if len(list) == 1 {
		return r.SeeOther(familyAddress(list[0].Family, ""))
	}
	page := r.Page(r.L().T("shared.list.title"))
	return r.Show(view.SharedListPage(page, r.sharedRows(list)))
}

func (r *Request) sharedRows(list []team.Shared) []view.SharedRow {
	rows := make([]view.SharedRow, 0, len(list))
	for _, one := range list {
		row := view.SharedRow{
			Title: r.sharedName(one), Href: familyAddress(one.Family, ""),
			Sees: sentence(seenInWords(r.L(), one.Sections)),
		}
		if one.Until != nil {
			row.Until = r.untilWords(team.Part{Until: one.Until}, one.Guest)
		}
		rows = append(rows, row)
	}
	return rows
}

// untilWords is how long something is shared: to the end of a day, or for a
// guest to an hour of it.
func (r *Request) untilWords(part team.Part, toTheHour bool) string {
	switch {
	case part.Until == nil:
		return r.L().T("team.until.open")
	case toTheHour:
		return r.L().T("team.until", "Date", r.L().DateTime(*part.Until, r.Scope.Today()))
	}
	return r.L().T("team.until", "Date", r.L().Date(part.LastDay(), r.Scope.Today()))
}

// seenInWords is what somebody may see, as one speaks of it.
func seenInWords(l *locale.Localizer, sections []policy.Section) string {
	var words []string
	for _, section := range sections {
		word := sectionWord(l, section)
		switch section {
		case policy.SectionDocuments:
			word = l.T("team.sees.documents")
		case policy.SectionMessages:
			word = l.T("team.sees.messages")
		}
		if word != "" {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return l.T("team.sees.overview")
	}
	return l.List(words)
}
