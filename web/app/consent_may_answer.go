package app

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// mayAnswer says in the step where it is chosen that somebody else must answer:
// in the first for one who is too young to, in the second for those whom the one
// who answers cannot answer for.
func (r *Request) mayAnswer(f *form.Form, step int, book consentBook) error {
	if !f.OK() || step > consentWhat {
		return nil
	}
	given := consent.Given{
		Purpose: consent.Purpose(f.Choice("purpose", texts(consent.Purposes())...)), By: f.UUID("given_by"),
	}
	given.Members = []uuid.UUID{given.By} // who may not answer for themself answers for nobody
	if step == consentWhat {
		given.Members = readMembers(f, "members", book)
	}
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	err = consent.MayAnswer(r.Context(), r.Access, given)
	r.ofAge(f, given, rules, book)
	if Faults(f, err) {
		return nil
	}
	return err
}

// ofAge names the young who answer for themselves, and says what to do instead.
func (r *Request) ofAge(f *form.Form, given consent.Given, rules consent.Rules, book consentBook) {
	var names []string
	for _, one := range book.members {
		if one.ID != given.By && slices.Contains(given.Members, one.ID) && answersThemself(rules, given.Purpose, one, r.Scope.Today()) {
			names = append(names, one.FirstName())
		}
	}
	switch {
	case book.isChild(given.By): // who answers for a brother or sister is told that
	case len(names) == 1:
		f.Wrong("members", "consent.members.of_age", "Who", names[0])
	case len(names) > 1:
		f.Wrong("members", "consent.members.of_age_all", "Who", r.L().List(names))
	}
}

// answersThemself reports whether a child of the family is old enough to.
func answersThemself(rules consent.Rules, purpose consent.Purpose, one casefile.Member, today clock.Date) bool {
	return one.Kind == casefile.Child && rules.Who(purpose, one.Age(today)) == consent.WhoSelf
}

func (b consentBook) isChild(id uuid.UUID) bool {
	return slices.ContainsFunc(b.members, func(one casefile.Member) bool { return one.ID == id && one.Kind == casefile.Child })
}

// hintOfAge says beside each of the young who answer for themselves that they
// do, before somebody else is let answer for them.
func (r *Request) hintOfAge(v *view.ConsentFormView, f *form.Form) error {
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	book, err := r.consentBook()
	if err != nil {
		return err
	}
	purpose, by := consent.Purpose(f.Line("purpose", casefile.MaxLine)), f.UUID("given_by")
	for i, option := range v.Members {
		for _, one := range book.members {
			if one.ID.String() == option.Value && one.ID != by && answersThemself(rules, purpose, one, r.Scope.Today()) {
				v.Members[i].Hint = r.L().T("consent.members.of_age.hint", "Who", one.FirstName())
			}
		}
	}
	return nil
}
