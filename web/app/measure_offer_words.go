package app

import (
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// offerInWords says in the family's plan which offer a measure is about and how
// to get in touch, so that it can be read when the offer is gone. Of a family
// that nobody must find, it says only the name: telephone, address and unit
// would tell where they are.
func (r *Request) offerInWords(s services.Service) (string, error) {
	if r.Access.Facts.Strict {
		return r.L().T("measure.offer.strict", "Title", s.Title), nil
	}
	units, err := directory.UnitsByID(r.Context(), r.Scope, unitsOf(s))
	if err != nil {
		return "", err
	}
	unit := units[s.UnitID]
	line := r.L().T("measure.offer.line", "Title", s.Title)
	if unit.Name != "" {
		line = r.L().T("measure.offer.line.unit", "Title", s.Title, "Unit", unit.Name)
	}
	if phone := orElse(s.Phone, unit.Phone); s.How != "" || phone != "" || s.Email != "" || s.Website != "" {
		line += "\n" + r.contactInWords(s, phone)
	}
	if s.Referral {
		line += "\n" + r.L().T("measure.offer.referral")
	}
	return line, nil
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// contactInWords is how to get in touch, on one line.
func (r *Request) contactInWords(s services.Service, phone string) string {
	var said []string
	if how := strings.Join(linesOf(s.How), " "); how != "" {
		said = append(said, strings.TrimRight(how, ". ")+".")
	}
	grouped := view.PhoneInGroups(phone)
	if phone != "" && !strings.Contains(s.How, phone) && !strings.Contains(s.How, grouped) {
		said = append(said, r.L().T("measure.offer.phone", "Number", grouped))
	}
	if s.Email != "" {
		said = append(said, r.L().T("measure.offer.email", "Address", s.Email))
	}
	if s.Website != "" {
		said = append(said, r.L().T("measure.offer.website", "Address", s.Website))
	}
	return r.L().T("measure.offer.contact", "How", strings.Join(said, " "))
}

// offersNow is how the offers that measures are about stand now, in the order
// of the measures.
func (r *Request) offersNow(texts []services.Mention) ([]view.OfferNow, error) {
	standings, offers, err := services.Stand(r.Context(), r.Visit, texts)
	if err != nil {
		return nil, err
	}
	now := make([]view.OfferNow, len(texts))
	for i, standing := range standings {
		switch standing {
		case services.Offered:
			now[i] = view.OfferNow{Title: offers[i].Title, Href: "/tilbud/" + offers[i].ID.String()}
		case services.OutOfRegister:
			now[i] = view.OfferNow{
				Title: offers[i].Title, Href: "/tilbud/" + offers[i].ID.String(), Gone: r.L().T("measure.offer.out", "Title", offers[i].Title),
			}
		case services.Ended:
			now[i] = view.OfferNow{Title: offers[i].Title, Gone: r.L().T("measure.offer.ended", "Title", offers[i].Title)}
		}
	}
	return now, nil
}

// offerTyped is how the offer stands that a measure's form is about: as it is
// typed, else as it stands in the plan.
func (r *Request) offerTyped(f *form.Form, one *plan.Measure) (view.OfferNow, error) {
	var mention services.Mention
	if one != nil {
		mention = mentionOf(*one)
	}
	if why, typed := f.Typed("why"); typed {
		unit, _ := f.Typed("unit")
		mention.Text, mention.Unit = why, uuid.Nil
		if id, err := uuid.Parse(unit); err == nil {
			mention.Unit = id
		}
	}
	now, err := r.offersNow([]services.Mention{mention})
	if err != nil {
		return view.OfferNow{}, err
	}
	return now[0], nil
}

func mentionOf(one plan.Measure) services.Mention {
	mention := services.Mention{Text: one.Why}
	if one.Unit != nil {
		mention.Unit = *one.Unit
	}
	return mention
}
