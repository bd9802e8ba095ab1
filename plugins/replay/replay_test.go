package replay

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// session records a session with handler and returns it as it was written.
func session(t *testing.T, handler http.HandlerFunc, do func(*http.Client, string)) (Recording, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	recorder := &Recorder{Through: http.DefaultTransport, Redact: Redaction{Secrets: []string{"hemmelig-nokkel"}}}
	do(&http.Client{Transport: recorder}, server.URL)
	path := filepath.Join(t.TempDir(), "testdata", "session.json")
	if err := recorder.Recording().Save(path); err != nil {
		t.Fatal(err)
	}
	recording, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return recording, string(text)
}

func get(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestASessionIsAnsweredAgainAsItWas(t *testing.T) {
	turn := 0
	recording, _ := session(t, func(w http.ResponseWriter, r *http.Request) {
		turn++
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if r.URL.Path == "/busy" {
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		fmt.Fprintf(w, `{"navn":"Bjørkåsen skole","svar":%d}`, turn)
	}, func(client *http.Client, base string) {
		for _, path := range []string{"/v4?b=2&a=1", "/v4?b=2&a=1", "/busy"} {
			get(t, client, base+path)
		}
	})
	if hosts := recording.Hosts(); len(hosts) != 1 || hosts[0] != "127.0.0.1" {
		t.Fatal(hosts)
	}
	again := httptest.NewServer(recording.Handler("127.0.0.1"))
	t.Cleanup(again.Close)
	for i, want := range []int{1, 2, 2} {
		status, body := get(t, http.DefaultClient, again.URL+"/v4?a=1&b=2")
		if status != 200 || strings.TrimSpace(body) != fmt.Sprintf(`{"navn":"Bjørkåsen skole","svar":%d}`, want) {
			t.Errorf("answer %d: %d %s", i, status, body)
		}
	}
	response, err := http.Get(again.URL + "/busy")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 429 || response.Header.Get("Retry-After") != "3" {
		t.Error(response.Status, response.Header)
	}
	if status, body := get(t, http.DefaultClient, again.URL+"/other"); status != 404 || !strings.Contains(body, "GET /other") {
		t.Error(status, body)
	}
}

func TestNoSecretAndNobodyIsInARecording(t *testing.T) {
	_, text := session(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "okt=sesjonskake")
		fmt.Fprint(w, `{"navn":"Solsikken barnehage","organisasjonsnummer":"999999901","kontaktperson":{"fornavn":"Ylva","etternavn":"Prøvestad"},
			"styrer":"Ylva Prøvestad","epost":"ylva@prove.example","telefon":"99887766","mobilnummer":99887766,
			"merknad":"Ring ylva@prove.example eller 010190 12345, nøkkel hemmelig-nokkel","fodselsnummer":"01019012345","tall":41019012345}`)
	}, func(client *http.Client, base string) {
		request, err := http.NewRequest(http.MethodPost, base+"/?api_key=hemmelig-nokkel&sok=ylva@prove.example", strings.NewReader("token hemmelig-nokkel"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer hemmelig-nokkel")
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadAll(response.Body)
		_ = response.Body.Close()
	})
	for _, gone := range []string{"hemmelig-nokkel", "sesjonskake", "Ylva", "Prøvestad", "ylva", "99887766", "12345"} {
		if strings.Contains(text, gone) {
			t.Errorf("%q is in the recording:\n%s", gone, text)
		}
	}
	for _, kept := range []string{"Solsikken barnehage", "999999901"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is not in the recording", kept)
		}
	}
}

func TestABodyThatIsNotUTF8IsKeptAsItWas(t *testing.T) {
	latin := "Bj\xf8rk\xe5sen"
	recording, _ := session(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, latin) },
		func(client *http.Client, base string) { get(t, client, base) })
	again := httptest.NewServer(recording.Handler("127.0.0.1"))
	t.Cleanup(again.Close)
	if _, body := get(t, http.DefaultClient, again.URL); body != latin {
		t.Errorf("%q", body)
	}
}
