package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// familyBackground shows how the family came here.
func (a *App) familyBackground(r *Request) error {
	background, err := casefile.ReadBackground(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.familyFormPage(r.L().T("background.title"))
	page.Lead = r.L().T("background.lead")
	change := ""
	if r.mayWrite(policy.SectionGrounds) {
		change = familyAddress(r.Access.ID, "/bakgrunn/endre")
		page.Actions = view.LinkButton(view.Button{
			Label: r.L().T("background.change"), Href: change, Variant: view.Secondary, Icon: view.IconPen,
		})
	}
	return r.Show(view.BackgroundPage(page, backgroundRows(r.L(), background)))
}

// backgroundRows is a background in words, in the order it is asked.
func backgroundRows(l *locale.Localizer, b casefile.Background) []view.SummaryRow {
	rows := []view.SummaryRow{
		{Key: l.T("background.referrer"), Lines: present(senderWord(l, b.Referrer), b.ReferrerNote)},
		{Key: l.T("background.referred_on"), Value: l.DateFull(b.ReferredOn)},
		{Key: l.T("background.crisis_on"), Value: dateOr(l, b.CrisisOn, l.T("background.unknown"))},
	}
	var grounds []string
	for _, ground := range b.Grounds {
		grounds = append(grounds, groundWord(l, ground))
	}
	rows = append(rows, view.SummaryRow{Key: l.T("background.grounds"), Lines: grounds})
	letter := present(l.T("background.letter.none"))
	if b.LetterSender != "" {
		letter = present(senderWord(l, b.LetterSender), l.DateFull(b.LetterOn))
	}
	rows = append(rows, view.SummaryRow{Key: l.T("background.letter"), Lines: letter})
	stay := l.T("background.centre.none")
	switch {
	case !b.CentreFrom.IsZero() && !b.CentreTo.IsZero():
		stay = l.T("background.centre.between", "From", l.DateFull(b.CentreFrom), "To", l.DateFull(b.CentreTo))
	case !b.CentreFrom.IsZero():
		stay = l.T("background.centre.since", "From", l.DateFull(b.CentreFrom))
	}
	return append(rows, view.SummaryRow{Key: l.T("background.centre"), Value: stay})
}

func present(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

func dateOr(l *locale.Localizer, d clock.Date, otherwise string) string {
	if d.IsZero() {
		return otherwise
	}
	return l.DateFull(d)
}

// familyBackgroundForm shows the same to be corrected.
func (a *App) familyBackgroundForm(r *Request) error {
	background, err := casefile.ReadBackground(r.Context(), r.Access)
	if err != nil {
		return err
	}
	return r.showBackgroundForm(background, nil)
}

// familyBackgroundSave keeps the correction.
func (a *App) familyBackgroundSave(r *Request) error {
	f := r.Form()
	var b casefile.Background
	readReferral(f, &b)
	readGrounds(f, &b)
	readStay(f, &b)
	Faults(f, b.Validate(r.Scope.Today()))
	if !f.OK() {
		return r.showBackgroundForm(b, f)
	}
	err := casefile.ChangeBackground(r.Context(), r.Visit, r.Access.ID, b)
	if Faults(f, err) {
		return r.showBackgroundForm(b, f)
	}
	if err != nil {
		return err
	}
	r.DropDraft(r.DraftKey("background"))
	return r.Done(familyAddress(r.Access.ID, "/bakgrunn"), "done.background_changed", "")
}

func (r *Request) showBackgroundForm(b casefile.Background, f *form.Form) error {
	kept := ""
	if f == nil {
		var err error
		if f, kept, err = r.Draft(r.DraftKey("background")); err != nil {
			return err
		}
	}
	page := r.familyFormPage(r.L().T("background.change"))
	page.Form = f
	shown := view.BackgroundFormPage(page, view.BackgroundFormView{
		Action: familyAddress(r.Access.ID, "/bakgrunn"), Back: familyAddress(r.Access.ID, "/bakgrunn"),
		Background: backgroundFields(page, b), Draft: r.DraftKey("background"), Kept: kept,
	})
	if f == nil || f.OK() {
		return r.Show(shown)
	}
	return r.ShowFaults(shown)
}

// backgroundFields is a background as the fields of a form.
func backgroundFields(page *view.Page, b casefile.Background) view.BackgroundFields {
	return view.BackgroundFields{
		Referrer: string(b.Referrer), ReferrerNote: b.ReferrerNote,
		ReferredOn: page.DateValue(b.ReferredOn), CrisisOn: page.DateValue(b.CrisisOn),
		Grounds: texts(b.Grounds), LetterSender: string(b.LetterSender), LetterOn: page.DateValue(b.LetterOn),
		CentreFrom: page.DateValue(b.CentreFrom), CentreTo: page.DateValue(b.CentreTo),
		Senders: options(page.L, casefile.Senders(), senderWord), AllGrounds: options(page.L, casefile.Grounds(), groundWord),
	}
}

func readReferral(f *form.Form, b *casefile.Background) {
	b.Referrer = casefile.Sender(f.Choice("referrer", texts(casefile.Senders())...))
	b.ReferrerNote = f.Line("referrer_note", casefile.MaxLine)
	b.ReferredOn, b.CrisisOn = f.DateUntil("referred_on"), f.DateUntil("crisis_on")
}

func readGrounds(f *form.Form, b *casefile.Background) {
	b.Grounds = nil
	for _, word := range f.Many("grounds", texts(casefile.Grounds())...) {
		b.Grounds = append(b.Grounds, casefile.Ground(word))
	}
	b.LetterSender = casefile.Sender(f.Choice("letter_sender", texts(casefile.Senders())...))
	b.LetterOn = f.DateUntil("letter_on")
}

func readStay(f *form.Form, b *casefile.Background) {
	b.CentreFrom, b.CentreTo = f.Date("centre_from"), f.Date("centre_to")
	if b.CentreFrom.IsZero() && !b.CentreTo.IsZero() {
		f.Wrong("centre_from", "background.centre_from.missing")
	}
}
