package app_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// sendFile sends a document, with the fields in turn.
func (v *visitor) sendFile(path, name string, raw []byte, fields ...string) page {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			v.t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := file.Write(raw); err != nil {
		v.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.send(request)
}

// fetch asks for a file and returns the answer's headers and bytes.
func (v *visitor) fetch(path string) (*http.Response, string) {
	v.t.Helper()
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Host = adminHost
	for name, value := range v.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := v.server.Test(request, 30_000)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var body bytes.Buffer
	if _, err := body.ReadFrom(answer.Body); err != nil {
		v.t.Fatal(err)
	}
	return answer, body.String()
}

func aTinyPNG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestADocumentIsHandedOutToBeSavedAndNeverShown(t *testing.T) {
	d := openDesk(t)
	d.get(d.base+"/dokumenter").is(http.StatusOK).shows("Ingen dokumenter her", d.base+"/dokumenter/ny")
	form := d.get(d.base+"/dokumenter/ny").is(http.StatusOK).shows("Adresse og sted", "Bakgrunn og henvisning")
	sent := d.sendFile(d.base+"/dokumenter/ny", "Hemmeligvegen\u202egpj.txt", []byte("Hei <b>på</b> deg"),
		"document", form.hidden("document"), "title", "", "place", "goals").is(http.StatusSeeOther)
	shown := d.get(sent.location).is(http.StatusOK).shows("Hemmeligvegengpj", "Hei &lt;b&gt;på&lt;/b&gt; deg", "Tekst", "Mål").
		hides("<title>Hemmelig", "\u202e")
	answer, body := d.fetch(shown.link(d.base + "/dokumenter/" + anID + "/last-ned"))
	if body != "Hei <b>på</b> deg" {
		t.Errorf("handed out %q", body)
	}
	for header, want := range map[string]string{
		"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; sandbox",
	} {
		if got := answer.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	disposition := answer.Header.Get("Content-Disposition")
	if !strings.HasPrefix(disposition, `attachment; filename="dokument-`) || strings.Contains(disposition, "emmelig") {
		t.Errorf("handed out as %q", disposition)
	}
}

func TestAPictureIsShownFromItsOwnAddressWithNothingElse(t *testing.T) {
	d := openDesk(t)
	sent := d.sendFile(d.base+"/dokumenter/ny", "tegning.png", aTinyPNG(t), "title", "Tegningen", "place", "goals").is(http.StatusSeeOther)
	d.get(sent.location).shows(`<img class="document-picture" src="`+sent.location+`/bilde"`, "Bilde")
	answer, body := d.fetch(sent.location + "/bilde")
	if answer.Header.Get("Content-Type") != "image/png" || answer.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" ||
		answer.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(body, "\x89PNG") {
		t.Errorf("shown as %v", answer.Header)
	}
	text := d.sendFile(d.base+"/dokumenter/ny", "a.txt", []byte("Hei"), "place", "goals").is(http.StatusSeeOther)
	d.get(text.location + "/bilde").is(http.StatusNotFound)
}

func TestWhatIsRefusedIsSaidWithHowToSaveItAnew(t *testing.T) {
	d := openDesk(t)
	at := d.base + "/dokumenter/ny"
	d.sendFile(at, "bilde.png", []byte("<html><script>alert(1)</script>"), "title", "Bildet", "place", "goals").
		is(http.StatusUnprocessableEntity).shows("Filen er en nettside eller et program", `value="Bildet"`)
	d.sendFile(at, "brev.pdf", []byte("%PDF-1.7\n1 0 obj << /S /JavaScript >> endobj\n%%EOF"), "place", "goals").
		is(http.StatusUnprocessableEntity).shows("Lagre som PDF")
	d.sendFile(at, "brev.txt", []byte("Hei")).is(http.StatusUnprocessableEntity).shows("Velg hvor det hører hjemme")
	d.sendFile(at, "brev.txt", []byte("Hei"), "place", "journal").is(http.StatusUnprocessableEntity)
	d.post(at, "place", "goals").is(http.StatusUnprocessableEntity).shows("Velg et dokument")
	d.get(d.base + "/dokumenter").shows("Ingen dokumenter her")
}

func TestADocumentIsRemovedAndTheClickUndone(t *testing.T) {
	d := openDesk(t)
	sent := d.sendFile(d.base+"/dokumenter/ny", "a.txt", []byte("Hei"), "title", "Brevet", "place", "goals").is(http.StatusSeeOther)
	d.follow(d.post(sent.location+"/fjern")).shows("Dokumentet er fjernet.", sent.location+"/tilbake").hides("Brevet")
	d.get(sent.location).is(http.StatusNotFound)
	d.get(sent.location + "/last-ned").is(http.StatusNotFound)
	d.follow(d.post(sent.location + "/tilbake")).shows("Brevet")
}

func TestTheFamilySeesItsDocumentsAndNotThoseOfTheGrounds(t *testing.T) {
	h := openHome(t).welcomed()
	desk, under := h.atDesk(), "/f/"+h.family.ID.String()
	goals := desk.sendFile(under+"/dokumenter/ny", "a.txt", []byte("Hei"), "title", "Skolens rapport", "place", "goals").is(http.StatusSeeOther)
	grounds := desk.sendFile(under+"/dokumenter/ny", "b.txt", []byte("Hei"), "title", "Henvisningen", "place", "grounds").is(http.StatusSeeOther)
	h.phone.get("/dokumenter").is(http.StatusOK).shows("Skolens rapport").hides("Henvisningen", "Bakgrunn")
	h.phone.get(strings.TrimPrefix(goals.location, under)).is(http.StatusOK).shows("Skolens rapport").hides("/fjern")
	own := strings.TrimPrefix(grounds.location, under)
	for _, path := range []string{own, own + "/last-ned", own + "/bilde"} {
		h.phone.get(path).is(http.StatusNotFound).hides("Henvisningen")
	}
	h.phone.get("/dokumenter/ny").is(http.StatusOK).hides("Bakgrunn og henvisning")
	h.phone.sendFile("/dokumenter/ny", "c.txt", []byte("Hei"), "title", "Tegning", "place", "grounds").is(http.StatusUnprocessableEntity)
	sent := h.phone.sendFile("/dokumenter/ny", "c.txt", []byte("Hei"), "title", "Fra oss", "place", "overview").is(http.StatusSeeOther)
	h.phone.get(sent.location).is(http.StatusOK).shows("Fra oss", sent.location+"/fjern")
	desk.get(under+"/dokumenter").shows("Fra oss", "Om oppfølgingen")
}

func TestAnotherFamilysDocumentIsNotThereUnderOnesOwnAddress(t *testing.T) {
	d := openDesk(t)
	sent := d.sendFile(d.base+"/dokumenter/ny", "a.txt", []byte("Hei"), "title", "Brevet", "place", "goals").is(http.StatusSeeOther)
	other := d.house.Family("Nabolund")
	path := "/f/" + other.ID.String() + strings.TrimPrefix(sent.location, d.base)
	for _, part := range []string{"", "/last-ned", "/bilde"} {
		d.get(path + part).is(http.StatusNotFound).hides("Brevet")
	}
	for _, part := range []string{"/fjern", "/tilbake"} {
		d.post(path + part).is(http.StatusNotFound)
	}
	d.get(sent.location).is(http.StatusOK)
}
