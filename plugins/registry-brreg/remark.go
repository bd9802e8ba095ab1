package main

import (
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

func about(e entry, code, nb, nn string) registry.Remark {
	name := clean.Cut(clean.Name(e.Name), 80)
	if name == "" {
		name = clean.Cut(clean.Line(e.Number), 20)
	}
	return registry.Remark{Place: clean.Cut(clean.Line(e.Number), 20), Code: code, NB: fmt.Sprintf(nb, name), NN: fmt.Sprintf(nn, name)}
}

func remarkNumber(e entry) registry.Remark {
	return about(e, "unit.no_number",
		"%s har et organisasjonsnummer som ikke stemmer, og er ikke tatt med.",
		"%s har eit organisasjonsnummer som ikkje stemmer, og er ikkje teken med.")
}

func remarkNoName(e entry) registry.Remark {
	return about(e, "unit.no_name",
		"%s mangler navn i registeret, og er ikke tatt med.",
		"%s manglar namn i registeret, og er ikkje teken med.")
}

func remarkElsewhere(e entry) registry.Remark {
	return about(e, "unit.elsewhere",
		"%s har adresse i en annen kommune, og er ikke tatt med.",
		"%s har adresse i ein annan kommune, og er ikkje teken med.")
}

func remarkPrivate(e entry) registry.Remark {
	return about(e, "unit.private_email",
		"E-postadressen til %s ser ut til å være en persons egen, og er ikke tatt med.",
		"E-postadressa til %s ser ut til å vere ein person si eiga, og er ikkje teken med.")
}

// The remarks below are about firms that may be a person's own: they name no
// name.

func remarkNoParent(number string) registry.Remark {
	return registry.Remark{
		Place: number, Code: "unit.no_parent",
		NB: "Registeret vet ikke hvem som eier denne, og den er ikke tatt med.",
		NN: "Registeret veit ikkje kven som eig denne, og ho er ikkje teken med.",
	}
}

func remarkPersons(place string, n int) registry.Remark {
	return registry.Remark{
		Place: place, Code: "unit.person",
		NB: fmt.Sprintf("%d eies av en enkeltperson eller av personer sammen, og er ikke tatt med.", n),
		NN: fmt.Sprintf("%d er eigd av ein enkeltperson eller av personar saman, og er ikkje tekne med.", n),
	}
}

func remarkEmptyCode(code string) registry.Remark {
	return registry.Remark{
		Place: code, Code: "code.empty",
		NB: fmt.Sprintf("Registeret har ingenting med næringskoden %s i kommunen. Næringskodene fikk nye numre i 2025. Se om koden har et nytt.", code),
		NN: fmt.Sprintf("Registeret har ingenting med næringskoden %s i kommunen. Næringskodane fekk nye nummer i 2025. Sjå om koden har eit nytt.", code),
	}
}
