package app_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
)

const adminHost = "fjordby.localhost:8080"

// office is the municipality's pages behind the boundary, with people of
// Fjordby signed in.
type office struct {
	t      *testing.T
	house  *tenanttest.House
	server *fiber.App
}

func openOffice(t *testing.T) *office {
	t.Helper()
	return openReplica(t, tenanttest.SQLite(t))
}

// openReplica is one more process that serves the house's municipalities.
func openReplica(t *testing.T, house *tenanttest.House) *office {
	t.Helper()
	pages := app.New(app.Config{Registry: house.Registry})
	boundary, err := middleware.New(middleware.Config{
		Base: context.Background(), Log: house.Log, Ports: []string{"8080"}, Classify: app.Classify, Page: pages.FaultPage,
		UploadLimit: app.UploadLimit, Uploads: app.TakesUpload,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := fiber.New(boundary.Fiber())
	boundary.Install(server)
	pages.Mount(server)
	return &office{t: t, house: house, server: server}
}

// visitor is one browser.
type visitor struct {
	*office
	cookies map[string]string
}

func (o *office) stranger() *visitor { return &visitor{office: o, cookies: map[string]string{}} }

// administrator is Fjordby's first administrator.
func (o *office) administrator() *visitor {
	o.house.Administrator()
	return o.signIn("administrator@fjordby.example")
}

// staff is a person of Fjordby with the roles.
func (o *office) staff(name string, roles ...policy.Role) *visitor {
	o.house.Staff(o.house.Scope, name, roles...)
	return o.signIn(name + "@fjordby.example")
}

func (o *office) signIn(email string) *visitor {
	o.t.Helper()
	token, _, err := directory.SignIn(o.t.Context(), o.house.Scope, directory.Identity{
		Issuer: tenanttest.Issuer, Subject: email, Kind: directory.KindStaff, Email: email, EmailVerified: true,
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
	request.Host = adminHost
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

func (v *visitor) upload(path, content string) page {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "enheter.csv")
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := io.WriteString(file, content); err != nil {
		v.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, path, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
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

// link is the address of the first link or form that matches.
func (p page) link(pattern string) string {
	p.t.Helper()
	found := regexp.MustCompile(`(?:href|action)="(` + pattern + `)"`).FindStringSubmatch(p.body)
	if found == nil {
		p.t.Fatalf("no link like %s\n%s", pattern, p.body)
	}
	return found[1]
}

const anID = `[0-9a-f-]{36}`
