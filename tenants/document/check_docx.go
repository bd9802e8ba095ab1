package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"
)

// actsInWord are the parts of a DOCX that run, or are other files: macros, OLE
// objects and embedded packages, ActiveX.
var actsInWord = []string{"vbaproject", "vbadata", "/embeddings/", "/activex/", "oleobject", "/customui/", "/afchunk"}

// fields that fetch or start something when the document is opened (ECMA-376
// part 1, 17.16.5).
var reachingFields = regexp.MustCompile(`(?i)\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|RD|MACROBUTTON)\b`)

func checkDOCX(p *pack) error {
	for name := range p.names {
		if actsIn("/"+name, actsInWord) || strings.HasSuffix(name, ".bin") || strings.HasSuffix(name, ".exe") {
			return refused("document.file.active_office")
		}
	}
	types := strings.ToLower(string(p.parts["[content_types].xml"]))
	if actsIn(types, []string{"macroenabled", "vbaproject", "oleobject", "activex", "vnd.ms-office"}) {
		return refused("document.file.active_office")
	}
	for name, content := range p.parts {
		if err := checkWordPart(name, content); err != nil {
			return err
		}
	}
	return nil
}

func actsIn(text string, signs []string) bool {
	for _, sign := range signs {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// checkWordPart reads a part of a DOCX: relations must lead into the package,
// links aside, and fields must not fetch.
func checkWordPart(name string, content []byte) error {
	var field strings.Builder
	err := eachElement(content, func(element xml.StartElement, text string) error {
		switch {
		case path.Ext(name) == ".rels" && element.Name.Local == "Relationship":
			return checkRelation(element)
		case element.Name.Local == "fldSimple":
			field.WriteString(attribute(element, "instr") + " ")
		case element.Name.Local == "instrText":
			field.WriteString(text) // one word may be spread over several
		case element.Name.Local == "OLEObject" || element.Name.Local == "altChunk" || element.Name.Local == "control":
			return refused("document.file.active_office")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if reachingFields.MatchString(field.String()) {
		return refused("document.file.active_office")
	}
	return nil
}

// checkRelation lets a link lead out, which the reader must press, and nothing
// else: a template or a picture from elsewhere is fetched at once and tells
// that the document was opened, and where.
func checkRelation(element xml.StartElement) error {
	if !strings.EqualFold(attribute(element, "TargetMode"), "External") {
		if strings.Contains(attribute(element, "Target"), "://") {
			return refused("document.file.external")
		}
		return nil
	}
	if strings.HasSuffix(attribute(element, "Type"), "/hyperlink") && pressedLink(attribute(element, "Target")) {
		return nil
	}
	return refused("document.file.external")
}

// pressedLink reports whether a link leads to an ordinary page or address.
func pressedLink(target string) bool {
	lower := strings.ToLower(strings.TrimSpace(target))
	for _, scheme := range []string{"http://", "https://", "mailto:", "tel:"} {
		if strings.HasPrefix(lower, scheme) {
			return true
		}
	}
	return false
}

func attribute(element xml.StartElement, name string) string {
	for _, one := range element.Attr {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

// eachElement visits the elements of a part with the text that follows each
// start. A part that declares entities, or is not XML, is refused.
func eachElement(content []byte, visit func(element xml.StartElement, text string) error) error {
	decoder := xml.NewDecoder(bytes.NewReader(content))
	decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not in UTF-8") }
	var open *xml.StartElement
	var text strings.Builder
	flush := func() error {
		if open == nil {
			return nil
		}
		element := *open
		open = nil
		return visit(element, text.String())
	}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return flush()
		}
		if err != nil {
			return refused("document.file.broken")
		}
		switch one := token.(type) {
		case xml.Directive:
			return refused("document.file.broken")
		case xml.StartElement:
			if err := flush(); err != nil {
				return err
			}
			element := one.Copy()
			open = &element
			text.Reset()
		case xml.CharData:
			if open != nil {
				text.Write(one)
			}
		case xml.EndElement:
			if err := flush(); err != nil {
				return err
			}
		}
	}
}
