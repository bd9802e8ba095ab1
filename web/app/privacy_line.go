package app

import (
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// privacyLine is a line of the log in words.
func (r *Request) privacyLine(line insight.Line) view.PrivacyLine {
	l := r.L()
	row := view.PrivacyLine{When: l.DateTime(line.At, r.Scope.Today()), At: unbroken(l.Time(line.At)), Place: l.Number(int(line.Place))}
	switch {
	case line.Erased:
		row.What = l.T("insight.line.erased")
		return row
	case line.Unreadable:
		row.What, row.Wrong = l.T("insight.line.unreadable"), true
		return row
	}
	row.Who, row.Title = privacyWho(l, line)
	row.What, row.Code = lineInWords(l, line), line.Code
	if line.Kind != audit.KindLook {
		row.Action = line.Action
	}
	var why []string
	for _, word := range []string{relationWord(l, line.Relation), basisWord(l, line.Basis)} {
		if word != "" {
			why = append(why, word)
		}
	}
	row.Why = strings.Join(why, ", ")
	return row
}

// privacyWho names one of the municipality's own; who is of a family is told
// by role.
func privacyWho(l *locale.Localizer, line insight.Line) (who, title string) {
	switch {
	case line.Actor == uuid.Nil:
		return l.T("insight.who.program"), ""
	case line.Who != "":
		return line.Who, titleOf(line.Title)
	case line.Role != policy.RoleNone:
		return roleWord(l, line.Role), ""
	}
	return l.T("insight.who.unknown"), ""
}

// lineInWords is what was seen or done, by its sections.
func lineInWords(l *locale.Localizer, line insight.Line) string {
	var words []string
	for _, section := range line.Sections {
		if word := sectionWord(l, section); word != "" {
			words = append(words, word)
		}
	}
	what := l.List(words)
	switch {
	case line.Kind != audit.KindLook && what == "":
		return lineKindWord(l, line.Kind)
	case line.Kind != audit.KindLook:
		return l.T("insight.line.deed", "Kind", lineKindWord(l, line.Kind), "What", what)
	case what == "":
		return l.T("insight.line.look", "What", l.T("section.overview"))
	}
	return l.T("insight.line.look", "What", what)
}

// titleOf is a person's title as it stands alone; many have none.
func titleOf(title string) string {
	if title == "" {
		return ""
	}
	return sentence(title)
}
