package demoissuer

// words are the sentences of the issuer's pages. They are kept here and not
// with the product's, because the issuer is no part of the product.
type words struct {
	Lang, Title, Heading, Skip, Demo, Missed, None, Others, Cancel string
	Notices                                                        map[string][2]string // heading and body
}

func wordsFor(nynorsk bool) words {
	if nynorsk {
		return nn
	}
	return nb
}

var nb = words{
	Lang: "nb", Title: "Innlogging - demo", Heading: "Hvem vil du være?", Skip: "Hopp til innholdet",
	Demo:   "Dette er en demo. Ingen av disse menneskene finnes, og du trenger ikke passord. Velg en, så er du inne.",
	Missed: "Valget passet ikke med noen i demoen. Velg en fra listen.",
	None:   "Ingen i demoen hører til her. Du kan velge en fra et annet sted.",
	Others: "Andre", Cancel: "Gå tilbake uten å logge inn",
	Notices: map[string][2]string{
		"front":          {"Innloggingen til demoen", "Her er det ingenting å gjøre alene. Gå til siden for en av kommunene i demoen, og velg å logge inn der."},
		"not_found":      {"Denne siden finnes ikke", "Gå til siden for en av kommunene i demoen, og begynn innloggingen der."},
		"bad_request":    {"Vi forsto ikke innloggingen", "Gå tilbake til siden du kom fra, og begynn på nytt."},
		"unknown_client": {"Vi kjenner ikke siden du kom fra", "Innloggingen sender deg bare tilbake til sidene i demoen. Gå til en av dem, og begynn på nytt."},
		"signed_out":     {"Du er logget ut", "Du kan lukke siden."},
	},
}

var nn = words{
	Lang: "nn", Title: "Innlogging - demo", Heading: "Kven vil du vere?", Skip: "Hopp til innhaldet",
	Demo:   "Dette er ein demo. Ingen av desse menneska finst, og du treng ikkje passord. Vel ein, så er du inne.",
	Missed: "Valet høvde ikkje med nokon i demoen. Vel ein frå lista.",
	None:   "Ingen i demoen høyrer til her. Du kan velje ein frå ein annan stad.",
	Others: "Andre", Cancel: "Gå tilbake utan å logge inn",
	Notices: map[string][2]string{
		"front":          {"Innlogginga til demoen", "Her er det ingenting å gjere åleine. Gå til sida for ein av kommunane i demoen, og vel å logge inn der."},
		"not_found":      {"Denne sida finst ikkje", "Gå til sida for ein av kommunane i demoen, og begynn innlogginga der."},
		"bad_request":    {"Vi forstod ikkje innlogginga", "Gå tilbake til sida du kom frå, og begynn på nytt."},
		"unknown_client": {"Vi kjenner ikkje sida du kom frå", "Innlogginga sender deg berre tilbake til sidene i demoen. Gå til ei av dei, og begynn på nytt."},
		"signed_out":     {"Du er logga ut", "Du kan lukke sida."},
	},
}
