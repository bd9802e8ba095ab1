// Package static holds what a browser fetches beside the pages: style sheets,
// fonts, pictures and the few small modules of JavaScript. All of it is built
// into the program and served from the page's own origin.
//
// A page asks for a file by its plain name and gets an address with a hash of
// the content in it, so that browsers may keep it for ever:
//
//	static.Asset("hverdag.css")  // "/static/hverdag.1f0c9a3b5e.css"
//
// The web server hands what follows /static/ to Open and sends what it gets.
// The package knows no web framework.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// Prefix is where the files are served.
const Prefix = "/static/"

// CacheControl is the header for a file whose name carries its hash.
const CacheControl = "public, max-age=31536000, immutable"

//go:embed css/*.css js/*.js img/* vendor/designsystemet/*.css vendor/inter/*.woff2
var files embed.FS

// sheets are joined, in this order, to the one style sheet of the pages.
var sheets = []string{
	"vendor/designsystemet/theme.css",
	"vendor/designsystemet/designsystemet.css",
	"css/base.css", "css/layout.css", "css/parts.css", "css/timeline.css",
	"css/form.css", "css/table.css", "css/scale.css", "css/journal.css", "css/young.css", "css/conversation.css", "css/print.css",
}

var byName, byAddress = mustLoad()

// File is one file to send.
type File struct {
	Name  string // plain name: "hverdag.css"
	Type  string // content type
	ETag  string // quoted
	Body  []byte
	small func() compressed
}

type compressed struct{ gzip, brotli []byte }

// Asset returns the address of a file for use in a page. An unknown name
// panics: it is a fault in the program, and every page's test meets it.
func Asset(name string) string {
	f, ok := byName[name]
	if !ok {
		panic("static: no file named " + name)
	}
	return Prefix + f.hashed()
}

// Open returns the file for what follows /static/ in an address. Only names
// that carry the right hash exist.
func Open(address string) (*File, bool) {
	f, ok := byAddress[address]
	return f, ok
}

// Encoded returns the body in the best form the browser accepts, and the
// value of Content-Encoding, empty when it is sent as it is. Whoever sends it
// must also send Vary: Accept-Encoding.
func (f *File) Encoded(acceptEncoding string) (body []byte, encoding string) {
	if strings.HasPrefix(f.Type, "font/") {
		return f.Body, ""
	}
	switch {
	case accepts(acceptEncoding, "br"):
		return f.small().brotli, "br"
	case accepts(acceptEncoding, "gzip"):
		return f.small().gzip, "gzip"
	}
	return f.Body, ""
}

func accepts(header, encoding string) bool {
	for _, part := range strings.Split(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		quality := strings.ReplaceAll(params, " ", "")
		return quality != "q=0" && !strings.HasPrefix(quality, "q=0.000")
	}
	return false
}

func (f *File) hashed() string {
	extension := path.Ext(f.Name)
	return strings.TrimSuffix(f.Name, extension) + "." + strings.Trim(f.ETag, `"`) + extension
}

// mustLoad names every file and works out its hash. Compression waits until
// somebody asks.
func mustLoad() (named, addressed map[string]*File) {
	named, addressed = map[string]*File{}, map[string]*File{}
	add := func(name string, body []byte) {
		f := newFile(name, body)
		named[name], addressed[f.hashed()] = f, f
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, ".css") {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		add(plain(name), body)
		return nil
	})
	if err != nil {
		panic("static: reading files: " + err.Error())
	}
	sheet, err := join(named)
	if err != nil {
		panic("static: " + err.Error())
	}
	add("hverdag.css", sheet)
	return named, addressed
}

// plain is the name pages use: without the folder a file is kept in.
func plain(name string) string { return path.Base(name) }

// join makes one style sheet, with the addresses of the fonts in it.
func join(named map[string]*File) ([]byte, error) {
	var out bytes.Buffer
	for _, name := range sheets {
		body, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("joining style sheets: %w", err)
		}
		out.Write(body)
		out.WriteByte('\n')
	}
	text := strings.ReplaceAll(out.String(), "@charset \"UTF-8\";\n", "")
	for name, f := range named {
		text = strings.ReplaceAll(text, `url("`+name+`")`, `url("`+Prefix+f.hashed()+`")`)
	}
	return []byte("@charset \"UTF-8\";\n" + text), nil
}

func newFile(name string, body []byte) *File {
	sum := sha256.Sum256(body)
	return &File{
		Name: name,
		Type: contentType(name),
		ETag: `"` + hex.EncodeToString(sum[:5]) + `"`,
		Body: body,
		small: sync.OnceValue(func() compressed {
			return compressed{gzip: gzipped(body), brotli: brotlied(body)}
		}),
	}
}

// contentType does not ask the machine, whose tables differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".png":
		return "image/png"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func gzipped(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic("static: gzip: " + err.Error())
	}
	w.Write(body) //nolint:errcheck // a bytes.Buffer does not fail
	w.Close()
	return out.Bytes()
}

func brotlied(body []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, 9)
	w.Write(body) //nolint:errcheck // a bytes.Buffer does not fail
	w.Close()
	return out.Bytes()
}
