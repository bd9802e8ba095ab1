package app

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// consentRoutes are what a family says yes and no to: the coordinator's pages,
// the family's own, what units confirm after a withdrawal, and the
// municipality's rules for who answers.
func (a *App) consentRoutes() []Route {
	see, edit, withdraw, agree := policy.ActionSee, policy.ActionEdit, policy.ActionWithdraw, policy.ActionAgree
	yes, law := policy.SectionConsents, policy.SectionDisclosures
	return []Route{
		family(http.MethodGet, "/samtykker", yes, see, a.consentsShow),
		family(http.MethodGet, "/samtykker/nytt", yes, edit, a.consentNew),
		family(http.MethodPost, "/samtykker/nytt", yes, edit, a.consentGive),
		family(http.MethodGet, "/samtykker/lov", law, see, a.disclosuresShow),
		family(http.MethodPost, "/samtykker/lov", law, edit, a.disclosureAdd),
		family(http.MethodGet, "/samtykker/stopp-alt", yes, withdraw, a.stopAllForm),
		family(http.MethodPost, "/samtykker/stopp-alt", yes, withdraw, a.stopAll),
		family(http.MethodGet, "/samtykker/stopp-enhet/:unit", yes, withdraw, a.stopUnitForm),
		family(http.MethodPost, "/samtykker/stopp-enhet/:unit", yes, withdraw, a.stopUnit),
		family(http.MethodGet, "/samtykker/kvittering/:receipt", yes, edit, a.receiptToldForm),
		family(http.MethodPost, "/samtykker/kvittering/:receipt", yes, edit, a.receiptTold),
		family(http.MethodGet, "/samtykker/:consent/forny", yes, edit, a.consentRenewForm),
		family(http.MethodPost, "/samtykker/:consent/forny", yes, edit, a.consentRenew),
		family(http.MethodGet, "/samtykker/:consent/stopp", yes, withdraw, a.stopOneForm),
		family(http.MethodPost, "/samtykker/:consent/stopp", yes, withdraw, a.stopOne),
		own(http.MethodGet, "/deling/samtykke", yes, see, a.consentsOwn),
		own(http.MethodGet, "/deling/samtykke/:consent", yes, agree, a.consentAnswerForm),
		own(http.MethodPost, "/deling/samtykke/:consent", yes, agree, a.consentAnswer),
		own(http.MethodGet, "/deling/forny/:consent", yes, agree, a.consentGoOnForm),
		own(http.MethodPost, "/deling/forny/:consent", yes, agree, a.consentGoOn),
		own(http.MethodPost, "/deling/la-slutte/:consent", yes, agree, a.consentLetEnd),
		own(http.MethodGet, "/deling/stopp/:consent", yes, withdraw, a.stopOneForm),
		own(http.MethodPost, "/deling/stopp/:consent", yes, withdraw, a.stopOne),
		own(http.MethodGet, "/deling/stopp-enhet/:unit", yes, withdraw, a.stopUnitForm),
		own(http.MethodPost, "/deling/stopp-enhet/:unit", yes, withdraw, a.stopUnit),
		own(http.MethodGet, "/deling/stopp-alt", yes, withdraw, a.stopAllForm),
		own(http.MethodPost, "/deling/stopp-alt", yes, withdraw, a.stopAll),
		own(http.MethodGet, "/deling/stoppet", yes, withdraw, a.stoppedShow),
		room(http.MethodGet, "/enhet/kvitteringer", policy.SectionInvitations, edit, a.receiptsOwed),
		room(http.MethodGet, "/enhet/kvitteringer/:receipt", policy.SectionInvitations, edit, a.receiptForm),
		room(http.MethodPost, "/enhet/kvitteringer/:receipt", policy.SectionInvitations, edit, a.receiptConfirm),
		room(http.MethodGet, unledPath, policy.SectionUnits, edit, a.receiptsUnled),
		room(http.MethodGet, "/admin/samtykke", policy.SectionConsentRules, see, a.consentRulesShow),
		room(http.MethodPost, "/admin/samtykke", policy.SectionConsentRules, edit, a.consentRulesChange),
	}
}

// consentAddress is where the coordinator sees the family's consents, or a part
// of it.
func (r *Request) consentAddress(part string) string {
	return familyAddress(r.Access.ID, "/samtykker"+part)
}

// isOwn reports whether somebody of the family is at their own page.
func (r *Request) isOwn() bool { return len(r.OwnFamilies) > 0 }

// stopAddress is where one consent, a unit or all of it is stopped: by the
// family on its own pages, by the coordinator on the family's word.
func (r *Request) stopAddress(kind string, id uuid.UUID) string {
	switch {
	case r.isOwn() && id == uuid.Nil:
		return r.ownAddress("/deling/stopp-alt")
	case r.isOwn():
		return r.ownAddress("/deling/" + kind + "/" + id.String())
	case id == uuid.Nil:
		return r.consentAddress("/stopp-alt")
	case kind == stopUnitKind:
		return r.consentAddress("/" + kind + "/" + id.String())
	}
	return r.consentAddress("/" + id.String() + "/stopp")
}

const (
	stopOneKind  = "stopp"
	stopUnitKind = "stopp-enhet"
	stopAllKind  = "stopp-alt"
)
