package app

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// fillConsentForm fills in whom and what can be chosen.
func (r *Request) fillConsentForm(page *view.Page, v *view.ConsentFormView, renewed *consent.Consent) error {
	l := r.L()
	book, err := r.consentBook()
	if renewed != nil {
		book, err = r.consentBook(renewed.Unit)
	}
	if err != nil {
		return err
	}
	for _, one := range book.members {
		v.By = append(v.By, view.Option{Value: one.ID.String(), Label: one.FirstName()})
		if renewed == nil {
			v.Members = append(v.Members, view.Option{Value: one.ID.String(), Label: one.FirstName()})
		}
	}
	if renewed != nil {
		line := r.consentLine(book, *renewed)
		v.Renewal = []view.SummaryRow{
			{Key: l.T("consent.unit"), Value: line.Unit}, {Key: l.T("consent.purpose"), Value: line.Purpose},
			{Key: l.T("consent.members"), Value: line.People}, {Key: l.T("consent.what"), Value: line.What},
		}
		v.Sections = sectionOptions(l, withoutOverview(renewed.Asked))
		return nil
	}
	units, err := directory.Units(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	for _, unit := range units {
		v.Units = append(v.Units, view.Option{Value: unit.ID.String(), Label: unit.Name})
	}
	return nil
}

// fillWho says who answers for each child, by the municipality's rules, and
// which children may have to be heard.
func (r *Request) fillWho(v *view.ConsentFormView, rules consent.Rules, purposes []consent.Purpose, renewed *consent.Consent) {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return // the form is whole without the help
	}
	l, today := r.L(), r.Scope.Today()
	for _, one := range members {
		if one.Kind != casefile.Child || renewed != nil && !slices.Contains(renewed.Members, one.ID) {
			continue
		}
		heard := false
		for _, purpose := range purposes {
			who := rules.Who(purpose, one.Age(today))
			heard = heard || who == consent.WhoHeard
			v.Rules = append(v.Rules, view.ConsentRule{
				Who: one.FirstName(), Purpose: purposeWord(l, purpose), Answers: whoWord(l, who),
			})
		}
		if heard {
			v.Children = append(v.Children, view.Option{Value: one.ID.String(), Label: one.FirstName()})
		}
	}
}

func whoWord(l *locale.Localizer, who consent.Who) string {
	switch who {
	case consent.WhoSelf:
		return l.T("consent.who.self")
	case consent.WhoHeard:
		return l.T("consent.who.heard")
	}
	return l.T("consent.who.caregivers")
}
