package app

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// journalRoutes are a family's log and its meetings. The meetings are the
// family's too; the log is the coordinator's.
func (a *App) journalRoutes() []Route {
	see, edit := policy.ActionSee, policy.ActionEdit
	log, meetings := policy.SectionJournal, policy.SectionMeetings
	return []Route{
		family(http.MethodGet, "/logg", log, see, a.journalShow),
		family(http.MethodPost, "/logg", log, edit, a.contactAdd),
		family(http.MethodGet, "/logg/:contact", log, edit, a.contactShow),
		family(http.MethodPost, "/logg/:contact", log, edit, a.contactChange),
		family(http.MethodPost, "/logg/:contact/fjern", log, edit, a.contactRemove),
		family(http.MethodPost, "/logg/:contact/tilbake", log, edit, a.contactRestore),
		family(http.MethodGet, "/moter/ny", meetings, edit, a.meetingNew),
		family(http.MethodPost, "/moter/ny", meetings, edit, a.meetingPlan),
		family(http.MethodGet, "/moter/:meeting", meetings, see, a.meetingShow),
		family(http.MethodGet, "/moter/:meeting/kalender.ics", meetings, see, a.meetingCalendar),
		family(http.MethodGet, "/moter/:meeting/endre", meetings, edit, a.meetingChangeForm),
		family(http.MethodPost, "/moter/:meeting/endre", meetings, edit, a.meetingChange),
		family(http.MethodPost, "/moter/:meeting/avlys", meetings, edit, a.meetingCancel),
		family(http.MethodPost, "/moter/:meeting/likevel", meetings, edit, a.meetingRestore),
		family(http.MethodGet, "/moter/:meeting/skriv", meetings, edit, a.meetingHoldForm),
		family(http.MethodPost, "/moter/:meeting/skriv", meetings, edit, a.meetingHold),
		family(http.MethodGet, "/moter/:meeting/enige", meetings, edit, a.meetingAgreedForm),
		family(http.MethodPost, "/moter/:meeting/enige", meetings, edit, a.meetingAgreed),
	}
}

// logAddress is where the family's log is, or one contact on it.
func (r *Request) logAddress(part string) string {
	return "/f/" + r.Access.ID.String() + "/logg" + part
}

// meetingPath is where one of the family's meetings is, or a part of it.
func (r *Request) meetingPath(id uuid.UUID, part string) string {
	return "/f/" + r.Access.ID.String() + "/moter/" + id.String() + part
}

// mayWrite reports whether the viewer may change a section of the family now:
// a closed follow-up is read only.
func (r *Request) mayWrite(section policy.Section) bool {
	return r.Access.State == casefile.StateActive && r.Access.May(section, policy.ActionEdit)
}

// readOnly reports that the follow-up is closed: its forms lead back to what
// can be read.
func (r *Request) readOnly() bool { return r.Access.State == casefile.StateClosed }

// eyebrow is the family's short name, which says whose page this is; it stands
// on the page and never in its title.
func (r *Request) eyebrow(page *view.Page) error {
	if !r.Access.May(policy.SectionOverview, policy.ActionEdit) {
		return nil
	}
	overview, err := casefile.ReadOverview(r.Context(), r.Access)
	page.Eyebrow = overview.ShortName
	return err
}

func kindWord(l *locale.Localizer, kind journal.Kind) string {
	switch kind {
	case journal.KindMeeting:
		return l.T("journal.kind.meeting")
	case journal.KindHomeVisit:
		return l.T("journal.kind.home_visit")
	case journal.KindCall:
		return l.T("journal.kind.call")
	case journal.KindMessage:
		return l.T("journal.kind.message")
	}
	return ""
}

// minutesTyped is a number of minutes as it stands in a field; none when 0.
func minutesTyped(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return strconv.Itoa(minutes)
}

// version is the one that was read when the form was shown.
func versionOf(f *form.Form) int {
	version, _ := f.Int("version", 0, 1<<30)
	return version
}

// readVersion is the version a draft was written on, so that saving it still
// notices what others saved since; now when there is no draft.
func readVersion(kept *form.Form, now int) int {
	typed, _ := kept.Typed("version")
	version, err := strconv.Atoi(typed)
	if err != nil {
		return now
	}
	return version
}

func versionField(version int) []view.Hidden {
	return []view.Hidden{{Name: "version", Value: strconv.Itoa(version)}}
}

// lines are what was written one a line.
func lines(text string) []string { return journal.Clean(strings.Split(text, "\n")) }
