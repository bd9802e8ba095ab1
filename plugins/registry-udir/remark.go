package main

import (
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

func about(i item, code, nb, nn string) registry.Remark {
	name := clean.Cut(clean.Name(i.Navn), 80)
	if name == "" {
		name = i.Organisasjonsnummer
	}
	return registry.Remark{Place: clean.Cut(clean.Line(i.Organisasjonsnummer), 20), Code: code, NB: fmt.Sprintf(nb, name), NN: fmt.Sprintf(nn, name)}
}

func remarkNumber(i item) registry.Remark {
	return about(i, "unit.no_number",
		"%s har ikke et organisasjonsnummer, og er ikke tatt med.",
		"%s har ikkje eit organisasjonsnummer, og er ikkje teken med.")
}

func remarkNoDetails(i item) registry.Remark {
	return about(i, "unit.no_details",
		"Registeret har %s på listen, men vet ikke mer. Vi har tatt med navnet.",
		"Registeret har %s på lista, men veit ikkje meir. Vi har teke med namnet.")
}

func remarkNoAnswer(i item) registry.Remark {
	return about(i, "unit.no_answer",
		"Registeret svarte ikke om %s. Den er som før til vi får svar.",
		"Registeret svara ikkje om %s. Han er som før til vi får svar.")
}

func remarkElsewhere(i item) registry.Remark {
	return about(i, "unit.elsewhere",
		"%s ligger i en annen kommune, og er ikke tatt med.",
		"%s ligg i ein annan kommune, og er ikkje teken med.")
}

func remarkNoName(i item) registry.Remark {
	return about(i, "unit.no_name",
		"%s mangler navn i registeret, og er ikke tatt med.",
		"%s manglar namn i registeret, og er ikkje teken med.")
}

func remarkPersonal(number, name string) registry.Remark {
	return about(item{Organisasjonsnummer: number, Navn: name}, "unit.private_email",
		"E-postadressen til %s ser ut til å være en persons egen, og er ikke tatt med.",
		"E-postadressa til %s ser ut til å vere ein person si eiga, og er ikkje teken med.")
}

// remarkOwners tells how many on a list are no units.
func remarkOwners(from register, n int) registry.Remark {
	nb, nn := "skoler", "skular"
	if from.Key == kindergartens.Key {
		nb, nn = "barnehager", "barnehagar"
	}
	return registry.Remark{
		Place: from.Key, Code: "list.owners",
		NB: fmt.Sprintf("På listen står også %d som eier %s uten å være det selv. De er ikke tatt med.", n, nb),
		NN: fmt.Sprintf("På lista står òg %d som eig %s utan å vere det sjølve. Dei er ikkje tekne med.", n, nn),
	}
}
