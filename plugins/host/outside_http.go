package host

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// Bounds of one request.
const (
	mostBody    = 32 << 20
	mostHeaders = 32 << 10
	mostTime    = 2 * time.Minute
)

func refuseAddress(why string) error {
	return refusal{hostv1.Refusal_REASON_INVALID, why}
}

func refuseHost(why string) error {
	return refusal{hostv1.Refusal_REASON_NOT_GRANTED, why}
}

// http sends one request and the answer back, and puts it on record.
func (a *attachment) http(ctx context.Context, in *Instance, id uint64, ask *hostv1.HTTPRequest) error {
	began := time.Now()
	entry := Call{Kind: "http", Method: methodOf(ask), Out: len(ask.GetBody())}
	err := a.exchange(ctx, in, id, ask, &entry)
	entry.Took = time.Since(began)
	var refused refusal
	if errors.As(err, &refused) {
		entry.Refused = refused.detail
	}
	record(in, entry)
	return err
}

func (a *attachment) exchange(ctx context.Context, in *Instance, id uint64, ask *hostv1.HTTPRequest, entry *Call) error {
	at, err := url.Parse(ask.GetUrl())
	if err != nil {
		return refuseAddress("the address is not one")
	}
	outside := a.process.house.outside
	entry.Place, err = outside.mayReach(in, at)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	request, secrets, err := makeRequest(in, ask, at)
	if err != nil {
		return err
	}
	response, err := outside.do(ctx, entry.Place, request)
	if err != nil {
		return unreachable(err)
	}
	defer func() { _ = response.Body.Close() }()
	entry.Status = response.StatusCode
	hidden := newHider(secrets)
	head := &hostv1.HTTPHead{Status: int32(response.StatusCode), Headers: answerHeaders(response.Header, hidden)}
	if err := a.answer(&hostv1.Answer{Id: id, Answer: &hostv1.Answer_HttpHead{HttpHead: head}}); err != nil {
		return err
	}
	entry.In, err = a.body(id, response.Body, hidden, mostOf(ask))
	return err
}

func mostOf(ask *hostv1.HTTPRequest) int {
	if most := ask.GetMaxBytes(); most > 0 && most < mostBody {
		return int(most)
	}
	return mostBody
}

// body sends the body on in parts as it comes.
func (a *attachment) body(id uint64, from io.Reader, hidden *hider, most int) (int, error) {
	total := 0
	buffer := make([]byte, chunkSize/2)
	for {
		n, err := io.ReadAtLeast(from, buffer, 1)
		if total += n; total > most {
			return total, refusal{hostv1.Refusal_REASON_TOO_LARGE, "the answer is too large"}
		}
		last := err != nil
		if last && !errors.Is(err, io.EOF) {
			return total, unreachable(err)
		}
		part := hidden.next(buffer[:n], last)
		if len(part) > 0 || last {
			sent := &hostv1.Answer{Id: id, Last: last, Answer: &hostv1.Answer_Chunk{Chunk: part}}
			if err := a.answer(sent); err != nil {
				return total, err
			}
		}
		if last {
			return total, nil
		}
	}
}

// unreachable tells why there was no answer, and nothing of where it was
// looked for.
func unreachable(err error) error {
	var timeout net.Error
	switch {
	case errors.Is(err, errInside):
		return refusal{hostv1.Refusal_REASON_NOT_GRANTED, "the host's address is not on the internet"}
	case errors.Is(err, context.Canceled):
		return refusal{hostv1.Refusal_REASON_OPERATION, "the operation has ended"}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return refusal{hostv1.Refusal_REASON_TIMEOUT, "the system did not answer in time"}
	default:
		return refusal{hostv1.Refusal_REASON_UNREACHABLE, "the system could not be reached"}
	}
}

func methodOf(ask *hostv1.HTTPRequest) string {
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, ask.GetMethod()) {
		return ask.GetMethod()
	}
	return ""
}

// notSent are headers that belong to the connection, or say who we are.
var notSent = []string{
	"Host", "Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "Te", "Trailer", "Keep-Alive", "Expect", "Accept-Encoding",
	"Forwarded", "Via", "X-Real-Ip",
}

// makeRequest makes the request, with the secrets that it asks for put in, and
// returns them so that they can be kept out of the answer.
func makeRequest(in *Instance, ask *hostv1.HTTPRequest, at *url.URL) (*http.Request, []string, error) {
	if methodOf(ask) == "" {
		return nil, nil, refuseAddress("the method is not one")
	}
	if len(ask.GetBody()) > sdk.MaxContent {
		return nil, nil, refusal{hostv1.Refusal_REASON_TOO_LARGE, "a body is at most 4 MiB"}
	}
	at.Fragment = ""
	request, err := http.NewRequest(ask.GetMethod(), at.String(), bytes.NewReader(ask.GetBody()))
	if err != nil {
		return nil, nil, refuseAddress("the address is not one")
	}
	size := 0
	for _, header := range ask.GetHeaders() {
		name := textproto.CanonicalMIMEHeaderKey(header.GetName())
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(header.GetValue()) {
			return nil, nil, refuseAddress("a header is not one")
		}
		if size += len(name) + len(header.GetValue()); size > mostHeaders {
			return nil, nil, refusal{hostv1.Refusal_REASON_TOO_LARGE, "the headers are too large"}
		}
		if !isKept(name) {
			continue
		}
		request.Header.Add(name, header.GetValue())
	}
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", "Hverdag ("+in.Manifest.Name+" "+in.Manifest.Version+")")
	}
	secrets, err := addSecrets(in, ask, request)
	return request, secrets, err
}

func isKept(name string) bool {
	return !slices.Contains(notSent, name) && !strings.HasPrefix(name, "Proxy-") && !strings.HasPrefix(name, "X-Forwarded-")
}

// addSecrets puts secrets into headers: those the administrator has set, of
// settings that the manifest says are secrets.
func addSecrets(in *Instance, ask *hostv1.HTTPRequest, request *http.Request) ([]string, error) {
	var used []string
	for _, wish := range ask.GetSecrets() {
		isSecret := slices.ContainsFunc(in.Manifest.Asks.Settings, func(s sdk.Setting) bool {
			return s.Key == wish.GetSetting() && s.Kind == sdk.Secret
		})
		name := textproto.CanonicalMIMEHeaderKey(wish.GetHeader())
		if !isSecret || in.Secret == nil || !slices.Contains(in.Setup.Secrets, wish.GetSetting()) {
			return nil, refuseHost("the secret has not been set")
		}
		if !httpguts.ValidHeaderFieldName(name) || !isKept(name) {
			return nil, refuseAddress("a secret cannot be put there")
		}
		secret, err := in.Secret(wish.GetSetting())
		if err != nil {
			return nil, err
		}
		value := wish.GetPrefix() + secret
		if wish.GetBasic() {
			encoded := base64.StdEncoding.EncodeToString([]byte(wish.GetUsername() + ":" + secret))
			value = "Basic " + encoded
			used = append(used, encoded)
		}
		if !httpguts.ValidHeaderFieldValue(value) {
			return nil, refuseAddress("the secret cannot be put in a header")
		}
		request.Header.Set(name, value)
		used = append(used, secret)
	}
	return used, nil
}

// answerHeaders are the headers of an answer that the plugin may see.
func answerHeaders(header http.Header, hidden *hider) []*hostv1.Header {
	var kept []*hostv1.Header
	for _, name := range sortedKeys(header) {
		switch name {
		case "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Trailer", "Te", "Alt-Svc", "Strict-Transport-Security":
			continue
		}
		if strings.HasPrefix(name, "Proxy-") {
			continue
		}
		for _, value := range header[name] {
			value = strings.ToValidUTF8(hidden.text(value), "\uFFFD")
			kept = append(kept, &hostv1.Header{Name: name, Value: value})
		}
	}
	return kept
}

func sortedKeys(header http.Header) []string {
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
