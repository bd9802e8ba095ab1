// Package replay keeps sessions with a live service as files, without secrets
// and personal data, and answers from them in tests. A file is HAR 1.2 with
// what tests need of it, so that browsers' tools show it too.
package replay

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"unicode/utf8"
)

// Recording is a session with one or more systems.
type Recording struct {
	Log Log `json:"log"`
}

// Log is the session itself.
type Log struct {
	Version string  `json:"version"`
	Creator Creator `json:"creator"`
	Entries []Entry `json:"entries"`
}

// Creator is what made the file.
type Creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Entry is one request and its answer.
type Entry struct {
	Request  Request  `json:"request"`
	Response Response `json:"response"`
}

// Request is what was asked.
type Request struct {
	Method  string   `json:"method"`
	URL     string   `json:"url"`
	Headers []Header `json:"headers"`
	Body    *Content `json:"postData,omitempty"`
}

// Response is what was answered.
type Response struct {
	Status  int      `json:"status"`
	Headers []Header `json:"headers"`
	Content Content  `json:"content"`
}

// Header is one header.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Content is a body: text, or base64 when it is not UTF-8.
type Content struct {
	Type     string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"encoding,omitempty"`
}

func contentOf(kind string, body []byte) Content {
	if utf8.Valid(body) {
		return Content{Type: kind, Text: string(body)}
	}
	return Content{Type: kind, Text: base64.StdEncoding.EncodeToString(body), Encoding: "base64"}
}

// Bytes is the body as it was.
func (c Content) Bytes() ([]byte, error) {
	if c.Encoding == "" {
		return []byte(c.Text), nil
	}
	return base64.StdEncoding.DecodeString(c.Text)
}

// Load reads a recording.
func Load(path string) (Recording, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Recording{}, err
	}
	var r Recording
	if err := json.Unmarshal(text, &r); err != nil {
		return Recording{}, fmt.Errorf("reading %s: %w", filepath.Base(path), err)
	}
	return r, nil
}

// Save writes a recording.
func (r Recording) Save(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// Hosts lists the host names that answered, sorted.
func (r Recording) Hosts() []string {
	var names []string
	for _, entry := range r.Log.Entries {
		if address, err := url.Parse(entry.Request.URL); err == nil {
			names = append(names, address.Hostname())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Handler answers as host did. The same request again gets the next answer
// that was recorded for it, and the last for ever after. What was never asked
// is answered with 404 and a word to the author.
func (r Recording) Handler(host string) http.Handler {
	h := &handler{answers: map[string][]Response{}}
	for _, entry := range r.Log.Entries {
		address, err := url.Parse(entry.Request.URL)
		if err == nil && address.Hostname() == host {
			name := asked(entry.Request.Method, address)
			h.answers[name] = append(h.answers[name], entry.Response)
		}
	}
	return h
}

type handler struct {
	mu      sync.Mutex
	answers map[string][]Response
}

// ServeHTTP answers from the recording.
func (h *handler) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	name := asked(request.Method, request.URL)
	h.mu.Lock()
	answers := h.answers[name]
	if len(answers) > 1 {
		h.answers[name] = answers[1:]
	}
	h.mu.Unlock()
	if len(answers) == 0 {
		http.Error(w, "the recording has no answer to "+name, http.StatusNotFound)
		return
	}
	answer := answers[0]
	body, err := answer.Content.Bytes()
	if err != nil {
		http.Error(w, "the recording is broken", http.StatusInternalServerError)
		return
	}
	for _, header := range answer.Headers {
		w.Header().Add(header.Name, header.Value)
	}
	if answer.Content.Type != "" {
		w.Header().Set("Content-Type", answer.Content.Type)
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(body) // whoever asked may have left
}

// asked names a request: the method, the path, and the query in one order.
func asked(method string, address *url.URL) string {
	path := address.EscapedPath()
	if path == "" {
		path = "/"
	}
	if query := address.Query().Encode(); query != "" {
		path += "?" + query
	}
	return method + " " + path
}

// mostRecorded is the most of one body that is kept.
const mostRecorded = 8 << 20

// Recorder is a RoundTripper that keeps what goes through it.
type Recorder struct {
	Through http.RoundTripper
	Redact  Redaction

	mu      sync.Mutex
	entries []Entry
}

// RoundTrip sends a request on, and keeps it and its answer.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	entry := Entry{Request: Request{
		Method: request.Method, URL: r.Redact.address(request.URL), Headers: r.Redact.headers(request.Header, sentHeaders),
	}}
	if request.GetBody != nil {
		sent, err := request.GetBody()
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(io.LimitReader(sent, mostRecorded))
		if err != nil {
			return nil, err
		}
		if len(body) > 0 {
			content := contentOf(request.Header.Get("Content-Type"), r.Redact.body(body))
			entry.Request.Body = &content
		}
	}
	response, err := r.Through.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	entry.Response.Status = response.StatusCode
	entry.Response.Headers = r.Redact.headers(response.Header, answeredHeaders)
	response.Body = &keeping{ReadCloser: response.Body, done: func(body []byte) {
		entry.Response.Content = contentOf(response.Header.Get("Content-Type"), r.Redact.body(body))
		r.mu.Lock()
		r.entries = append(r.entries, entry)
		r.mu.Unlock()
	}}
	return response, nil
}

// Recording is what has been kept.
func (r *Recorder) Recording() Recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Recording{Log{Version: "1.2", Creator: Creator{Name: "hverdag-plugin", Version: "1"}, Entries: slices.Clone(r.entries)}}
}

// keeping keeps a body while it is read.
type keeping struct {
	io.ReadCloser
	kept []byte
	done func([]byte)
	once sync.Once
}

// Read reads on.
func (k *keeping) Read(into []byte) (int, error) {
	n, err := k.ReadCloser.Read(into)
	if room := mostRecorded - len(k.kept); room > 0 {
		k.kept = append(k.kept, into[:min(n, room)]...)
	}
	if err != nil {
		k.once.Do(func() { k.done(k.kept) })
	}
	return n, err
}

// Close ends the reading; what was read until then is what was answered.
func (k *keeping) Close() error {
	k.once.Do(func() { k.done(k.kept) })
	return k.ReadCloser.Close()
}
