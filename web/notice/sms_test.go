package notice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

func origin(host string) string { return "https://" + host }

func deliveryOf(t *testing.T, message directory.Mail) outbox.Delivery {
	t.Helper()
	payload, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return outbox.Delivery{ID: uuid.New(), Payload: string(payload), IdempotencyKey: "0190-receiver message sms 496"}
}

func TestATextMessageIsHandedOverOnceWithItsReference(t *testing.T) {
	var got SMS
	var header http.Header
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header.Clone()
		body, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(body, &got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer service.Close()
	texter := &Texter{Port: &HTTPSMS{URL: service.URL, Token: "hemmelig"}, Sender: "Hverdag", Origin: origin}
	delivery := deliveryOf(t, directory.Mail{To: "900 00 001", Template: "sms.code.text", Language: "nn", Code: "012345"})
	if err := texter.Deliver(t.Context(), delivery); err != nil {
		t.Fatal(err)
	}
	if got.To != "+4790000001" || got.From != "Hverdag" || !strings.Contains(got.Text, "012345") || strings.Contains(got.Text, "://") {
		t.Errorf("handed over %+v", got)
	}
	if header.Get("Authorization") != "Bearer hemmelig" || header.Get("Idempotency-Key") != got.Reference {
		t.Errorf("headers %v", header)
	}
	if strings.Contains(got.Reference, "receiver") || got.Reference != messageID(delivery) {
		t.Errorf("the reference is %q", got.Reference)
	}
}

func TestWhatTheServiceAnswersDecidesWhetherToTryAgain(t *testing.T) {
	status := 0
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/annet" {
			t.Error("a message followed a redirect")
		}
		if status == http.StatusFound {
			http.Redirect(w, r, "/annet", status)
			return
		}
		w.WriteHeader(status)
	}))
	defer service.Close()
	port := &HTTPSMS{URL: service.URL}
	permanent := outbox.Permanent(nil)
	for answer, forGood := range map[int]bool{
		200: false, 204: false, 302: false, 400: true, 401: false, 403: false, 404: false, 410: true, 422: true, 429: false, 500: false, 503: false,
	} {
		status = answer
		err := port.Send(t.Context(), SMS{To: "+4790000001", Text: "Hei"})
		if (err == nil) != (answer < 300) {
			t.Errorf("%d gave %v", answer, err)
		}
		if err != nil && sameKind(err, permanent) != forGood {
			t.Errorf("%d is for good: %v", answer, !forGood)
		}
		if err != nil && strings.Contains(err.Error(), "90000001") {
			t.Errorf("%d quotes the number: %v", answer, err)
		}
	}
}

// sameKind reports whether an error is marked as the other is.
func sameKind(err, other error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if typeName(err) == typeName(other) {
			return true
		}
	}
	return false
}

func TestWithoutAServiceATextMessageWaits(t *testing.T) {
	err := (&Texter{Origin: origin}).Deliver(t.Context(), deliveryOf(t, directory.Mail{To: "90000001", Template: "sms.code.text"}))
	if !errors.Is(err, errNoSMS) {
		t.Errorf("got %v", err)
	}
}

func TestTheDemosTextMessagesLieInAFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "sms")
	texter := &Texter{Port: FolderSMS{folder}, Origin: origin}
	message := directory.Mail{To: "90000001", Template: "sms.share.text", Language: "nb", Host: "fjordby.example", Path: "/d/abc"}
	if err := texter.Deliver(t.Context(), deliveryOf(t, message)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(folder + "/*.txt")
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(text), "https://fjordby.example/d/abc") {
		t.Errorf("the file says %q, %v", text, err)
	}
}

// No message says what it is about or for whom, and where there is no host the
// municipality is in no part of it.
func TestAMessageTellsNothing(t *testing.T) {
	mailer := &Mailer{From: "Hverdag <hei@hverdag.example>", Origin: origin}
	for _, template := range []string{"mail.notice.quiet", "sms.notice.quiet", "mail.code.text", "sms.code.text"} {
		for _, language := range []string{"nb", "nn"} {
			message := directory.Mail{To: "mona@post.example", Subject: "mail.notice.subject", Template: template, Language: language, Code: "123456"}
			text := strings.ToLower(string(mailer.compose(message, deliveryOf(t, message))))
			for _, word := range []string{"://", "fjordby", "kommune", "barn", "famili", "plan", "vold", "receiver", "<no value>"} {
				if strings.Contains(text, word) {
					t.Errorf("%s in %s has %q:\n%s", template, language, word, text)
				}
			}
			if !strings.Contains(text, "@hverdag.example>") {
				t.Errorf("the message's id is not the sender's:\n%s", text)
			}
		}
	}
}

func typeName(err error) string { return fmt.Sprintf("%T", err) }
