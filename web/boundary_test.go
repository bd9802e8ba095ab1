package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnUnknownHostLearnsNothing(t *testing.T) {
	s := newStreet(t)
	for _, host := range []string{"bergen.localhost", "localhost", "fjordby.localhost.evil.example", "127.0.0.1"} {
		answer := s.sendTo(host, "", http.MethodGet, "/logg-inn")
		body := read(t, answer)
		if answer.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%s gave %d, want 421", host, answer.StatusCode)
		}
		for _, word := range []string{"Hverdag", "Fjordby", "Skogvik", "kommune"} {
			if strings.Contains(body, word) {
				t.Errorf("%s was told of %s", host, word)
			}
		}
	}
}

func TestAForwardedHostFromAnybodyIsIgnored(t *testing.T) {
	s := newStreet(t)
	request := httptest.NewRequest(http.MethodGet, "http://"+s.house.Neighbour.Host+port+"/logg-inn", nil)
	for _, header := range []string{"X-Forwarded-Host", "X-Original-Host", "X-Host", "Forwarded"} {
		request.Header.Set(header, s.house.Scope.Host)
	}
	answer, err := s.server.Test(request, 30_000)
	must(t, err)
	if body := read(t, answer); !strings.Contains(body, "Skogvik") || strings.Contains(body, "Fjordby") {
		t.Error("a forwarded host chose the municipality")
	}
}

func TestAChangeFromAnotherOriginIsRefused(t *testing.T) {
	s := newStreet(t)
	token := s.tokenOf(personas[0])
	for name, headers := range map[string]map[string]string{
		"another site":           {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
		"a sibling municipality": {"Sec-Fetch-Site": "same-site", "Origin": "http://skogvik.localhost:8080"},
		"an old browser's other": {"Origin": "http://skogvik.localhost:8080"},
		"nobody":                 {},
	} {
		request := httptest.NewRequest(http.MethodPost, "http://"+s.house.Scope.Host+port+"/f/"+s.family.ID.String()+"/logg", strings.NewReader("kind=call"))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.AddCookie(&http.Cookie{Name: "hverdag", Value: token})
		for header, value := range headers {
			request.Header.Set(header, value)
		}
		answer, err := s.server.Test(request, 30_000)
		must(t, err)
		if answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s gave %d, want 403", name, answer.StatusCode)
		}
	}
}

func TestABodyThatIsTooLargeIsToldSo(t *testing.T) {
	s := newStreet(t)
	body := "note=" + strings.Repeat("a", 2<<20)
	request := httptest.NewRequest(http.MethodPost, "http://"+s.house.Scope.Host+port+"/f/"+s.family.ID.String()+"/logg", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.AddCookie(&http.Cookie{Name: "hverdag", Value: s.tokenOf(personas[0])})
	answer, err := s.server.Test(request, 30_000)
	must(t, err)
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d, want 413", answer.StatusCode)
	}
}

func TestAMunicipalityUnderMaintenanceSaysSoAndNoMore(t *testing.T) {
	s := newStreet(t)
	_, err := s.house.Control.DB().Exec(`UPDATE municipalities SET database = 'hv_gone' WHERE id = $1`, s.house.Scope.ID.String())
	must(t, err)
	s.house.Registry.Close()
	s.house.Registry.Changed(t.Context())
	answer := s.sendTo(s.house.Scope.Host, "", http.MethodGet, "/logg-inn")
	if body := read(t, answer); answer.StatusCode != http.StatusServiceUnavailable || strings.Contains(body, "hv_gone") {
		t.Errorf("got %d, or a page that tells why", answer.StatusCode)
	}
	if answer := s.sendTo(s.house.Neighbour.Host, "", http.MethodGet, "/logg-inn"); answer.StatusCode != http.StatusOK {
		t.Errorf("the neighbour got %d", answer.StatusCode)
	}
}

func TestEveryPageForbidsScriptsAndFramesFromElsewhereAndIsNotKept(t *testing.T) {
	s := newStreet(t)
	answer := s.send(s.tokenOf(personas[0]), http.MethodGet, "/f/"+s.family.ID.String())
	for header, want := range map[string]string{
		"Content-Security-Policy": "script-src 'self'", "Cache-Control": "no-store",
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
	} {
		if !strings.Contains(answer.Header.Get(header), want) {
			t.Errorf("%s is %q", header, answer.Header.Get(header))
		}
	}
	if strings.Contains(answer.Header.Get("Content-Security-Policy"), "unsafe") {
		t.Error("the content policy allows something unsafe")
	}
}

func TestSignInsFromOneAddressAreBounded(t *testing.T) {
	s := newStreet(t)
	refused := false
	for range 300 {
		answer := s.sendTo(s.house.Scope.Host, "", http.MethodGet, "/logg-inn/retur")
		refused = refused || answer.StatusCode == http.StatusTooManyRequests
	}
	if !refused {
		t.Error("three hundred sign-ins in a moment were let through")
	}
}
