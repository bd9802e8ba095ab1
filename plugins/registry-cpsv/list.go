package main

import (
	"bytes"
	"context"
	"errors"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// List reads the file it is handed, or the catalogue at the address that is
// set. The catalogue at the address is all there is, when nothing in it had to
// be left out; a file is only a part, since there may be others.
func (p *plugin) List(ctx context.Context, query registry.Query, out *registry.Writer) (registry.End, error) {
	var content []byte
	switch {
	case query.File != nil:
		content = query.File.Content
	case p.address == "":
		return registry.End{}, fileFault("file.missing", nil,
			"Velg en fil, eller skriv adressen til en tjenestekatalog.", "Vel ei fil, eller skriv adressa til ein tenestekatalog.")
	default:
		fetched, err := p.fetch(ctx)
		if err != nil {
			return registry.End{}, err
		}
		content = fetched
	}
	read, err := readGraph(content)
	if err != nil && query.File == nil {
		return registry.End{}, asSystems(err)
	}
	if err != nil {
		return registry.End{}, err
	}
	c := &catalogue{graph: read, language: p.municipality.Language, out: out, units: map[term]string{}, taken: map[string]bool{}, whole: true}
	err = c.write(ctx)
	if err != nil {
		return registry.End{}, err
	}
	if c.listed == 0 {
		return registry.End{}, fileFault("file.no_services", nil,
			"Vi finner ingen tjenester eller enheter. Ingenting er endret.", "Vi finn ingen tenester eller einingar. Ingenting er endra.")
	}
	return registry.End{Complete: c.whole && query.File == nil}, nil
}

// readGraph reads JSON-LD or Turtle, by how the content begins. Errors are
// *sdk.Fault with a code that begins with file.
func readGraph(content []byte) (*graph, error) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	switch {
	case len(trimmed) == 0:
		return nil, fileFault("file.missing", nil, "Filen er tom.", "Fila er tom.")
	case !utf8.Valid(trimmed):
		return nil, fileFault("file.not_utf8", nil, "Filen er ikke skrevet i UTF-8.", "Fila er ikkje skriven i UTF-8.")
	case bytes.HasPrefix(trimmed, []byte("<?xml")), bytes.HasPrefix(trimmed, []byte("<rdf:")), bytes.HasPrefix(bytes.ToLower(trimmed), []byte("<!doctype")), bytes.HasPrefix(bytes.ToLower(trimmed), []byte("<html")):
		return nil, fileFault("file.not_rdf", errors.New("xml or html"),
			"Vi leser JSON-LD og Turtle. Dette er XML eller en nettside.", "Vi les JSON-LD og Turtle. Dette er XML eller ei nettside.")
	}
	read, err := readAs(trimmed)
	var known *sdk.Fault
	if errors.As(err, &known) {
		return nil, known
	}
	if err != nil {
		return nil, fileFault("file.not_rdf", err,
			"Vi kan ikke lese filen. Den skal være JSON-LD eller Turtle.", "Vi kan ikkje lese fila. Ho skal vere JSON-LD eller Turtle.")
	}
	return read, nil
}

func readAs(content []byte) (*graph, error) {
	if content[0] == '{' {
		return readJSONLD(string(content))
	}
	if content[0] == '[' { // JSON, or a node of Turtle without a name
		read, err := readJSONLD(string(content))
		if err == nil {
			return read, nil
		}
		turtle, other := readTurtle(string(content))
		if other == nil {
			return turtle, nil
		}
		return nil, err
	}
	return readTurtle(string(content))
}

func fileFault(code string, cause error, nb, nn string) error {
	return &sdk.Fault{Source: sdk.FromSettings, Code: code, Cause: cause, Message: sdk.Words{NB: nb, NN: nn}}
}

// asSystems makes a fault of a file one of the catalogue's that was fetched.
func asSystems(err error) error {
	var fault *sdk.Fault
	if !errors.As(err, &fault) {
		return err
	}
	theirs := *fault
	theirs.Source = sdk.FromSystem
	return &theirs
}
