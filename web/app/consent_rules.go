package app

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

const rulesPath = "/admin/samtykke"

// consentRulesShow shows who answers at which age, for each purpose.
func (a *App) consentRulesShow(r *Request) error { return r.showConsentRules(nil) }

// consentRulesChange keeps the municipality's own rules.
func (a *App) consentRulesChange(r *Request) error {
	f := r.Form()
	rules := consent.Rules{Ages: map[consent.Purpose]consent.Ages{}}
	for _, purpose := range consent.Purposes() {
		heard, _ := f.Int("heard_"+string(purpose), 0, consent.Majority)
		self, _ := f.Int("self_"+string(purpose), 1, consent.Majority)
		f.Require("heard_"+string(purpose), "consent.rules.missing")
		f.Require("self_"+string(purpose), "consent.rules.missing")
		rules.Ages[purpose] = consent.Ages{Heard: heard, Self: self}
	}
	f.Require("longest", "consent.rules.missing")
	rules.Longest, _ = f.Int("longest", 1, consent.MaxLongest)
	if f.OK() {
		err := consent.SetRules(r.Context(), r.Visit, rules)
		if err == nil {
			return r.Done(rulesPath, "done.consent_rules", "")
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showConsentRules(f)
}

func (r *Request) showConsentRules(f *form.Form) error {
	rules, err := consent.ReadRules(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("consent.rules.title"))
	page.Lead, page.Form = r.L().T("consent.rules.lead"), f
	v := view.ConsentRulesView{Longest: strconv.Itoa(rules.Longest)}
	if r.Visit.Decide(policy.Facts{}, policy.SectionConsentRules, policy.ActionEdit).Allow {
		v.Action = rulesPath
	}
	for _, purpose := range consent.Purposes() {
		v.Rules = append(v.Rules, view.ConsentAges{
			Purpose: string(purpose), Title: purposeWord(r.L(), purpose),
			Heard: strconv.Itoa(rules.Ages[purpose].Heard), Self: strconv.Itoa(rules.Ages[purpose].Self),
		})
	}
	if f != nil {
		return r.ShowFaults(view.ConsentRulesPage(page, v))
	}
	return r.Show(view.ConsentRulesPage(page, v))
}
