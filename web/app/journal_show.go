package app

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// journalShow shows the log, and in the form what was being written when the
// person left.
func (a *App) journalShow(r *Request) error {
	kept, when, err := r.Draft(r.DraftKey("contact"))
	if err != nil {
		return err
	}
	shown, err := r.journal(kept, when)
	if err != nil {
		return err
	}
	return r.Show(view.Journal(shown))
}

// journal reads a page of the log. f is what was typed, if anything.
func (r *Request) journal(f *form.Form, kept string) (view.JournalView, error) {
	page := r.FamilyPage(r.L().T("journal.title"), "/logg")
	page.Form, page.Lead = f, r.L().T("journal.lead")
	v := view.JournalView{Page: page}
	if err := r.eyebrow(page); err != nil {
		return v, err
	}
	number, _ := strconv.Atoi(r.Query("side"))
	contacts, err := journal.Contacts(r.Context(), r.Access, number)
	if err != nil {
		return v, err
	}
	var meetings []journal.Meeting
	if r.Access.May(policy.SectionMeetings, policy.ActionSee) {
		if meetings, err = journal.Meetings(r.Context(), r.Access); err != nil {
			return v, err
		}
	}
	if r.mayWrite(policy.SectionJournal) {
		v.Write = r.contactForm(journal.Contact{HappenedAt: page.Now})
		v.Write.Post, v.Write.Draft, v.Write.Kept = r.logAddress(""), r.DraftKey("contact"), kept
		v.Write.Submit = r.L().T("journal.save")
	}
	if r.mayWrite(policy.SectionMeetings) {
		v.NewMeeting = "/f/" + r.Access.ID.String() + "/moter/ny"
	}
	v.Ahead, v.Months = r.meetingsAhead(meetings), r.journalMonths(contacts, meetings)
	v.Paging = r.journalPaging(contacts)
	return v, r.timeUsed(&v)
}

// moment is an entry with when it happened, to sort by.
type moment struct {
	at    time.Time
	entry view.JournalEntry
}

// journalMonths joins contacts and meetings, newest first. A meeting that was
// held is on the log as a contact too: the two are shown as one.
func (r *Request) journalMonths(page journal.Page, meetings []journal.Meeting) []view.JournalMonth {
	been := slices.DeleteFunc(slices.Clone(meetings), func(m journal.Meeting) bool { return m.State == journal.StatePlanned })
	var all []moment
	for _, contact := range page.Contacts {
		entry := r.contactEntry(contact)
		same := slices.IndexFunc(been, func(m journal.Meeting) bool {
			return contact.Kind == journal.KindMeeting && m.State == journal.StateHeld && m.StartsAt.Equal(contact.HappenedAt)
		})
		if same >= 0 {
			entry.Meeting, entry.Agreed = r.meetingPath(been[same].ID, ""), been[same].Agreed
			been = slices.Delete(been, same, same+1)
		}
		all = append(all, moment{contact.HappenedAt, entry})
	}
	for _, meeting := range been {
		if onPage(page, meeting.StartsAt) {
			all = append(all, moment{meeting.StartsAt, r.meetingEntry(meeting)})
		}
	}
	slices.SortStableFunc(all, func(a, b moment) int { return cmp.Compare(b.at.UnixNano(), a.at.UnixNano()) })
	var months []view.JournalMonth
	for _, one := range all {
		on := clock.DateOf(one.at)
		title := r.L().Month(on)
		if last := len(months) - 1; last < 0 || months[last].Title != title {
			months = append(months, view.JournalMonth{Title: title})
		}
		one.entry.Day = r.L().Date(on, r.Scope.Today())
		one.entry.Number, one.entry.Month, _ = strings.Cut(r.L().DateShort(on, on), " ")
		month := &months[len(months)-1]
		month.Entries = append(month.Entries, one.entry)
	}
	return months
}

// onPage reports whether something that happened then belongs between the
// contacts of a page.
func onPage(page journal.Page, at time.Time) bool {
	if len(page.Contacts) == 0 {
		return true
	}
	newest, oldest := page.Contacts[0].HappenedAt, page.Contacts[len(page.Contacts)-1].HappenedAt
	return (page.Number == 1 || !at.After(newest)) && (page.Number == page.Pages || at.After(oldest))
}

func (r *Request) contactEntry(contact journal.Logged) view.JournalEntry {
	kind := kindWord(r.L(), contact.Kind)
	entry := view.JournalEntry{
		ID: "k-" + contact.ID.String(), Title: cmp.Or(contact.WithWhom, kind), Kind: kind,
		Time: r.L().Time(contact.HappenedAt), Note: lines(contact.Note),
	}
	if contact.WithWhom == "" {
		entry.Kind = ""
	}
	if contact.Minutes > 0 {
		entry.Minutes = r.L().Minutes(contact.Minutes)
	}
	if r.mayWrite(policy.SectionJournal) {
		entry.Change = r.logAddress("/" + contact.ID.String())
		entry.Remove = entry.Change + "/fjern"
	}
	return entry
}

func (r *Request) meetingEntry(meeting journal.Meeting) view.JournalEntry {
	entry := view.JournalEntry{
		ID: "m-" + meeting.ID.String(), Title: r.L().T("journal.kind.meeting"),
		Time: r.L().Time(meeting.StartsAt), Meeting: r.meetingPath(meeting.ID, ""), Agreed: meeting.Agreed,
	}
	if meeting.State == journal.StateCancelled {
		entry.Tag = r.L().T("meeting.state.cancelled")
	}
	return entry
}

// meetingsAhead are the planned meetings, first one first; one that has been
// waits to be written down.
func (r *Request) meetingsAhead(meetings []journal.Meeting) []view.JournalMeeting {
	var ahead []view.JournalMeeting
	now, today := r.Scope.Clock().Now(), r.Scope.Today()
	for _, meeting := range slices.Backward(meetings) {
		if meeting.State != journal.StatePlanned {
			continue
		}
		one := view.JournalMeeting{
			When: r.L().DateTime(meeting.StartsAt, today), Place: meeting.Place,
			Title: capital(r.L().Duration(clock.DateOf(meeting.StartsAt), today)), Href: r.meetingPath(meeting.ID, ""),
		}
		if !meeting.StartsAt.After(now) && r.mayWrite(policy.SectionMeetings) {
			one.Write = r.meetingPath(meeting.ID, "/skriv")
		}
		ahead = append(ahead, one)
	}
	return ahead
}

func (r *Request) journalPaging(page journal.Page) view.PagingView {
	paging := view.PagingView{Page: page.Number, Pages: page.Pages}
	if page.Number > 1 {
		paging.Prev = r.logAddress("?side=" + strconv.Itoa(page.Number-1))
	}
	if page.Number < page.Pages {
		paging.Next = r.logAddress("?side=" + strconv.Itoa(page.Number+1))
	}
	return paging
}

func (r *Request) timeUsed(v *view.JournalView) error {
	used, err := journal.TimeUsed(r.Context(), r.Access)
	if err != nil {
		return err
	}
	v.Total = r.L().N("journal.time.all", used.Contacts, "Time", r.L().Minutes(used.Minutes))
	for _, month := range used.Months {
		v.Time = append(v.Time, view.JournalTime{Month: r.L().Month(month.First), Time: r.L().Minutes(month.Minutes)})
	}
	return nil
}
