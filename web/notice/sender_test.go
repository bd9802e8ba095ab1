package notice

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// sink is a mail server on this machine that keeps what it is handed.
type sink struct {
	mu       sync.Mutex
	from, to string
	message  string
}

func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return session{s}, nil }

type session struct{ *sink }

func (s session) Mail(from string, _ *smtp.MailOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from = from
	return nil
}

func (s session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = to
	return nil
}

func (s session) Data(from io.Reader) error {
	text, err := io.ReadAll(from)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.message = string(text)
	return err
}

func (session) Reset() {}

func (session) Logout() error { return nil }

func TestASenderMayHaveAName(t *testing.T) {
	kept := &sink{}
	server := smtp.NewServer(kept)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }() // ends when the test closes it
	defer func() { _ = server.Close() }()
	for _, from := range []string{"Hverdag <hei@hverdag.example>", "hei@hverdag.example"} {
		mailer := &Mailer{Addr: listener.Addr().String(), From: from}
		if err := mailer.send(t.Context(), "asta@fjordby.example", []byte("From: "+from+"\r\n\r\nHei\r\n")); err != nil {
			t.Errorf("%s: %v", from, err)
			continue
		}
		kept.mu.Lock()
		if kept.from != "hei@hverdag.example" || kept.to != "asta@fjordby.example" || !strings.Contains(kept.message, "Hei") {
			t.Errorf("%s: from %q to %q", from, kept.from, kept.to)
		}
		kept.mu.Unlock()
	}
	if err := (&Mailer{Addr: listener.Addr().String(), From: "Hverdag"}).send(t.Context(), "a@b.example", nil); err == nil {
		t.Error("a sender without an address is taken")
	}
}
