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

// looksShow shows a coordinator who has looked at a family.
func (a *App) looksShow(r *Request) error {
	page := r.FamilyPage(r.L().T("looks.title"), "/sett")
	page.Lead = r.L().T("looks.lead")
	if err := r.eyebrow(page); err != nil {
		return err
	}
	return r.showLooks(page, familyAddress(r.Access.ID, "/sett"))
}

// looksOwn shows a caregiver who has looked at their family.
func (a *App) looksOwn(r *Request) error {
	page := r.FamilyPage(r.L().T("looks.own.title"), "/sett")
	page.Lead = r.L().T("looks.own.lead")
	return r.showLooks(page, "/sett")
}

// showLooks groups a page of looks by day.
func (r *Request) showLooks(page *view.Page, address string) error {
	before, err := strconv.ParseInt(r.Query("eldre"), 10, 64)
	if err != nil {
		before = 0
	}
	responsible, err := plan.Holders(r.Context(), r.Access)
	if err != nil {
		return err
	}
	looks, err := casefile.Looks(r.Context(), r.Access, before, responsible...)
	if err != nil {
		return err
	}
	own := r.Access.Is(policy.RelationCaregiver) || r.Access.Is(policy.RelationChild)
	v := view.LooksView{Own: own, ByRole: looks.ByRole, Code: casefile.Code(r.Access.ID)}
	if !own && r.Access.May(policy.SectionOverview, policy.ActionEdit) {
		v.Choose = address + "/navn"
	}
	if before == 0 {
		if v.Deeds, err = r.deedRows(); err != nil {
			return err
		}
	}
	var day clock.Date
	for _, look := range looks.Looks {
		if on := clock.DateOf(look.At); on != day {
			day = on
			v.Days = append(v.Days, view.LooksDay{Title: r.dayTitle(day)})
		}
		last := &v.Days[len(v.Days)-1]
		last.Looks = append(last.Looks, r.lookRow(look, v.Own))
	}
	family := ""
	if v.Own && len(r.OwnFamilies) > 1 {
		family = "familie=" + r.Access.ID.String()
	}
	if looks.Older > 0 {
		v.Older = address + "?eldre=" + strconv.FormatInt(looks.Older, 10) + joinedBy("&", family)
	}
	if before > 0 {
		v.Newest = address + joinedBy("?", family)
	}
	return r.Show(view.LooksPage(page, v))
}

func joinedBy(sign, text string) string {
	if text == "" {
		return ""
	}
	return sign + text
}

// dayTitle is a day as the heading over what happened on it.
func (r *Request) dayTitle(day clock.Date) string {
	today := r.Scope.Today()
	if ago := day.DaysUntil(today); ago == 0 || ago == 1 {
		return sentence(r.L().T("looks.day", "Day", r.L().Duration(day, today), "Date", r.L().Date(day, today)))
	}
	return sentence(r.L().Date(day, today))
}

func (r *Request) lookRow(look casefile.Look, own bool) view.LookRow {
	l := r.L()
	if look.Unreadable {
		return view.LookRow{Text: l.T("looks.unreadable", "When", l.Time(look.At)), Wrong: true}
	}
	row := view.LookRow{Name: look.Who, Title: titleOf(look.Title), Strong: look.Basis == policy.BasisEmergency}
	if row.Title == "" {
		row.Title = sentence(roleWord(l, look.Role))
	}
	who := look.Who
	switch {
	case look.Self:
		who = l.T("looks.you")
	case who == "":
		who, row.Name, row.Title = row.Title, row.Title, ""
	}
	row.Text = l.T("looks.saw", "Who", who, "What", sectionsInWords(l, look), "When", unbroken(l.Time(look.At)))
	row.Why = r.lookReason(look, own)
	return row
}

// unbroken keeps "kl. 10.42" on one line.
func unbroken(text string) string { return strings.ReplaceAll(text, " ", "\u00a0") }
