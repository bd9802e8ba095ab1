// Package standin stands in for the world outside, in tests and in the demo:
// the national registers cannot be reached from a development machine, and a
// test may not depend on them. Each folder below answers as one system does,
// with the faults it really has, and with invented units only.
package standin

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// World answers requests to each host name with a handler, without a network.
type World map[string]http.Handler

// RoundTrip answers a request. A host name that is not in the world cannot be
// reached.
func (w World) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	handler, ok := w[request.URL.Host]
	if !ok {
		return nil, errors.New("no such host in this world: " + request.URL.Host)
	}
	served := request.Clone(request.Context())
	served.RequestURI = request.URL.RequestURI()
	if served.Body == nil {
		served.Body = http.NoBody
	}
	written := &response{header: http.Header{}, status: http.StatusOK}
	handler.ServeHTTP(written, served)
	if written.broken {
		return nil, io.ErrUnexpectedEOF
	}
	written.header.Set("Content-Length", strconv.Itoa(written.body.Len()))
	return &http.Response{
		Status: strconv.Itoa(written.status) + " " + http.StatusText(written.status), StatusCode: written.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: written.header,
		Body: io.NopCloser(&written.body), ContentLength: int64(written.body.Len()), Request: request,
	}, nil
}

// Client is an http.Client within the world. Like the host's, it follows no
// redirects.
func (w World) Client() *http.Client {
	return &http.Client{Transport: w, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// response is what a handler writes.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
	broken bool
}

func (r *response) Header() http.Header            { return r.header }
func (r *response) WriteHeader(status int)         { r.status = status }
func (r *response) Write(part []byte) (int, error) { return r.body.Write(part) }
func (r *response) breakOff()                      { r.broken = true }

// breaker is a response that can end in the middle.
type breaker interface{ breakOff() }
