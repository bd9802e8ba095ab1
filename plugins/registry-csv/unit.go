package main

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/kind"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

// unit makes a unit of a row. When the row gives a service too, telephone,
// e-mail, web address and text are that one's.
func (l *listing) unit(r row, served bool) (unit registry.Unit, named bool) {
	unit.Name = clean.Cut(clean.Name(l.value(r, "name")), 200)
	if unit.Name == "" {
		return unit, false
	}
	unit.OrgNumber = understood(l, r, "org_number", orgnumber.Clean)
	unit.ID = idOf("", l.value(r, "id"), unit.OrgNumber, unit.Name, served)
	unit.Kind = understood(l, r, "kind", kindWord)
	if unit.Kind == "" {
		unit.Kind = kind.Of(unit.Name)
	}
	if served {
		return unit, true
	}
	unit.ParentOrgNumber = understood(l, r, "parent_org_number", orgnumber.Clean)
	unit.Phone, unit.Email, unit.Website = l.contact(r)
	town := strings.TrimSpace(postcode(l.value(r, "postcode")) + " " + clean.Town(l.value(r, "town")))
	unit.Address = clean.Cut(joined(clean.Line(l.value(r, "address")), town), 300)
	unit.About = clean.Cut(clean.Text(l.value(r, "about")), 2000)
	unit.Language = understood(l, r, "language", func(text string) (string, bool) {
		return clean.Language(text), clean.Language(text) != ""
	})
	unit.Closed = l.closed(r)
	unit.Place = l.place(r)
	return unit, true
}

func (l *listing) service(r row, title string, unit registry.Unit) registry.Service {
	service := registry.Service{
		Title:  clean.Cut(clean.Line(title), 200),
		UnitID: unit.ID,
		About:  clean.Cut(clean.Text(l.value(r, "about")), 2000),
		How:    clean.Cut(clean.Text(l.value(r, "how")), 1000),
		Areas:  list(l.value(r, "areas")), Keywords: list(l.value(r, "keywords")),
		Closed: l.closed(r),
	}
	service.Phone, service.Email, service.Website = l.contact(r)
	service.Level = understood(l, r, "level", level)
	service.Audience = understood(l, r, "audience", audience)
	service.Referral = understood(l, r, "referral", yes)
	span := understood(l, r, "ages", func(text string) ([2]int, bool) {
		low, high, ok := ages(text)
		return [2]int{low, high}, ok
	})
	service.AgeFrom, service.AgeTo = span[0], span[1]
	if _, has := l.columns["age_from"]; has {
		service.AgeFrom = understood(l, r, "age_from", year)
	}
	if _, has := l.columns["age_to"]; has {
		service.AgeTo = understood(l, r, "age_to", year)
	}
	if service.AgeTo > 0 && service.AgeTo < service.AgeFrom {
		l.notUnderstood(r, "age_to")
		service.AgeFrom, service.AgeTo = 0, 0
	}
	service.ID = idOf(unit.ID+"/", l.value(r, "id"), "", service.Title, false)
	return service
}

func year(text string) (int, bool) {
	low, high, ok := ages(text)
	if !ok || high != 0 && high != low {
		return 0, false
	}
	return low, true
}

func (l *listing) contact(r row) (phone, email, website string) {
	phone = understood(l, r, "phone", func(text string) (string, bool) { return clean.Phone(text), clean.Phone(text) != "" })
	website = understood(l, r, "website", func(text string) (string, bool) { return clean.Website(text), clean.Website(text) != "" })
	cell := l.value(r, "email")
	email, personal := clean.Email(cell)
	switch {
	case personal:
		l.odd(r, l.columns["email"], "row.private_email",
			"E-postadressen i «%s» ser ut til å være en persons egen, og er ikke tatt med.",
			"E-postadressa i «%s» ser ut til å vere ein person si eiga, og er ikkje teken med.")
		email = ""
	case email == "" && cell != "":
		l.notUnderstood(r, "email")
	}
	return phone, email, website
}

// closed reads either of the two columns that say it.
func (l *listing) closed(r row) bool {
	if _, has := l.columns["active"]; has {
		return understood(l, r, "active", ended)
	}
	return understood(l, r, "closed", yes)
}

// ended reads whether something is over, of words that say whether it is
// going on.
func ended(text string) (value, ok bool) {
	for _, word := range []string{"nedlagt", "avvikl", "utgått", "stengt", "opphørt", "opphøyrt"} {
		if strings.Contains(bare(text), word) {
			return true, true
		}
	}
	going, ok := yes(text)
	return !going, ok
}

// place reads degrees, with a decimal comma or point, within Norway.
func (l *listing) place(r row) *registry.Place {
	degrees := func(text string) (float64, bool) {
		value, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64)
		return value, err == nil
	}
	at := registry.Place{Latitude: understood(l, r, "latitude", degrees), Longitude: understood(l, r, "longitude", degrees)}
	if !(at.Latitude >= 57 && at.Latitude <= 82 && at.Longitude >= 3 && at.Longitude <= 35) {
		return nil
	}
	return &at
}

// postcode puts back the zero that a spreadsheet takes away in front.
func postcode(text string) string {
	text = clean.Line(text)
	if len(text) == 3 && strings.Trim(text, "0123456789") == "" {
		return "0" + text
	}
	return text
}

// idOf makes an id that is the same the next time: the file's own, the
// organisation number, or the name. One that names a service is not the
// unit's.
func idOf(before, own, orgNumber, name string, notOwn bool) string {
	switch {
	case own != "" && !notOwn && len(before+own) <= 150:
		return before + "id:" + clean.Line(own)
	case orgNumber != "":
		return before + orgNumber
	}
	id := before + "navn:" + bare(name)
	if len(id) <= 150 {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "navn#" + hex.EncodeToString(sum[:16])
}
