package host

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestOnlyAddressesOnTheInternetArePublic(t *testing.T) {
	for address, public := range map[string]bool{
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "172.32.0.1": true, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "8.8.8.8": true, "::1": false, "::": false,
		"fe80::1": false, "fc00::1": false, "fd00:ec2::254": false, "::ffff:127.0.0.1": false, "::ffff:8.8.8.8": true, "64:ff9b::7f00:1": false,
		"2002:7f00:1::": false, "2a00:1450:400f::1": true, "ff02::1": false, "::7f00:1": false,
	} {
		if got := isPublic(netip.MustParseAddr(address).Unmap()); got != public {
			t.Errorf("%s is public: %v", address, got)
		}
	}
}

func TestASecretIsCoveredHoweverTheAnswerIsCut(t *testing.T) {
	const secret = "hemmelig/nøkkel"
	text := strings.Repeat("before ", 50) + secret + " and " + secret + secret + strings.Repeat(" after", 50)
	for size := 1; size < len(text); size += 3 {
		hidden := newHider([]string{secret})
		var got strings.Builder
		for at := 0; at < len(text); at += size {
			end := min(at+size, len(text))
			got.Write(hidden.next([]byte(text[at:end]), end == len(text)))
		}
		if len(got.String()) != len(text) || strings.Contains(got.String(), "hemmelig") || strings.Count(got.String(), "*") != 3*len(secret) {
			t.Fatalf("in parts of %d it became %q", size, got.String())
		}
	}
	h := newHider([]string{`a/b"c<d+e`})
	for _, form := range []string{`a/b"c<d+e`, `a/b\"c\u003cd+e`, `a\/b\"c\u003cd+e`, "a/b&#34;c&lt;d+e", "a%2Fb%22c%3Cd%2Be", "YS9iImM8ZCtl"} {
		if got := h.text("x " + form + " y"); strings.Trim(got, "xy *") != "" || len(got) != len(form)+4 {
			t.Errorf("%q became %q", form, got)
		}
	}
	if got := string(newHider(nil).next([]byte("as it was"), false)); got != "as it was" {
		t.Errorf("without secrets it became %q", got)
	}
	if got := newHider([]string{"ab"}).text("abab"); got != "abab" {
		t.Errorf("what is found everywhere was covered: %q", got)
	}
}

func TestOnlyWhatMayBeShownIsLeft(t *testing.T) {
	for text, want := range map[string]string{
		"Blåbærstien barnehage":         "Blåbærstien barnehage",
		"a\x00b\x1b[0mc\x7f":            "ab[0mc",
		"\u202eesrever\u2066":           "esrever",
		"zero\u200bwidth\ufeff\u2060":   "zerowidth",
		"soft\u00adhyphen":              "softhyphen",
		"linje\nto\tog tre":             "linje\nto\tog tre",
		"می\u200cخواهم":                 "می\u200cخواهم",
		"bad \xff\xfe utf8":             "bad  utf8",
		"tag \U000e0041\U000e0042 text": "tag  text",
		"Čállinlávdi šaddá 🌱":           "Čállinlávdi šaddá 🌱",
	} {
		if got := cleanText(text, longest); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
		if isClean(text) != (text == want) {
			t.Errorf("%q is clean: %v", text, isClean(text))
		}
	}
	if got := cleanText("æøå", 2); got != "æø" {
		t.Errorf("cut to %q", got)
	}
	for address, want := range map[string]string{
		"https://skole.example/a": "https://skole.example/a", "javascript:alert(1)": "", " JAVASCRIPT:alert(1)": "", "data:text/html,x": "",
		"//skole.example": "", "https://user@skole.example": "", "http://skole.example": "http://skole.example", "skole.example": "",
	} {
		if got := webAddress(address); got != want {
			t.Errorf("%q leads to %q, want %q", address, got, want)
		}
	}
}

func TestProcessorTimeIsCountedInWindows(t *testing.T) {
	var b busy
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	for i, step := range []struct {
		after, used time.Duration
		tooMuch     bool
	}{
		{0, time.Hour, false}, // what was used before anybody looked
		{10 * time.Second, time.Hour + 9*time.Second, false},
		{51 * time.Second, time.Hour + 51*time.Second, true},
		{2 * time.Minute, time.Hour + 52*time.Second, false},
		{150 * time.Second, time.Hour + 70*time.Second, false},
	} {
		if got := b.tooMuch(now.Add(step.after), step.used, 50*time.Second); got != step.tooMuch {
			t.Errorf("step %d: %v", i, got)
		}
	}
}
