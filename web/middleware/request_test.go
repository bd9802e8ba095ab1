package middleware

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// A connection's second request overwrites the buffer of the first. The test
// runs without Fiber's Immutable, keeps a raw value beside ours to show that
// the danger is real, and sees that ours do not change.
func TestWhatWasReadDoesNotChangeUnderTheNextRequest(t *testing.T) {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	var raw []string
	var kept [][]string
	app.Post("/f/:id", func(c *fiber.Ctx) error {
		r := Of(c)
		raw = append(raw, c.Params("id"))
		kept = append(kept, []string{r.Param("id"), r.Query("q"), r.Form("f"), r.Cookie("k"), r.Header("X-H"),
			r.Path(), r.Local(), r.FormNames()[0], r.QueryAll()["q"][0]})
		return c.SendString("ok")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- app.Listener(listener) }()
	h := &house{t: t}
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	for n := range 9 {
		v := strings.Repeat(fmt.Sprint(n+1), 4)
		h.exchange(conn, reader, fmt.Sprintf("POST /f/%[1]s?q=%[1]s HTTP/1.1\r\nHost: x\r\nX-H: %[1]s\r\nCookie: k=%[1]s\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\nf=%[1]s", v))
	}
	conn.Close()
	if err := app.Shutdown(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	changed := 0
	for n, values := range kept {
		v := strings.Repeat(fmt.Sprint(n+1), 4)
		if raw[n] != v {
			changed++
		}
		want := []string{v, v, v, v, v, "/f/" + v, "/f/" + v + "?q=" + v, "f", v}
		if fmt.Sprint(values) != fmt.Sprint(want) {
			t.Errorf("request %d became %v", n+1, values)
		}
	}
	if changed == 0 {
		t.Error("no raw value changed: this test no longer shows the danger")
	}
}

// read sends a form and returns what show saw of it.
func read(t *testing.T, target, kind, body string, show func(r Request) string) string {
	t.Helper()
	h := build(t, nil, func(h *house) {
		h.app.Post("/read", func(c *fiber.Ctx) error { return c.SendString(show(Of(c))) })
	})
	return h.send(head("POST "+target, "Sec-Fetch-Site: same-origin", "Content-Type: "+kind,
		fmt.Sprintf("Content-Length: %d", len(body))) + body).body
}

func TestAnAddressCannotStandInForAField(t *testing.T) {
	got := read(t, "/read?role=administrator", "application/x-www-form-urlencoded", "name=x", func(r Request) string {
		return "[" + r.Form("role") + "]" + r.Query("role")
	})
	if got != "[]administrator" {
		t.Errorf("read %q", got)
	}
}

func TestWhatPeopleWriteIsFitToKeep(t *testing.T) {
	body := url.Values{"what": {"to\r\nlinjer\x00 og \xff"}, "box": {"a", "b"}}.Encode()
	got := read(t, "/read", "application/x-www-form-urlencoded", body, func(r Request) string {
		return r.Form("what") + strings.Join(r.FormAll("box"), "+")
	})
	if got != "to\nlinjer og \uFFFDa+b" {
		t.Errorf("read %q", got)
	}
}

func TestAnUploadIsRead(t *testing.T) {
	body := "--x\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\ntekst\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nnavn\r\n--x--\r\n"
	got := read(t, "/read", "multipart/form-data; boundary=x", body, func(r Request) string {
		file := r.File("file")
		if file == nil || r.File("other") != nil {
			return "no file"
		}
		return fmt.Sprint(r.Form("what"), file.Filename, file.Size, r.FormNames())
	})
	if got != "teksta.csv4 [what]" && got != "teksta.csv 4 [what]" {
		t.Errorf("read %q", got)
	}
	if got := read(t, "/read", "multipart/form-data; boundary=x", "broken", func(r Request) string {
		return "[" + r.Form("what") + "]"
	}); got != "[]" {
		t.Errorf("a broken upload gave %q", got)
	}
}
