package console_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/provision"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/console"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
)

const consoleHost = "stiftelsen.localhost:8080"

// office is the console behind the boundary.
type office struct {
	t      *testing.T
	house  *tenanttest.House
	pages  *console.Console
	server *fiber.App
}

func openOffice(t *testing.T) *office {
	t.Helper()
	house := tenanttest.SQLite(t)
	pages := console.New(console.Config{Provisioner: house.Provisioner, Clock: house.Clock, Log: house.Log})
	boundary, err := middleware.New(middleware.Config{
		Base: context.Background(), Log: house.Log, Ports: []string{"8080"}, Classify: app.Classify, Page: pages.FaultPage,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := fiber.New(boundary.Fiber())
	boundary.Install(server)
	pages.Mount(server)
	return &office{t: t, house: house, pages: pages, server: server}
}

// visitor is one browser.
type visitor struct {
	*office
	cookies map[string]string
}

func (o *office) stranger() *visitor { return &visitor{office: o, cookies: map[string]string{}} }

// lead is the foundation's programme lead, signed in.
func (o *office) lead() *visitor {
	o.t.Helper()
	const email = "leder@stiftelsen.example"
	_, err := o.house.Provisioner.InviteConsoleUser(o.t.Context(), provision.ConsoleInvitation{Name: "Prøve Leder", Email: email})
	if err != nil {
		o.t.Fatal(err)
	}
	token, _, err := o.house.Provisioner.ConsoleSignIn(o.t.Context(), provision.ConsoleIdentity{
		Issuer: tenanttest.Issuer, Subject: email, Email: email,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return &visitor{office: o, cookies: map[string]string{"hverdag": token}}
}

// page is an answer.
type page struct {
	t        *testing.T
	status   int
	location string
	body     string
}

func (v *visitor) send(request *http.Request) page {
	v.t.Helper()
	request.Host = consoleHost
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range v.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := v.server.Test(request, 30_000)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	for _, cookie := range answer.Cookies() {
		if cookie.Value == "" {
			delete(v.cookies, cookie.Name)
			continue
		}
		v.cookies[cookie.Name] = cookie.Value
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return page{t: v.t, status: answer.StatusCode, location: answer.Header.Get("Location"), body: string(body)}
}

func (v *visitor) get(path string) page {
	v.t.Helper()
	return v.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form of names and values in turn.
func (v *visitor) post(path string, fields ...string) page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(request)
}

// is fails the test unless the answer has the status.
func (p page) is(status int) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("status %d, want %d\n%s", p.status, status, p.body)
	}
	return p
}

// shows fails the test unless every text is on the page.
func (p page) shows(texts ...string) page {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.body, text) {
			p.t.Errorf("the page does not show %q\n%s", text, p.body)
		}
	}
	return p
}

// hides fails the test if any text is on the page.
func (p page) hides(texts ...string) page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.body, text) {
			p.t.Errorf("the page shows %q", text)
		}
	}
	return p
}

var placeholder = regexp.MustCompile(`:\w+`)
