package notice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// errNoSMS says that there is nowhere to hand text messages over to.
var errNoSMS = errors.New("no sender of text messages is set")

// SMS is one text message as it is handed over.
type SMS struct {
	From string `json:"from,omitempty"`
	To   string `json:"to"` // with + and the country's code
	Text string `json:"text"`
	// Reference is the same for a message that is handed over twice.
	Reference string `json:"reference"`
}

// SMSPort is whoever sends text messages for us. nil means that it has been
// taken over; a refusal for good is outbox.Permanent.
type SMSPort interface {
	Send(ctx context.Context, message SMS) error
}

// Texter delivers text messages through a port.
type Texter struct {
	Port   SMSPort // nil: none is set
	Sender string  // a neutral name or number
	Origin func(host string) string
}

// Deliver hands over one text message. It is an outbox.Handler, as
// Mailer.Deliver.
func (t *Texter) Deliver(ctx context.Context, delivery outbox.Delivery) error {
	var message directory.Mail
	if err := delivery.Decode(&message); err != nil {
		return outbox.Permanent(err)
	}
	if t.Port == nil {
		return errNoSMS
	}
	return t.Port.Send(ctx, SMS{
		From: t.Sender, To: international(message.To), Text: written(message, t.Origin), Reference: messageID(delivery),
	})
}

// international is a number as senders of text messages want it.
func international(number string) string {
	number = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(number)
	if strings.HasPrefix(number, "+") {
		return number
	}
	return "+47" + number
}

// HTTPSMS hands text messages to a service as JSON: POST of SMS with
// "Authorization: Bearer" and the reference as Idempotency-Key. Any 2xx is
// taken over.
type HTTPSMS struct {
	URL    string
	Token  string
	Client *http.Client // one that follows no redirect is made when nil
}

const smsTimeout = 20 * time.Second

// Send hands one message over. What the service answers is not read: it may
// quote the number.
func (h *HTTPSMS) Send(ctx context.Context, message SMS) error {
	body, err := json.Marshal(message)
	if err != nil {
		return outbox.Permanent(fmt.Errorf("writing text message: %w", err))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("calling sender of text messages: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", message.Reference)
	if h.Token != "" {
		request.Header.Set("Authorization", "Bearer "+h.Token)
	}
	client := h.Client
	if client == nil {
		client = &http.Client{Timeout: smsTimeout, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // the token and the number go nowhere else
		}}
	}
	answer, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("calling sender of text messages: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	return answered(answer.StatusCode)
}

// answered is what a status means: only a message that can never be sent is
// refused for good; a wrong token or address of the service can be mended.
func answered(status int) error {
	if status >= 200 && status < 300 {
		return nil
	}
	err := outbox.Failure(fmt.Sprintf("sms_%d", status), fmt.Errorf("sender of text messages answered %d", status))
	switch status {
	case http.StatusBadRequest, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return outbox.Permanent(err)
	}
	return err
}

// FolderSMS puts each text message in a folder, for the demo, where nothing
// leaves the machine.
type FolderSMS struct{ Folder string }

// Send writes one message to a file.
func (f FolderSMS) Send(_ context.Context, message SMS) error {
	if err := os.MkdirAll(f.Folder, 0o700); err != nil {
		return fmt.Errorf("making folder of text messages: %w", err)
	}
	text := fmt.Sprintf("Til: %s\n\n%s\n", message.To, message.Text)
	name := time.Now().UTC().Format("20060102T150405.000000000") + ".txt"
	if err := os.WriteFile(filepath.Join(f.Folder, name), []byte(text), 0o600); err != nil {
		return fmt.Errorf("writing text message: %w", err)
	}
	return nil
}
