package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// consentBook is what it takes to say consents in words: the family's members
// and the units by name.
type consentBook struct {
	members []casefile.Member
	units   map[uuid.UUID]string
	own     uuid.UUID // the member who reads; Nil for the coordinator
}

func (r *Request) consentBook(units ...uuid.UUID) (consentBook, error) {
	var book consentBook
	var err error
	if book.members, err = casefile.Members(r.Context(), r.Access); err != nil {
		return book, err
	}
	for _, one := range book.members {
		if one.UserID != nil && *one.UserID == r.Visit.Viewer.ID {
			book.own = one.ID
		}
	}
	book.units, err = directory.UnitNames(r.Context(), r.Scope, units)
	return book, err
}

func unitsOfConsents(list []consent.Consent) []uuid.UUID {
	var units []uuid.UUID
	for _, one := range list {
		if one.Unit != uuid.Nil && !slices.Contains(units, one.Unit) {
			units = append(units, one.Unit)
		}
	}
	return units
}

// people are members as one speaks of them.
func (r *Request) consentPeople(book consentBook, ids []uuid.UUID) string {
	return r.consentNames(book, ids, r.L().T("consent.you"))
}

// consentAbout are members as one speaks about them.
func (r *Request) consentAbout(book consentBook, ids []uuid.UUID) string {
	return r.consentNames(book, ids, r.L().T("consent.about_you"))
}

func (r *Request) consentNames(book consentBook, ids []uuid.UUID, you string) string {
	var names []string
	for _, one := range book.members {
		switch {
		case !slices.Contains(ids, one.ID):
		case one.ID == book.own:
			names = append(names, you)
		default:
			names = append(names, one.FirstName())
		}
	}
	return r.L().List(names)
}

func (r *Request) consentPerson(book consentBook, id uuid.UUID) string {
	if id == book.own {
		return r.L().T("consent.you")
	}
	for _, one := range book.members {
		if one.ID == id {
			return one.FirstName()
		}
	}
	return r.L().T("consent.somebody")
}

// unitName is a unit's name; evaluation goes to none. Where the family is
// hidden the name is kept from those who may not see what locates anybody.
func (r *Request) unitName(book consentBook, unit uuid.UUID) string {
	if unit != uuid.Nil && r.Access.Facts.Strict && !r.Access.May(policy.SectionLocation, policy.ActionSee) {
		return r.placeUnit("")
	}
	if name, known := book.units[unit]; known {
		return name
	}
	return r.L().T("consent.programme")
}

// line is a consent in words.
func (r *Request) consentLine(book consentBook, c consent.Consent) view.ConsentLine {
	l, today := r.L(), r.Scope.Today()
	line := view.ConsentLine{
		ID: c.ID.String(), Unit: r.unitName(book, c.Unit), Purpose: purposeWord(l, c.Purpose),
		People: capital(r.consentPeople(book, c.Members)), What: capital(partsInWords(l, c.Sections)), State: r.stateWord(c), Tone: stateTone(c, today),
	}
	switch c.State(today) {
	case consent.StateAsked, consent.StateRefused:
		line.What = capital(partsInWords(l, c.Asked))
	}
	if !c.Purpose.Opens() {
		line.What = l.T("consent.opens_nothing")
	}
	if !c.Until.IsZero() {
		line.Until = l.T("consent.until.on", "When", l.Date(c.Until, today))
		line.LastDay = capital(l.Date(c.Until, today))
	}
	line.Given = r.givenInWords(book, c)
	return line
}

// givenInWords says who answered, how and when.
func (r *Request) givenInWords(book consentBook, c consent.Consent) string {
	l := r.L()
	who, when := capital(r.consentPerson(book, c.GivenBy)), l.DateTime(c.RecordedAt, r.Scope.Today())
	switch {
	case c.Answer == consent.Unanswered:
		return l.T("consent.given.asked", "Who", who, "When", when)
	case c.How == casefile.HowSelf:
		return l.T("consent.given.self", "Who", who, "When", when)
	case c.How == casefile.HowWritten:
		return l.T("consent.given.written", "Who", who, "When", when)
	}
	return l.T("consent.given.oral", "Who", who, "When", when, "Where", c.Told)
}

func (r *Request) stateWord(c consent.Consent) string {
	l, today := r.L(), r.Scope.Today()
	switch c.State(today) {
	case consent.StateAsked:
		return l.T("consent.state.asked")
	case consent.StateComing:
		return l.T("consent.state.coming", "When", l.Date(c.From, today))
	case consent.StateRefused:
		return l.T("consent.state.refused")
	case consent.StateRunOut:
		return l.T("consent.state.run_out")
	case consent.StateWithdrawn:
		return l.T("consent.state.withdrawn")
	case consent.StateClosed:
		return l.T("consent.state.closed")
	case consent.StateReplaced:
		return l.T("consent.state.replaced")
	}
	if ending(c, r) {
		return l.T("consent.state.ends", "When", l.Duration(c.Until, today))
	}
	if c.Answer == consent.Partial {
		return l.T("consent.state.partial")
	}
	return l.T("consent.state.yes")
}

// letEndWord says when a yes ends whose giver has said that it is not to go on.
func (r *Request) letEndWord(c consent.Consent) string {
	return r.L().T("consent.state.let_end", "When", r.L().Duration(c.Until, r.Scope.Today()))
}

func ending(c consent.Consent, r *Request) bool {
	today := r.Scope.Today()
	return c.State(today) == consent.StateActive && today.DaysUntil(c.Until) <= consent.EndingDays
}

func stateTone(c consent.Consent, today clock.Date) view.Tone {
	switch c.State(today) {
	case consent.StateAsked, consent.StateComing:
		return view.Info
	case consent.StateActive:
		if today.DaysUntil(c.Until) <= consent.EndingDays {
			return view.Attention
		}
		return view.Good
	}
	return view.Neutral
}

// partsInWords lists sections as one speaks of them; the overview goes with
// every yes and is said when it is all there is.
func partsInWords(l *locale.Localizer, sections policy.SectionSet) string {
	var words []string
	for _, section := range sections.List() {
		if word := partWord(l, section); section != policy.SectionOverview && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return l.T("section.overview")
	}
	return l.List(words)
}

// partWord is what a part of a family is called where it is shared.
func partWord(l *locale.Localizer, section policy.Section) string {
	switch section {
	case policy.SectionDocuments:
		return l.T("consent.section.documents")
	case policy.SectionMessages:
		return l.T("consent.section.messages")
	}
	return sectionWord(l, section)
}

// sectionOptions are the parts that can be asked for.
func sectionOptions(l *locale.Localizer, sections []policy.Section) []view.Option {
	list := make([]view.Option, 0, len(sections))
	for _, section := range sections {
		list = append(list, view.Option{Value: section.String(), Label: capital(partWord(l, section))})
	}
	return list
}

func purposeWord(l *locale.Localizer, purpose consent.Purpose) string {
	switch purpose {
	case consent.Cooperation:
		return l.T("consent.purpose.cooperation")
	case consent.Assessment:
		return l.T("consent.purpose.assessment")
	case consent.FollowUp:
		return l.T("consent.purpose.follow_up")
	case consent.Transition:
		return l.T("consent.purpose.transition")
	case consent.Evaluation:
		return l.T("consent.purpose.evaluation")
	}
	return ""
}

func receiptLine(r *Request, book consentBook, one consent.Receipt) view.ReceiptLine {
	l, today := r.L(), r.Scope.Today()
	line := view.ReceiptLine{
		Unit: r.unitName(book, one.Unit), Note: one.Note, Tone: view.Attention, State: l.T("consent.receipt.waiting"),
		Text: l.T("consent.receipt.asked", "When", l.DateTime(one.AskedAt, today)),
	}
	if one.State == consent.ReceiptAsked {
		if one.Unled && r.Access.May(policy.SectionConsents, policy.ActionEdit) {
			line.How, line.Record = l.T("consent.receipt.unled"), r.consentAddress("/kvittering/"+one.ID.String())
		}
		return line
	}
	line.How = receiptHow(l, one.State)
	line.Tone, line.State = view.Good, l.T("consent.receipt.confirmed")
	line.Text = didWord(l, one.Did)
	return line
}
