package app

import (
	"errors"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// shareHours are the lengths that can be chosen.
var shareHours = []int{8, share.UsualHours, 48, share.LongestHours}

// sharingForm asks whom the family shows something to for a day.
func (a *App) sharingForm(r *Request) error { return r.showSharingForm(nil, tenants.NewID()) }

// sharingMake shares it, and shows the link once.
func (a *App) sharingMake(r *Request) error {
	f := r.Form()
	order := r.readShare(f)
	f.Require("channel", "sharing.channel.missing") // the rest is asked for when it is known
	if !f.OK() {
		return r.showSharingForm(f, order.ID)
	}
	made, err := share.Make(r.Context(), r.Visit, r.Access.ID, order)
	if errors.Is(err, tenants.ErrConflict) && order.ID != uuid.Nil {
		return r.SeeOther(familyAddress(r.Access.ID, "/lag/dag/"+order.ID.String()))
	}
	if sharingFaults(f, err, order) {
		return r.showSharingForm(f, order.ID)
	}
	if err != nil {
		return err
	}
	one, err := share.Get(r.Context(), r.Access, made.ID)
	if err != nil {
		return err
	}
	page, v, err := r.sharePage(one)
	if err != nil {
		return err
	}
	v.Link, v.Sent = a.origin(middleware.HostOf(r.Ctx))+"/d/"+made.Token, made.Sent
	return r.Show(view.SharePage(page, v))
}

// origin is the address of the house as browsers write it.
func (a *App) origin(host string) string {
	if a.Origin != nil {
		return a.Origin(host)
	}
	return "https://" + host
}

// sharingFaults is Faults at the fields of the way that was chosen: a barred
// person at the one that names them, an address at the one it was typed in.
func sharingFaults(f *form.Form, err error, order share.Order) bool {
	faults, ok := invalid(err)
	if !ok {
		return false
	}
	for _, fault := range faults.Fields {
		if fault.Field == "person" {
			fault.Field = "name"
			if order.Channel == share.BySignIn {
				fault.Field = "user"
			}
		}
		if fault.Field == "address" {
			fault.Field = addressField(order.Channel)
		}
		f.Wrong(fault.Field, fault.Code)
	}
	return true
}

// addressField is the field an address is typed in.
func addressField(channel share.Channel) string {
	if channel == share.ByMail {
		return "mail"
	}
	return "phone"
}

func (r *Request) readShare(f *form.Form) share.Order {
	order := share.Order{
		ID: f.UUID("id"), Channel: share.Channel(f.Choice("channel", texts(share.Channels())...)),
		Name: f.Line("name", casefile.MaxName), User: f.UUID("user"),
		Purpose: f.Line("purpose", share.MaxPurpose), YesBy: f.UUID("yes_by"),
		YesHow: casefile.How(f.Choice("yes_how", string(casefile.HowOral), string(casefile.HowWritten))),
	}
	phone, mail := f.Line("phone", casefile.MaxLine), f.Line("mail", casefile.MaxLine)
	switch order.Channel {
	case share.BySMS:
		order.Address, order.User = phone, uuid.Nil
	case share.ByMail:
		order.Address, order.User = mail, uuid.Nil
	case share.BySignIn:
		order.Name = ""
	}
	var words []string
	for _, section := range share.Sections() {
		words = append(words, section.String())
	}
	for _, word := range f.Many("sections", words...) {
		if section, err := policy.ParseSection(word); err == nil {
			order.Sections = append(order.Sections, section)
		}
	}
	for _, word := range r.FormAll("members") {
		if id, err := uuid.Parse(word); err == nil && !slices.Contains(order.Members, id) {
			order.Members = append(order.Members, id)
		}
	}
	f.Many("members", r.FormAll("members")...)
	order.Hours, _ = f.Int("hours", 1, share.LongestHours)
	return order
}

func (r *Request) showSharingForm(f *form.Form, id uuid.UUID) error {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	colleagues, err := directory.Colleagues(r.Context(), r.Scope, policy.RoleProfessional)
	if err != nil {
		return err
	}
	l := r.L()
	v := view.ShareFormView{
		Action: familyAddress(r.Access.ID, "/lag/dag"), Back: familyAddress(r.Access.ID, "/lag/dag"), ID: id.String(),
		Channels: options(l, share.Channels(), shareChannelWord),
		YesHow:   options(l, []casefile.How{casefile.HowOral, casefile.HowWritten}, howWord),
	}
	for _, section := range share.Sections() {
		v.Sections = append(v.Sections, view.Option{Value: section.String(), Label: sentence(shareSectionWord(l, section))})
	}
	for _, hours := range shareHours {
		v.Hours = append(v.Hours, view.Option{Value: strconv.Itoa(hours), Label: l.N("sharing.hours.n", hours)})
	}
	for _, member := range members {
		option := view.Option{Value: member.ID.String(), Label: member.Name}
		v.Members = append(v.Members, option)
		if share.MayGiveYes(member, r.Scope) {
			v.YesBy = append(v.YesBy, option)
		}
	}
	for _, one := range colleagues {
		label := one.Name
		if one.Title != "" {
			label += ", " + one.Title
		}
		v.People = append(v.People, view.Option{Value: one.ID.String(), Label: label})
	}
	page := r.sharingPage(l.T("sharing.new.title"))
	page.Lead, page.Form = l.T("sharing.new.lead"), f
	if f == nil {
		return r.Show(view.ShareFormPage(page, v))
	}
	return r.ShowFaults(view.ShareFormPage(page, v))
}

func (r *Request) sharingPage(title string) *view.Page {
	page := r.familyFormPage(title)
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{
		Label: r.L().T("sharing.title"), Href: familyAddress(r.Access.ID, "/lag/dag"),
	})
	return page
}

func shareChannelWord(l *locale.Localizer, channel share.Channel) string {
	switch channel {
	case share.BySMS:
		return l.T("sharing.channel.sms")
	case share.ByMail:
		return l.T("sharing.channel.mail")
	case share.BySignIn:
		return l.T("sharing.channel.sign_in")
	}
	return ""
}

// shareSectionWord is a part that can be shown, as one speaks of it.
func shareSectionWord(l *locale.Localizer, section policy.Section) string {
	if section == policy.SectionDocuments {
		return l.T("sharing.documents")
	}
	return sectionWord(l, section)
}
