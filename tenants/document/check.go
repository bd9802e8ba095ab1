package document

import (
	"bytes"
	"net/http"
	"strings"
)

// Checked is a file that may be kept: what it is, and the bytes to keep, which
// for a picture are others than those that came.
type Checked struct {
	Media Media
	Body  []byte
}

// Check tells what a file is by its content, and refuses what is not one of
// the kinds kept here, or can run. name is used for one thing: a plain text
// may be anything, so it must be called one too. It returns ErrInvalid with a
// sentence on how to save the file anew.
func Check(raw []byte, name string) (Checked, error) {
	switch {
	case len(raw) == 0:
		return Checked{}, refused("document.file.empty")
	case len(raw) > MaxBytes:
		return Checked{}, refused("document.file.too_large")
	}
	switch {
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return checkPDF(raw)
	case bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		return checkPicture(raw, PNG)
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		return checkPicture(raw, JPEG)
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return checkPackage(raw)
	}
	if looksActive(raw) {
		return Checked{}, refused("document.file.active")
	}
	return checkText(raw, name)
}

// looksActive reports whether a browser or a shell would run the content.
func looksActive(raw []byte) bool {
	kind := http.DetectContentType(raw)
	if strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "text/xml") {
		return true
	}
	return bytes.HasPrefix(raw, []byte("#!")) || hasMarkup(raw)
}

var markup = [][]byte{
	[]byte("<html"), []byte("<script"), []byte("<svg"), []byte("<iframe"), []byte("<!doctype"), []byte("<object"),
	[]byte("<embed"), []byte("<?php"), []byte("<img"), []byte("<body"), []byte("<head"), []byte("<meta"), []byte("javascript:"),
}

// hasMarkup reports whether anything in the content would be read as a page.
func hasMarkup(raw []byte) bool {
	lower := bytes.ToLower(raw)
	for _, tag := range markup {
		if bytes.Contains(lower, tag) {
			return true
		}
	}
	return false
}
