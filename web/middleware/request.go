package middleware

import (
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Request is the one way handlers read a request. Fiber hands out strings that
// live in a buffer of the connection and change when the next request comes:
// measured, a kept id became another family's. Everything read here is a copy.
//
// What people wrote also becomes valid UTF-8 without NUL, which PostgreSQL
// refuses, and with plain line ends, whichever the browser sent.
type Request struct{ c *fiber.Ctx }

// Of wraps c. It may be used only while the request lasts; what it returns may
// be kept.
func Of(c *fiber.Ctx) Request { return Request{c} }

// Param is a part of the address, by its name in the route.
func (r Request) Param(name string) string { return clean(r.c.Params(name)) }

// Query is a parameter of the address after the question mark.
func (r Request) Query(name string) string {
	return clean(string(r.c.Request().URI().QueryArgs().Peek(name)))
}

// QueryAll are all parameters of the address, for the callback of sign-in.
func (r Request) QueryAll() map[string][]string {
	all := map[string][]string{}
	for name, value := range r.c.Request().URI().QueryArgs().All() {
		all[clean(string(name))] = append(all[clean(string(name))], clean(string(value)))
	}
	return all
}

// Form is a field of the form that was sent. It is read from the body alone:
// Fiber's FormValue would let a parameter in the address stand in for a field.
func (r Request) Form(name string) string {
	if all := r.FormAll(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// FormAll are all values of a field, for boxes that can be ticked.
func (r Request) FormAll(name string) []string {
	var all []string
	if form := r.multipart(); form != nil {
		for _, value := range form.Value[name] {
			all = append(all, clean(value))
		}
		return all
	}
	for _, value := range r.c.Request().PostArgs().PeekMulti(name) {
		all = append(all, clean(string(value)))
	}
	return all
}

// FormNames are the names of the fields that were sent, each once, in order
// where the form was not a multipart one.
func (r Request) FormNames() []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if form := r.multipart(); form != nil {
		for name := range form.Value {
			add(clean(name))
		}
		return names
	}
	for name := range r.c.Request().PostArgs().All() {
		add(clean(string(name)))
	}
	return names
}

// File is an uploaded file, or nil. Its Filename is the visitor's word; do not
// use it as a path.
func (r Request) File(name string) *multipart.FileHeader {
	form := r.multipart()
	if form == nil || len(form.File[name]) == 0 {
		return nil
	}
	return form.File[name][0]
}

func (r Request) multipart() *multipart.Form {
	if !strings.HasPrefix(string(r.c.Request().Header.ContentType()), fiber.MIMEMultipartForm) {
		return nil
	}
	form, err := r.c.MultipartForm()
	if err != nil {
		return nil // a broken form has no fields
	}
	return form
}

// Cookie is the value of a cookie.
func (r Request) Cookie(name string) string { return clean(string(r.c.Request().Header.Cookie(name))) }

// Header is the first value of a header.
func (r Request) Header(name string) string { return clean(string(r.c.Request().Header.Peek(name))) }

// Path is the path of the address, decoded.
func (r Request) Path() string { return clean(string(r.c.Request().URI().Path())) }

// Local is path and query as sent, to come back to after sign-in.
func (r Request) Local() string { return clean(string(r.c.Request().URI().RequestURI())) }

// Method is GET, POST ...
func (r Request) Method() string { return strings.Clone(r.c.Method()) }

// clean copies s and makes it fit to keep.
func clean(s string) string {
	s = strings.ToValidUTF8(strings.Clone(s), "\uFFFD")
	s = strings.ReplaceAll(s, "\x00", "")
	return strings.ReplaceAll(s, "\r\n", "\n")
}
