package logvendor

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-http/openapi"
)

// caller asks a server, and holds every answer against the description.
type caller struct {
	t      *testing.T
	server *Server
	web    *httptest.Server
	used   map[string]bool
}

func open(t *testing.T, options Options) *caller {
	t.Helper()
	server, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.Close()
		_ = server.Close()
	})
	return &caller{t: t, server: server, web: web, used: map[string]bool{}}
}

func (c *caller) ask(method, path, key, body string, headers ...string) (int, map[string]any) {
	c.t.Helper()
	request, err := http.NewRequest(method, c.web.URL+Base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.fits(method, path, response.StatusCode, content)
	var said map[string]any
	_ = json.Unmarshal(content, &said)
	return response.StatusCode, said
}

func (c *caller) fits(method, path string, status int, content []byte) {
	c.t.Helper()
	operations, err := openapi.Load()
	if err != nil {
		c.t.Fatal(err)
	}
	path, _, _ = strings.Cut(path, "?")
	operation, _, ok := openapi.Match(operations, method, path)
	if !ok || bytes.HasPrefix(content, []byte("<!doctype")) {
		return
	}
	c.used[operation.ID] = true
	if problems := operation.Answer(status, content); len(problems) > 0 {
		c.t.Errorf("%s %s answers %d %s: %v", method, path, status, content, problems)
	}
}

func (c *caller) must(method, path, key, body string, headers ...string) map[string]any {
	c.t.Helper()
	status, said := c.ask(method, path, key, body, headers...)
	if status >= 300 || status == 0 {
		c.t.Fatalf("%s %s: %d %v", method, path, status, said)
	}
	return said
}

// whole writes everything a sak can hold, and returns its id.
func (c *caller) whole() string {
	sak := c.must("POST", "/saker", "k1", `{"barn":{"pseudonym":"b-1","aldersgruppe":"6-12 år"},"nivaa":"1",
		"stafettholder":{"rolle":"kontaktlærer"},"maal":[{"tekst":"Trygg på skolen","eksternId":"g1"}],
		"tiltak":[{"hva":"Fast voksen","maalId":"g1"}],"deltakere":[{"rolle":"TJENESTE","enhet":"999999999"}],
		"overganger":[{"fra":"0","til":"1","dato":"2026-09-01"}]}`)["sakId"].(string)
	at := "/saker/" + sak
	goal := c.must("POST", at+"/maal", "k2", `{"tekst":"Sove"}`)["id"].(string)
	c.must("PATCH", at+"/maal/"+goal, "k3", `{"status":"OPPNAADD"}`)
	measure := c.must("POST", at+"/tiltak", "k4", `{"hva":"Leggetid","maalId":"`+goal+`","frist":"2026-12-01"}`)["id"].(string)
	c.must("PATCH", at+"/tiltak/"+measure, "k5", `{"status":"IGANG","effekt":"BEDRE"}`)
	meeting := c.must("POST", at+"/moter", "k6", `{"dato":"2026-10-01","avtaler":["Prøve én uke"]}`)["id"].(string)
	c.must("PATCH", at+"/moter/"+meeting, "k7", `{"beslutning":"FORTSETT"}`)
	c.must("POST", at+"/stafettpinne/tilbud", "k8", `{"rolle":"helsesykepleier"}`)
	c.must("POST", at+"/stafettpinne/svar", "k9", `{"godtatt":true}`)
	c.must("POST", at+"/vedlegg", "k10", "%PDF-1.7", "Content-Type", "application/pdf", "Content-Disposition", `attachment; filename="plan.pdf"`)
	c.must("POST", at+"/avslutning", "k11", `{"grunn":"INDIVIDUELL_PLAN"}`)
	return sak
}

func (c *caller) picture(sak string) string {
	var all []any
	at := "/saker/" + sak
	for _, path := range []string{at, at + "/maal", at + "/tiltak", at + "/moter", at + "/deltakere", at + "/overganger",
		"/hendelser?sak=" + sak, "/kvitteringer/k5", "/saker?referanse=STAF-1001"} {
		all = append(all, c.must("GET", path, "", ""))
	}
	text, _ := json.MarshalIndent(all, "", " ")
	return string(text)
}

func TestEveryAddressAnswersAsItIsDescribed(t *testing.T) {
	c := open(t, Options{Token: "hemmelig"})
	if status, _ := c.ask("GET", "/status", "", ""); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d", status)
	}
	c = open(t, Options{})
	c.must("GET", "/status", "", "")
	c.picture(c.whole())
	operations, err := openapi.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, operation := range operations {
		if !c.used[operation.ID] {
			t.Errorf("%s has not been tried", operation.ID)
		}
	}
}

func TestAllThatWasConfirmedIsThereAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	first := open(t, Options{Path: path})
	sak := first.whole()
	before := first.picture(sak)
	first.web.Close()
	torn, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := torn.WriteString(`{"number":12,"operation":"nyttM`); err != nil {
		t.Fatal(err)
	}
	_ = torn.Close()

	second := open(t, Options{Path: path})
	if after := second.picture(sak); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	if got := string(second.server.Documents(sak)["plan.pdf"]); got != "%PDF-1.7" {
		t.Errorf("the document is %q", got)
	}
	again := second.must("POST", "/saker/"+sak+"/maal", "k2", `{"tekst":"Sove"}`)
	if again["kvitteringsnummer"] != "KV-000002" || len(second.server.Writes()) != 11 {
		t.Errorf("the key was used again: %v, %d writes", again, len(second.server.Writes()))
	}
	writes, err := ReadWrites(path)
	if err != nil || len(writes) != 11 || writes[10].Operation != "avslutt" {
		t.Errorf("%d writes in the journal, %v", len(writes), err)
	}
	if requests := second.server.Requests(); len(requests) < 25 || requests[0].Key != "k1" {
		t.Errorf("%d requests are remembered", len(requests))
	}
}

func TestWhatIsWrongIsRefusedAndChangesNothing(t *testing.T) {
	c := open(t, Options{})
	sak := c.must("POST", "/saker", "k1", `{}`)["sakId"].(string)
	at := "/saker/" + sak
	goal := c.must("POST", at+"/maal", "k2", `{"tekst":"Sove"}`)["id"].(string)
	for _, try := range []struct {
		method, path, key, body string
		status                  int
		code                    string
		headers                 []string
	}{
		{"POST", at + "/maal", "k2", `{"tekst":"Spise"}`, 422, "nokkel_brukt", nil},
		{"POST", at + "/maal", "k3", `{}`, 400, "ugyldig", nil},
		{"POST", at + "/maal", "", `{"tekst":"Sove"}`, 400, "ugyldig", nil},
		{"POST", at + "/maal", "k3", `{"tekst":"Sove"}`, 412, "endret", []string{"If-Match", `"s1"`}},
		{"PATCH", at + "/maal/" + goal, "k3", `{"tekst":"Sove"}`, 412, "endret", []string{"If-Match", `"i2"`}},
		{"PATCH", at + "/maal/M-1", "k3", `{}`, 404, "finnes_ikke", nil},
		{"POST", "/saker/S-1/maal", "k3", `{"tekst":"Sove"}`, 404, "finnes_ikke", nil},
		{"POST", at + "/stafettpinne/svar", "k3", `{"godtatt":true}`, 409, "ikke_tilbudt", nil},
		{"GET", "/kvitteringer/k3", "", "", 404, "finnes_ikke", nil},
		{"GET", at + "/maal?side=x", "", "", 400, "ugyldig", nil},
		{"DELETE", at, "", "", 404, "finnes_ikke", nil},
	} {
		status, said := c.ask(try.method, try.path, try.key, try.body, try.headers...)
		if status != try.status || said["kode"] != try.code {
			t.Errorf("%s %s %s: %d %v", try.method, try.path, try.body, status, said)
		}
	}
	if writes := c.server.Writes(); len(writes) != 2 {
		t.Errorf("%d writes were done", len(writes))
	}
	c.must("POST", at+"/avslutning", "k4", `{"grunn":"ANNET"}`)
	if status, said := c.ask("POST", at+"/maal", "k5", `{"tekst":"Sove"}`); status != 409 || said["kode"] != "lukket" {
		t.Errorf("a closed sak: %d %v", status, said)
	}
}

func TestFaultsStrikeWhenTheyAreToldTo(t *testing.T) {
	killed := 0
	c := open(t, Options{Kill: func() { killed++ }, ClockSkew: time.Hour, RetryAsDate: true})
	sak := c.must("POST", "/saker", "k1", `{}`)["sakId"].(string)
	write := func(key string) (int, map[string]any) {
		return c.ask("POST", "/saker/"+sak+"/maal", key, `{"tekst":"Sove"}`)
	}
	for i, try := range []struct {
		fault          string
		status, writes int
	}{
		{"fail-before", 503, 0}, {"lose-answer", 502, 1}, {"cut-answer", 0, 1}, {"crash", 0, 1}, {"crash-before", 0, 0},
		{"rate-limit,for=1500ms", 429, 0}, {"slow,for=1ms", 201, 1}, {"trickle,for=1us", 201, 1}, {"edit-first", 201, 2}, {"nonsense", 200, 0},
		{"fail-before,on=reads", 201, 1}, {"fail-before,on=startSak", 201, 1}, {"fail-before,after=1", 201, 1},
	} {
		fault, err := ParseFault(try.fault)
		if err != nil {
			t.Fatal(err)
		}
		before := len(c.server.Writes())
		c.server.Break(fault)
		status, _ := write("fault-" + string(rune('a'+i)))
		if done := len(c.server.Writes()) - before; status != try.status || done != try.writes {
			t.Errorf("%s: %d, %d writes", try.fault, status, done)
		}
	}
	if killed != 2 {
		t.Errorf("killed %d times", killed)
	}
	c.server.Break(Fault{Kind: FailBefore, Every: 2, Times: 2})
	var pattern []int
	for i := range 6 {
		status, _ := write("turn-" + string(rune('a'+i)))
		pattern = append(pattern, status)
	}
	if want := []int{503, 201, 503, 201, 201, 201}; !slices.Equal(pattern, want) {
		t.Errorf("%v, want %v", pattern, want)
	}
	for _, bad := range []string{"", "melt", "slow,for=x", "slow,how=x", "slow,every=x"} {
		if _, err := ParseFault(bad); err == nil {
			t.Errorf("%q is a fault", bad)
		}
	}
}
