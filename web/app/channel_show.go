package app

import (
	"slices"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// channelShow asks how one may be told that there is something here.
func (a *App) channelShow(r *Request) error { return r.showChannels(nil) }

// channelSave keeps it. From then on nothing is sent in any other way.
func (a *App) channelSave(r *Request) error {
	f := r.Form()
	var chosen []notice.Channel
	for _, kind := range notice.Kinds() {
		chosen = append(chosen, readChannel(f, kind))
	}
	if !f.OK() {
		return r.showChannels(f)
	}
	err := notice.Choose(r.Context(), r.Visit, chosen...)
	if Faults(f, err) {
		return r.showChannels(f)
	}
	if err != nil {
		return err
	}
	return r.Done("/meg/varsling", "done.channels", "")
}

func readChannel(f *form.Form, kind notice.Kind) notice.Channel {
	prefix := string(kind) + "_"
	one := notice.Channel{
		Kind: kind, State: notice.State(f.Choice(prefix+"state", texts(notice.States())...)),
		Address: f.Line(prefix+"address", casefile.MaxLine), To: notice.WholeDay,
	}
	if one.State == "" {
		one.State = notice.Off
	}
	for _, day := range f.Many(prefix+"days", weekdays()...) {
		n, err := strconv.Atoi(day)
		if err == nil {
			one.Weekdays |= 1 << n
		}
	}
	if from := f.Time(prefix + "from"); from.Given {
		one.From = from.Hour*60 + from.Minute
	}
	to := f.Time(prefix + "to")
	if to.Given && to.Hour+to.Minute > 0 { // 00.00 is the end of the day
		one.To = to.Hour*60 + to.Minute
	}
	return one
}

func weekdays() []string { return []string{"0", "1", "2", "3", "4", "5", "6"} }

func (r *Request) showChannels(f *form.Form) error {
	channels, err := notice.Channels(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	l, staff := r.L(), r.Session.User.Kind == directory.KindStaff
	v := view.ReachView{Post: "/meg/varsling", Back: "/meg", Work: staff, Urgent: staff}
	v.States = options(l, notice.States(), channelStateWord)
	chosen := true
	if staff {
		v.States = options(l, []notice.State{notice.Safe, notice.Off}, workStateWord)
		if chosen, err = notice.HasChosen(r.Context(), r.Visit); err != nil {
			return err
		}
	}
	for _, day := range weekdays() {
		v.Days = append(v.Days, view.Option{Value: day, Label: weekdayWord(l, day)})
	}
	for _, one := range channels {
		way := view.ReachWay{
			Kind: string(one.Kind), Title: channelWord(l, one.Kind), State: string(one.State), Address: one.Address,
			From: clockTime(one.From), To: clockTime(one.To), When: r.hoursInWords(one),
		}
		if one.Kind == notice.Mail && !chosen {
			way.State = string(notice.Safe) // mail at work is what is used until somebody chooses
		}
		for n, day := range weekdays() {
			if one.Weekdays&(1<<n) != 0 {
				way.Days = append(way.Days, day)
			}
		}
		v.Ways = append(v.Ways, way)
	}
	page := r.Page(l.T("channel.title"))
	page.Lead, page.Width, page.Form = l.T("channel.lead"), view.WidthNarrow, f
	if staff {
		page.Lead = l.T("channel.lead.staff")
	}
	if f == nil {
		return r.Show(view.ReachPage(page, v))
	}
	return r.ShowFaults(view.ReachPage(page, v))
}

// clockTime is a minute of the day as it is typed.
func clockTime(minute int) string {
	if minute >= notice.WholeDay {
		minute = 0
	}
	return form.TimeOfDay{Hour: minute / 60, Minute: minute % 60, Given: true}.String()
}

// channelMember shows the coordinator how a member may be reached.
func (a *App) channelMember(r *Request) error {
	member, err := r.member()
	if err != nil {
		return err
	}
	channels, err := notice.OfMember(r.Context(), r.Access, member.ID)
	if err != nil {
		return err
	}
	l := r.L()
	v := view.MemberReachView{Name: member.FirstName(), Back: familyAddress(r.Access.ID, "/personer")}
	for _, one := range channels {
		way := view.MemberReachWay{
			Title: channelWord(l, one.Kind), Text: r.channelSentence(one),
			State: channelStateWord(l, one.State), Tone: channelTone(one.State), Safe: one.State == notice.Unsafe,
		}
		if r.Access.May(policy.SectionContact, policy.ActionEdit) {
			way.Mark = r.memberAddress(member.ID.String() + "/kanaler/" + string(one.Kind) + "/utrygg")
			if way.Safe {
				way.Mark = r.memberAddress(member.ID.String() + "/kanaler/" + string(one.Kind) + "/trygg")
			}
		}
		v.Ways = append(v.Ways, way)
	}
	page := r.memberPage(l.T("channel.member.title"))
	page.H1, page.Lead = l.T("channel.member.heading", "Name", member.FirstName()), l.T("channel.member.lead")
	return r.Show(view.MemberReachPage(page, v))
}

// channelSentence is the address and the hours of a way, where it is chosen.
func (r *Request) channelSentence(one notice.Channel) string {
	l := r.L()
	switch one.State {
	case notice.Off:
		return l.T("channel.member.off")
	case notice.Unsafe:
		return l.T("channel.member.unsafe")
	}
	if one.From == 0 && one.To == notice.WholeDay && one.Weekdays == notice.EveryDay {
		return l.T("channel.member.always", "Address", one.Address)
	}
	return l.T("channel.member.hours", "Address", one.Address, "Days", r.daysInWords(one),
		"From", clockTime(one.From), "To", clockTime(one.To))
}

// hoursInWords is when a way may be used.
func (r *Request) hoursInWords(one notice.Channel) string {
	if one.From == 0 && one.To == notice.WholeDay && one.Weekdays == notice.EveryDay {
		return r.L().T("channel.when.always")
	}
	return r.L().T("channel.when.hours", "Days", r.daysInWords(one), "From", clockTime(one.From), "To", clockTime(one.To))
}

func (r *Request) daysInWords(one notice.Channel) string {
	if one.Weekdays == notice.EveryDay {
		return r.L().T("channel.when.every_day")
	}
	var days []string
	for n, day := range weekdays() {
		if one.Weekdays&(1<<n) != 0 {
			days = append(days, lowered(weekdayWord(r.L(), day)))
		}
	}
	return r.L().List(days)
}

func (a *App) channelUnsafe(r *Request) error { return r.markChannel(false) }

func (a *App) channelSafe(r *Request) error { return r.markChannel(true) }

func (r *Request) markChannel(safe bool) error {
	member, err := r.member()
	if err != nil {
		return err
	}
	kind := notice.Kind(r.Param("kind"))
	if !slices.Contains(notice.Kinds(), kind) {
		return notFound(r)
	}
	if err := notice.Mark(r.Context(), r.Visit, r.Access.ID, member.ID, kind, safe); err != nil {
		return err
	}
	done := "done.channel_unsafe"
	if safe {
		done = "done.channel_safe"
	}
	return r.Done(r.memberAddress(member.ID.String()+"/kanaler"), done, "")
}

func channelWord(l *locale.Localizer, kind notice.Kind) string {
	if kind == notice.Text {
		return l.T("channel.sms")
	}
	return l.T("channel.mail")
}

func channelStateWord(l *locale.Localizer, state notice.State) string {
	switch state {
	case notice.Safe:
		return l.T("channel.state.safe")
	case notice.Unsafe:
		return l.T("channel.state.unsafe")
	}
	return l.T("channel.state.off")
}

// workStateWord is a choice of a colleague's: whether, not how safely.
func workStateWord(l *locale.Localizer, state notice.State) string {
	if state == notice.Safe {
		return l.T("channel.state.work.yes")
	}
	return l.T("channel.state.work.no")
}

func channelTone(state notice.State) view.Tone {
	switch state {
	case notice.Safe:
		return view.Good
	case notice.Unsafe:
		return view.Danger
	}
	return view.Neutral
}

func weekdayWord(l *locale.Localizer, day string) string {
	switch day {
	case "0":
		return l.T("channel.day.monday")
	case "1":
		return l.T("channel.day.tuesday")
	case "2":
		return l.T("channel.day.wednesday")
	case "3":
		return l.T("channel.day.thursday")
	case "4":
		return l.T("channel.day.friday")
	case "5":
		return l.T("channel.day.saturday")
	}
	return l.T("channel.day.sunday")
}
