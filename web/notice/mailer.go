// Package notice writes out what the outbox sends to people: a neutral
// sentence and an address to sign in at, in their own written language.
// Nothing in it says what the service is about or whom it concerns.
package notice

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"net/smtp"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// errNoServer says that there is nowhere to hand mail over to.
var errNoServer = errors.New("no mail server is set")

// Mailer delivers mail: to a mail server, or in the demo to a folder.
type Mailer struct {
	Addr     string // host and port of the mail server
	From     string
	User     string
	Password string
	Folder   string                   // instead of a server
	Origin   func(host string) string // a host's address as browsers write it
}

// Deliver hands over one mail. It is an outbox.Handler: nil means that the
// mail server has taken it, and a refusal for good is outbox.Permanent.
func (m *Mailer) Deliver(ctx context.Context, delivery outbox.Delivery) error {
	var mail directory.Mail
	if err := delivery.Decode(&mail); err != nil {
		return outbox.Permanent(err)
	}
	message := m.compose(mail, delivery)
	if m.Folder != "" {
		return m.put(delivery, message)
	}
	if m.Addr == "" {
		return errNoServer
	}
	err := m.send(ctx, mail.To, message)
	var refused *textproto.Error
	if errors.As(err, &refused) && refused.Code >= 500 && refused.Code < 600 {
		return outbox.Permanent(fmt.Errorf("mail server refused with %d", refused.Code))
	}
	return err
}

// compose writes the mail. The message's id is the delivery's key, so that a
// mail delivered twice is the same mail.
func (m *Mailer) compose(mail directory.Mail, delivery outbox.Delivery) []byte {
	speaker := locale.For(mail.Language)
	var out bytes.Buffer
	for _, header := range [][2]string{
		{"From", m.From}, {"To", mail.To},
		{"Subject", mime.QEncoding.Encode("utf-8", speaker.T(mail.Subject))},
		{"Date", time.Now().Format(time.RFC1123Z)},
		{"Message-ID", "<" + messageID(delivery) + "@" + domainOf(m.From) + ">"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
		{"Auto-Submitted", "auto-generated"},
	} {
		fmt.Fprintf(&out, "%s: %s\r\n", header[0], strings.NewReplacer("\r", "", "\n", "").Replace(header[1]))
	}
	out.WriteString("\r\n")
	body := quotedprintable.NewWriter(&out)
	text := written(mail, m.Origin)
	_, _ = body.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")) // a buffer takes everything
	_ = body.Close()
	return out.Bytes()
}

// written is a message's text in its reader's language. The address is left out
// where the message has none.
func written(mail directory.Mail, origin func(string) string) string {
	host, link := "", ""
	if mail.Host != "" {
		host = origin(mail.Host)
		link = host + mail.Path
	}
	return locale.For(mail.Language).T(mail.Template, "Host", host, "Link", link, "Code", mail.Code)
}

// messageID names a delivery without saying who it is to: the key of a notice
// begins with its receiver.
func messageID(delivery outbox.Delivery) string {
	sum := sha256.Sum256([]byte(delivery.IdempotencyKey))
	return hex.EncodeToString(sum[:16])
}

// domainOf is the sender's domain, which is the same for every municipality.
func domainOf(from string) string {
	address, err := netmail.ParseAddress(from)
	if err != nil {
		return "localhost"
	}
	return address.Address[strings.LastIndex(address.Address, "@")+1:]
}

func (m *Mailer) put(delivery outbox.Delivery, message []byte) error {
	if err := os.MkdirAll(m.Folder, 0o700); err != nil {
		return fmt.Errorf("making mail folder: %w", err)
	}
	name := filepath.Join(m.Folder, delivery.ID.String()+".eml")
	if err := os.WriteFile(name, message, 0o600); err != nil {
		return fmt.Errorf("writing mail: %w", err)
	}
	return nil
}

func (m *Mailer) send(ctx context.Context, to string, message []byte) error {
	host, _, err := net.SplitHostPort(m.Addr)
	if err != nil {
		return fmt.Errorf("reading mail server's address: %w", err)
	}
	connection, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", m.Addr)
	if err != nil {
		return fmt.Errorf("calling mail server: %w", err)
	}
	if err := connection.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return errors.Join(err, connection.Close())
	}
	client, err := smtp.NewClient(connection, host)
	if err != nil {
		return errors.Join(fmt.Errorf("greeting mail server: %w", err), connection.Close())
	}
	defer func() { _ = client.Close() }()
	return m.hand(client, host, to, message)
}
