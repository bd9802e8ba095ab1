package main

import (
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/clean"
)

func remarkNoUnit(service registry.Service) registry.Remark {
	name := clean.Cut(service.Title, 80)
	return registry.Remark{
		Place: service.ID, Code: "service.no_unit",
		NB: fmt.Sprintf("Filen sier ikke hvilken enhet som gir «%s». Knytt den til en enhet i katalogen.", name),
		NN: fmt.Sprintf("Fila seier ikkje kva eining som gir «%s». Knyt ho til ei eining i katalogen.", name),
	}
}

func remarkLeft(where, code string) registry.Remark {
	words := map[string][2]string{
		"unit.no_name":     {"En enhet mangler navn eller identifikator, og er ikke tatt med.", "Ei eining manglar namn eller identifikator, og er ikkje teken med."},
		"service.no_title": {"En tjeneste mangler navn eller identifikator, og er ikke tatt med.", "Ei teneste manglar namn eller identifikator, og er ikkje teken med."},
		"entry.twice":      {"Dette står to ganger, og er tatt med én gang.", "Dette står to gonger, og er teke med éin gong."},
	}[code]
	return registry.Remark{Place: where, Code: code, NB: words[0], NN: words[1]}
}
