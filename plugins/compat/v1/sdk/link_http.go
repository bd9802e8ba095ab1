package sdk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/host/v1"
)

// HTTP returns a client whose requests the host sends.
func (l *link) HTTP() *http.Client { return l.client }

// MaxBytes says how much of the answer's body is wanted at most; a longer one
// is refused (TooLarge). 32 MiB unless less is said.
func MaxBytes(request *http.Request, most int64) {
	*request = *request.WithContext(context.WithValue(request.Context(), mostKey{}, most))
}

type mostKey struct{}

// transport sends requests through the host.
type transport struct{ link *link }

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	ask, err := requestProto(request)
	if err != nil {
		return nil, err
	}
	call := &hostv1.Call{Ask: &hostv1.Call_Http{Http: ask}}
	waits, err := t.link.ask(request.Context(), call)
	if err != nil {
		return nil, err
	}
	answer, err := waits.next()
	if err != nil {
		waits.stop()
		return nil, err
	}
	head := answer.GetHttpHead()
	if head == nil {
		waits.stop()
		t.link.drop(call.GetId(), call.GetOperation(), errEnded)
		return nil, errors.New("the host answered something else than a response")
	}
	body := &body{waits: waits, drop: func() {
		waits.stop()
		t.link.drop(call.GetId(), call.GetOperation(), errClosed)
	}}
	return responseOf(request, head, body), nil
}

func requestProto(request *http.Request) (*hostv1.HTTPRequest, error) {
	ask := &hostv1.HTTPRequest{Method: request.Method, Url: request.URL.String()}
	if ask.GetMethod() == "" {
		ask.Method = http.MethodGet
	}
	ask.MaxBytes, _ = request.Context().Value(mostKey{}).(int64)
	for name, values := range request.Header {
		for _, value := range values {
			ask.Headers = append(ask.Headers, &hostv1.Header{Name: name, Value: value})
		}
	}
	slices.SortStableFunc(ask.GetHeaders(), func(a, b *hostv1.Header) int {
		return bytes.Compare([]byte(a.GetName()), []byte(b.GetName()))
	})
	for _, wish := range secretsOf(request.Context()) {
		ask.Secrets = append(ask.Secrets, &hostv1.Secret{
			Setting: wish.Setting, Header: wish.Header, Prefix: wish.Prefix, Basic: wish.Basic, Username: wish.Username,
		})
	}
	if request.Body == nil {
		return ask, nil
	}
	content, err := io.ReadAll(io.LimitReader(request.Body, MaxContent+1))
	err = errors.Join(err, request.Body.Close())
	if err != nil {
		return nil, fmt.Errorf("reading the request's body: %w", err)
	}
	if len(content) > MaxContent {
		return nil, &Refusal{Reason: TooLarge, Detail: "a request's body is at most 4 MiB"}
	}
	ask.Body = content
	return ask, nil
}

func responseOf(request *http.Request, head *hostv1.HTTPHead, body io.ReadCloser) *http.Response {
	status := int(head.GetStatus())
	response := &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: body, ContentLength: -1, Request: request,
	}
	for _, header := range head.GetHeaders() {
		response.Header.Add(header.GetName(), header.GetValue())
	}
	if length, err := strconv.ParseInt(response.Header.Get("Content-Length"), 10, 64); err == nil {
		response.ContentLength = length
	}
	return response
}

var errClosed = errors.New("the body has been closed")

// body is a response's body, read as it comes.
type body struct {
	waits *pending
	drop  func()
	rest  []byte
	once  sync.Once
}

func (b *body) Read(into []byte) (int, error) {
	for len(b.rest) == 0 {
		answer, err := b.waits.next()
		var refusal *Refusal
		if errors.As(err, &refusal) && refusal.Reason == TooLarge {
			return 0, &Fault{Source: FromSystem, Code: CodeSystemTooLarge, Cause: err}
		}
		if err != nil {
			return 0, err
		}
		b.rest = answer.GetChunk()
	}
	n := copy(into, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// Close takes the call back when the body has not been read to its end.
func (b *body) Close() error {
	b.once.Do(b.drop)
	return nil
}
