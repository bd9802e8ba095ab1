package document_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
)

func TestWhatIsKeptIsKeptAsWhatItIs(t *testing.T) {
	for name, one := range map[string]struct {
		file string
		raw  []byte
		want document.Media
	}{
		"a picture":                     {"tegning.png", aPNG(t), document.PNG},
		"a photo":                       {"bilde.jpg", aPhoto(t, 1), document.JPEG},
		"a picture called a PDF":        {"brev.pdf", aPNG(t), document.PNG},
		"a PDF":                         {"brev.pdf", aPlainPDF(), document.PDF},
		"a PDF that opens at a place":   {"brev.pdf", aPDF("", "<< /OpenAction 2 0 R >>", "<< /S /GoTo /D [3 0 R /Fit] >>"), document.PDF},
		"a PDF with packed objects":     {"brev.pdf", aPDF("", "<< /OpenAction 8 0 R >>", packed("/Type /ObjStm /N 2 /First 9", "7 0 8 3 []\n<< /S /GoTo /D [3 0 R /Fit] >>")), document.PDF},
		"plain text":                    {"notat.txt", []byte("\xef\xbb\xbfHei på deg\r\n5 < 6"), document.Text},
		"plain text without a name":     {"notat", []byte("Hei"), document.Text},
		"a Word document":               {"brev.docx", aDOCX(t), document.DOCX},
		"a Word document with a link":   {"brev.docx", aDOCX(t, aRelation("hyperlink", "https://www.udir.no", "External")), document.DOCX},
		"a document of LibreOffice":     {"brev.odt", anODT(t, `<text:a xlink:href="https://www.udir.no">her</text:a>`), document.ODT},
		"an ODT with a picture in it":   {"brev.odt", anODT(t, `<draw:image xlink:href="Pictures/1.png"/>`), document.ODT},
		"a Word document called a text": {"brev.txt", aDOCX(t), document.DOCX},
	} {
		checked, err := document.Check(one.raw, one.file)
		if err != nil || checked.Media != one.want || len(checked.Body) == 0 {
			t.Errorf("%s: %s %v", name, checked.Media, err)
		}
	}
}

func TestWhatCanRunOrIsTwoThingsIsRefusedWithASentence(t *testing.T) {
	html := []byte("<!DOCTYPE html><html><script>alert(1)</script></html>")
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
	script := "/S /JavaScript /JS (app.alert(1))"
	for name, one := range map[string]struct {
		file string
		raw  []byte
		code string
	}{
		"nothing":                            {"a.txt", nil, "empty"},
		"blanks":                             {"a.txt", []byte(" \n\t"), "empty"},
		"too much":                           {"a.txt", bytes.Repeat([]byte("a"), document.MaxBytes+1), "too_large"},
		"a page called a picture":            {"bilde.png", html, "active"},
		"a page called a text":               {"notat.txt", html, "active"},
		"a page with a beginning":            {"notat.txt", append([]byte("Hei\n\n"), html...), "active"},
		"a drawing that runs":                {"tegning.svg", svg, "active"},
		"a drawing called a text":            {"tegning.txt", append([]byte("<?xml version='1.0'?>"), svg...), "active"},
		"a script for a shell":               {"notat.txt", []byte("#!/bin/sh\nrm -rf /\n"), "active"},
		"a script called what it is":         {"notat.js", []byte("alert(1)"), "kind"},
		"a script for Windows":               {"notat.txt.vbs", []byte("MsgBox 1"), "kind"},
		"a program":                          {"notat.txt", []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00"), "kind"},
		"text in another encoding":           {"notat.txt", []byte("bl\xe5b\xe6r"), "kind"},
		"half a picture":                     {"bilde.png", aPNG(t)[:60], "broken"},
		"half a photo":                       {"bilde.jpg", aPhoto(t, 1)[:200], "broken"},
		"a picture of too many pixels":       {"bilde.png", aHugePNG(50_000), "too_many_pixels"},
		"a PDF with a script":                {"brev.pdf", aPDF("", "<< /OpenAction << "+script+" >> >>"), "active_pdf"},
		"a PDF with a script nobody starts":  {"brev.pdf", aPDF("", "<< "+script+" >>"), "active_pdf"},
		"a PDF that spells its script":       {"brev.pdf", aPDF("", "<< /S /J#61va#53cript /JS (a) >>"), "active_pdf"},
		"a PDF with a packed script":         {"brev.pdf", aPDF("", packed("/Type /ObjStm /N 1 /First 4", "9 0 << "+script+" >>")), "active_pdf"},
		"a PDF with a script packed oddly":   {"brev.pdf", aPDF("", "<< /Type /ObjStm /Filter [/ASCII85Decode /FlateDecode] >>\nstream\nxx\nendstream"), "unreadable"},
		"a PDF that starts a program":        {"brev.pdf", aPDF("", "<< /S /Launch /F (cmd.exe) >>"), "active_pdf"},
		"a PDF that opens a page by itself":  {"brev.pdf", aPDF("", "<< /OpenAction << /S /URI /URI (https://spor.example) >> >>"), "active_pdf"},
		"a PDF that opens a page from afar":  {"brev.pdf", aPDF("", "<< /OpenAction 2 0 R >>", "<< /S /URI /URI (https://spor.example) >>"), "active_pdf"},
		"a PDF that goes to nothing known":   {"brev.pdf", aPDF("", "<< /OpenAction 99 0 R >>"), "active_pdf"},
		"a PDF that acts when a page turns":  {"brev.pdf", aPDF("", "<< /Type /Page /AA << /O 5 0 R >> >>"), "active_pdf"},
		"a PDF with a file in it":            {"brev.pdf", aPDF("", "<< /Type /EmbeddedFile >>"), "active_pdf"},
		"a PDF with a list of files":         {"brev.pdf", aPDF("", "<< /Names << /EmbeddedFiles 4 0 R >> >>"), "active_pdf"},
		"a PDF with a form that runs":        {"brev.pdf", aPDF("", "<< /AcroForm << /XFA 4 0 R >> >>"), "active_pdf"},
		"a PDF that sends what is typed":     {"brev.pdf", aPDF("", "<< /S /SubmitForm /F (https://spor.example) >>"), "active_pdf"},
		"a locked PDF":                       {"brev.pdf", aPDF("/Encrypt 4 0 R", "<< >>"), "locked"},
		"a PDF that is a page too":           {"brev.pdf", aPDF("", "<< /X (<html><script>alert(1)</script>) >>"), "double"},
		"a PDF with a page at its end":       {"brev.pdf", append(aPlainPDF(), html...), "broken"},
		"a PDF that is a package too":        {"brev.pdf", append(append(aPlainPDF(), aZip(t, part{"a", "b"})...), "%%EOF"...), "double"},
		"half a PDF":                         {"brev.pdf", aPlainPDF()[:100], "broken"},
		"a page that is a PDF too":           {"brev.pdf", append(html, aPlainPDF()...), "active"},
		"a package of anything":              {"brev.zip", aZip(t, part{"a.txt", "hei"}), "kind"},
		"a program for Java":                 {"brev.docx", aZip(t, part{"META-INF/MANIFEST.MF", "Main-Class: A"}), "kind"},
		"a Word document with macros":        {"brev.docx", aDOCX(t, part{"word/vbaProject.bin", "x"}), "active_office"},
		"one that says it has macros":        {"brev.docx", aZip(t, part{"[Content_Types].xml", strings.ReplaceAll(wordTypes, "openxmlformats-officedocument.wordprocessingml.document", "ms-word.document.macroEnabled")}, part{"word/document.xml", wordText}), "active_office"},
		"one with an object":                 {"brev.docx", aDOCX(t, part{"word/embeddings/oleObject1.bin", "x"}), "active_office"},
		"one with a file in it":              {"brev.docx", aDOCX(t, part{"word/embeddings/ark.xlsx", "x"}), "active_office"},
		"one with a control":                 {"brev.docx", aDOCX(t, part{"word/activeX/activeX1.xml", "<a/>"}), "active_office"},
		"one with a template from elsewhere": {"brev.docx", aDOCX(t, aRelation("attachedTemplate", "https://spor.example/a.dotm", "External")), "external"},
		"one with a picture from elsewhere":  {"brev.docx", aDOCX(t, aRelation("image", "https://spor.example/a.png", "External")), "external"},
		"one with a picture on a share":      {"brev.docx", aDOCX(t, aRelation("image", "file://spor.example/a.png", "")), "external"},
		"one with a link that runs":          {"brev.docx", aDOCX(t, aRelation("hyperlink", "javascript:alert(1)", "External")), "external"},
		"one with a link into the machine":   {"brev.docx", aDOCX(t, aRelation("hyperlink", "file:///c:/a.exe", "External")), "external"},
		"one with a field that starts":       {"brev.docx", aDOCX(t, part{"word/document.xml", `<d xmlns:w="w"><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd.exe</w:instrText></d>`}), "active_office"},
		"one that declares entities":         {"brev.docx", aDOCX(t, part{"word/styles.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`}), "broken"},
		"one with the same part twice":       {"brev.docx", aDOCX(t, part{"word/a.xml", "<a/>"}, part{"WORD/a.xml", "<a/>"}), "broken"},
		"one that leads out of itself":       {"brev.docx", aDOCX(t, part{"word/../../a.xml", "<a/>"}), "broken"},
		"one with something at its end":      {"brev.docx", append(aDOCX(t), "hei"...), "broken"},
		"a package that unpacks without end": {"brev.docx", aDOCX(t, part{"word/a.xml", strings.Repeat(" ", 41<<20)}), "unpacks"},
		"a package of many such":             {"brev.docx", aDOCX(t, part{"a", strings.Repeat(" ", 39<<20)}, part{"b", strings.Repeat(" ", 39<<20)}, part{"c", strings.Repeat(" ", 39<<20)}), "unpacks"},
		"a spreadsheet":                      {"ark.ods", aZip(t, part{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, part{"content.xml", "<a/>"}), "kind"},
		"an ODT with macros":                 {"brev.odt", anODT(t, "", part{"Basic/Standard/Module1.xml", "<a/>"}), "active_office"},
		"an ODT with an object":              {"brev.odt", anODT(t, "", part{"Object 1/content.xml", "<a/>"}), "active_office"},
		"an ODT that listens":                {"brev.odt", anODT(t, `<script:event-listener xlink:href="vnd.sun.star.script:a"/>`), "active_office"},
		"an ODT with a picture from afar":    {"brev.odt", anODT(t, `<draw:image xlink:href="https://spor.example/a.png"/>`), "external"},
		"an ODT with a section from a file":  {"brev.odt", anODT(t, `<text:section-source xlink:href="../a.odt"/>`), "external"},
		"an ODT with a link that runs":       {"brev.odt", anODT(t, `<text:a xlink:href="javascript:alert(1)">a</text:a>`), "external"},
		"a locked ODT":                       {"brev.odt", anODT(t, "", part{"META-INF/manifest.xml", `<m xmlns:manifest="m"><manifest:encryption-data/></m>`}), "locked"},
	} {
		checked, err := document.Check(one.raw, one.file)
		var faults *tenants.Invalid
		if !errors.As(err, &faults) {
			t.Errorf("%s was kept as %s: %v", name, checked.Media, err)
			continue
		}
		if got := faults.Fields[0]; got.Field != "file" || got.Code != "document.file."+one.code {
			t.Errorf("%s: %s, want %s", name, got.Code, one.code)
		}
	}
}

func TestAPhotoComesWithoutWhereItWasTakenAndTheRightWayUp(t *testing.T) {
	if !bytes.Contains(aPhoto(t, 1), []byte(where)) {
		t.Fatal("the photo does not say where it was taken")
	}
	red := func(c image.Image, x, y int) bool {
		r, _, b, _ := c.At(x, y).RGBA()
		return r > b
	}
	for way, want := range map[uint16]struct {
		size     image.Point
		redFirst bool // the point at the start is red
		down     bool // red and blue lie over each other
	}{
		1: {image.Pt(64, 32), true, false}, 2: {image.Pt(64, 32), false, false},
		3: {image.Pt(64, 32), false, false}, 4: {image.Pt(64, 32), true, false},
		5: {image.Pt(32, 64), true, true}, 6: {image.Pt(32, 64), true, true},
		7: {image.Pt(32, 64), false, true}, 8: {image.Pt(32, 64), false, true},
	} {
		checked, err := document.Check(append(aPhoto(t, way), "<script>"...), "bilde.jpg")
		must(t, err)
		for _, word := range []string{where, "Exif", "<script>"} {
			if bytes.Contains(checked.Body, []byte(word)) {
				t.Errorf("%q follows along", word)
			}
		}
		picture, err := jpeg.Decode(bytes.NewReader(checked.Body))
		must(t, err)
		size := picture.Bounds().Size()
		end := image.Pt(size.X-2, 2)
		if want.down {
			end = image.Pt(2, size.Y-2)
		}
		if size != want.size || red(picture, 2, 2) != want.redFirst || red(picture, end.X, end.Y) == want.redFirst {
			t.Errorf("way %d: %v, red first %v", way, size, red(picture, 2, 2))
		}
	}
}

func TestAPictureComesWithoutWhatHangsOnIt(t *testing.T) {
	raw := aPNG(t)
	checked, err := document.Check(append(raw, "<?php Hemmeligvegen"...), "bilde.png")
	must(t, err)
	if bytes.Contains(checked.Body, []byte("Hemmeligvegen")) {
		t.Error("what was hung on follows along")
	}
}

func TestTextComesWithoutWhatCannotBeSeen(t *testing.T) {
	checked, err := document.Check([]byte("faktura\u202egpj\u200b.exe\r\nNeste\x07 linje\u2066"), "a.txt")
	must(t, err)
	if got := string(checked.Body); got != "fakturagpj.exe\nNeste linje" {
		t.Errorf("kept as %q", got)
	}
}

func TestNamesAreMadeSafe(t *testing.T) {
	for raw, want := range map[string]string{
		`C:\Users\mona\brev.pdf`: "brev.pdf", "../../etc/passwd": "passwd", "faktura\u202egpj.exe": "fakturagpj.exe",
		" a\u200b\u3164b\x00 .txt": "ab .txt", "brev\n\tto.pdf": "brev to.pdf", "...": "", "": "", "a\u030a.pdf": "å.pdf",
	} {
		if got := document.CleanName(raw); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := document.CleanName(rapid.String().Draw(t, "name"))
		if strings.ContainsAny(got, "/\\\n\r\t\x00\u202e\u200b") || len([]rune(got)) > document.MaxName {
			t.Fatalf("%q", got)
		}
	})
}

func TestNoBytesMakeTheCheckFall(t *testing.T) {
	heads := []string{"%PDF-1.7\n", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe1", "PK\x03\x04", "", "%PDF-1.4 /OpenAction 1 0 R stream\n\x78\x9c"}
	whole := [][]byte{aPlainPDF(), aPNG(t), aPhoto(t, 6), aDOCX(t), anODT(t, "")}
	rapid.Check(t, func(t *rapid.T) {
		raw := append([]byte(rapid.SampledFrom(heads).Draw(t, "head")), rapid.SliceOf(rapid.Byte()).Draw(t, "rest")...)
		_, _ = document.Check(raw, "a.txt")
		broken := bytes.Clone(rapid.SampledFrom(whole).Draw(t, "whole"))
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			broken[rapid.IntRange(0, len(broken)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		checked, err := document.Check(broken, "a.txt")
		if err == nil && len(checked.Body) == 0 {
			t.Fatal("nothing was kept, and nothing said")
		}
	})
}
