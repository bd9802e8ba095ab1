package notice

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/smtp"
)

// errPlain says that a mail server offers no encryption and is not this machine.
var errPlain = errors.New("mail server offers no encryption")

// hand goes through the conversation with the mail server. Mail to people
// never crosses a network unencrypted.
func (m *Mailer) hand(client *smtp.Client, host, to string, message []byte) error {
	if err := m.encrypt(client, host); err != nil {
		return err
	}
	if m.User != "" {
		if err := client.Auth(smtp.PlainAuth("", m.User, m.Password, host)); err != nil {
			return fmt.Errorf("signing in to mail server: %w", err)
		}
	}
	sender, err := mail.ParseAddress(m.From) // it may have a name before it, which is for the header only
	if err != nil {
		return errors.New("the sender of e-mail is not an address")
	}
	if err := client.Mail(sender.Address); err != nil {
		return fmt.Errorf("naming sender: %w", err)
	}
	if err := client.Rcpt(to); err != nil {
		return fmt.Errorf("naming receiver: %w", err)
	}
	body, err := client.Data()
	if err != nil {
		return fmt.Errorf("beginning mail: %w", err)
	}
	if _, err := body.Write(message); err != nil {
		return fmt.Errorf("writing mail: %w", err)
	}
	if err := body.Close(); err != nil {
		return fmt.Errorf("handing over mail: %w", err)
	}
	return client.Quit()
}

func (m *Mailer) encrypt(client *smtp.Client, host string) error {
	if offered, _ := client.Extension("STARTTLS"); offered {
		if err := client.StartTLS(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}); err != nil {
			return fmt.Errorf("encrypting to mail server: %w", err)
		}
		return nil
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return nil
	}
	return errPlain
}
