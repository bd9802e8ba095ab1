package app

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// contactForm is the form of a contact, holding one.
func (r *Request) contactForm(c journal.Contact) *view.ContactForm {
	at := c.HappenedAt.In(clock.Oslo)
	return &view.ContactForm{
		Kinds: options(r.L(), journal.Kinds(), kindWord), Kind: string(c.Kind), Whom: c.WithWhom, Note: c.Note,
		On: r.L().DateTyped(clock.DateOf(c.HappenedAt)), At: typedTime(at), Minutes: minutesTyped(c.Minutes),
	}
}

func typedTime(at time.Time) string {
	at = at.In(clock.Oslo)
	return form.TimeOfDay{Hour: at.Hour(), Minute: at.Minute(), Given: true}.String()
}

func readContact(f *form.Form) journal.Contact {
	f.Require("kind", "journal.contact.kind.missing")
	c := journal.Contact{
		Kind:     journal.Kind(f.Choice("kind", texts(journal.Kinds())...)),
		WithWhom: f.Line("with_whom", journal.MaxWhom), Note: f.Prose("note", casefile.MaxText),
	}
	f.Require("happened_on", "journal.contact.happened_on.missing")
	on := f.DateUntil("happened_on")
	f.Require("happened_at", "journal.happened_at.missing")
	at := f.Time("happened_at")
	if !on.IsZero() && at.Given {
		c.HappenedAt = at.On(on)
	}
	c.Minutes, _ = f.Int("minutes", 0, journal.MaxMinutes)
	return c
}

// contactAdd writes a contact on the log.
func (a *App) contactAdd(r *Request) error {
	f := r.Form()
	contact := readContact(f)
	if f.OK() {
		_, err := journal.AddContact(r.Context(), r.Visit, r.Access.ID, contact)
		if err == nil {
			r.DropDraft(r.DraftKey("contact"))
			return r.Done(r.logAddress(""), "done.contact_added", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	shown, err := r.journal(f, "")
	if err != nil {
		return err
	}
	return r.ShowFaults(view.Journal(shown))
}

// contactShow shows a contact to correct.
func (a *App) contactShow(r *Request) error {
	if r.readOnly() {
		return r.SeeOther(r.logAddress(""))
	}
	contact, err := r.contact()
	if err != nil {
		return err
	}
	kept, when, err := r.Draft(r.DraftKey("contact", contact.ID.String()))
	if err != nil {
		return err
	}
	contact.Version = readVersion(kept, contact.Version)
	v, err := r.contactChangeView(contact, kept)
	if err != nil {
		return err
	}
	v.Kept = when
	return r.Show(view.ContactChange(v))
}

func (r *Request) contact() (journal.Logged, error) {
	id, err := r.ID("contact")
	if err != nil {
		return journal.Logged{}, err
	}
	return journal.ReadContact(r.Context(), r.Access, id)
}

func (r *Request) contactChangeView(contact journal.Logged, f *form.Form) (view.ContactChangeView, error) {
	page := r.FamilyPage(r.L().T("journal.change.title"), "/logg")
	page.Form, page.Width = f, view.WidthNarrow
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("journal.title"), Href: r.logAddress("")})
	fields := r.contactForm(contact.Contact)
	fields.Post, fields.Back = r.logAddress("/"+contact.ID.String()), r.logAddress("")
	fields.Draft, fields.Hidden = r.DraftKey("contact", contact.ID.String()), versionField(contact.Version)
	fields.Submit = r.L().T("journal.change.save")
	return view.ContactChangeView{Page: page, ContactForm: *fields}, r.eyebrow(page)
}

// contactChange corrects a contact. When somebody else saved first, both
// texts are shown and nothing is lost.
func (a *App) contactChange(r *Request) error {
	before, err := r.contact()
	if err != nil {
		return err
	}
	f := r.Form()
	mine, version := readContact(f), versionOf(f)
	if f.OK() {
		err := journal.ChangeContact(r.Context(), r.Visit, r.Access.ID, before.ID, version, mine)
		if err == nil {
			r.DropDraft(r.DraftKey("contact", before.ID.String()))
			return r.Done(r.logAddress(""), "done.contact_changed", "")
		}
		if errors.Is(err, tenants.ErrConflict) && r.Access.State == casefile.StateActive {
			return r.contactConflict(f, before.ID, mine)
		}
		if !Faults(f, err) {
			return err
		}
	}
	before.Version = version // so that a later save still notices what others saved
	v, err := r.contactChangeView(before, f)
	if err != nil {
		return err
	}
	return r.ShowFaults(view.ContactChange(v))
}

func (r *Request) contactConflict(f *form.Form, id uuid.UUID, mine journal.Contact) error {
	now, err := journal.ReadContact(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	v, err := r.contactChangeView(now, f)
	if err != nil {
		return err
	}
	l, today := r.L(), r.Scope.Today()
	both := bothVersions(v.Post, []view.Difference{
		{Label: l.T("journal.kind"), Yours: kindWord(l, mine.Kind), Now: kindWord(l, now.Kind)},
		{Label: l.T("journal.with_whom"), Yours: mine.WithWhom, Now: now.WithWhom},
		{Label: l.T("journal.note"), Yours: mine.Note, Now: now.Note},
		{Label: l.T("journal.happened_on"), Yours: l.DateTime(mine.HappenedAt, today), Now: l.DateTime(now.HappenedAt, today)},
		{Label: l.T("journal.minutes"), Yours: minutesTyped(mine.Minutes), Now: minutesTyped(now.Minutes)},
	})
	v.Beside = &both
	return r.render(http.StatusConflict, view.ContactChange(v))
}

// contactRemove takes a contact off the log; it can be undone at once.
func (a *App) contactRemove(r *Request) error {
	id, err := r.ID("contact")
	if err != nil {
		return err
	}
	if err := journal.RemoveContact(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.logAddress(""), "done.contact_removed", r.logAddress("/"+id.String()+"/tilbake"))
}

// contactRestore puts it back.
func (a *App) contactRestore(r *Request) error {
	id, err := r.ID("contact")
	if err != nil {
		return err
	}
	if err := journal.RestoreContact(r.Context(), r.Visit, r.Access.ID, id); err != nil {
		return err
	}
	return r.Done(r.logAddress(""), "done.contact_restored", "")
}
