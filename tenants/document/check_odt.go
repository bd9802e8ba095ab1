package document

import (
	"encoding/xml"
	"strings"
)

// actsInODT are the parts of an ODT that run, or are other files.
var actsInODT = []string{"/basic/", "/scripts/", "/dialogs/", "/object", "/databases/"}

// checkODT keeps an ODT without macros, objects, forms that send, and without
// anything fetched from elsewhere when it is opened. Source: OpenDocument 1.3
// part 3 (script:event-listener, office:scripts, xlink:href).
func checkODT(p *pack) error {
	for name := range p.names {
		if actsIn("/"+name, actsInODT) && !strings.HasPrefix(name, "objectreplacements/") {
			return refused("document.file.active_office")
		}
	}
	for _, content := range p.parts {
		if len(content) == 0 || !strings.Contains(string(content[:min(len(content), 200)]), "<") {
			continue // the part that says what it is
		}
		if err := eachElement(content, checkODTElement); err != nil {
			return err
		}
	}
	return nil
}

func checkODTElement(element xml.StartElement, _ string) error {
	switch element.Name.Local {
	case "event-listener", "script", "dde-connection", "dde-source", "dde-connection-decl", "applet", "plugin",
		"object", "object-ole", "floating-frame", "execute-macro":
		return refused("document.file.active_office")
	case "encryption-data":
		return refused("document.file.locked")
	}
	target := attribute(element, "href")
	if target == "" || strings.HasPrefix(target, "#") {
		return nil
	}
	if !strings.Contains(target, ":") && !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "..") {
		return nil // inside the package
	}
	if element.Name.Local == "a" && pressedLink(target) {
		return nil
	}
	return refused("document.file.external")
}
