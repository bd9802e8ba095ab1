package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a text that never shows itself: not in a log, an error, JSON, YAML
// or anything printed. Only Reveal gives it.
type Secret string

// hidden stands where a secret would have stood.
const hidden = "[secret]"

// Reveal gives the secret to the code that must use it.
func (s Secret) Reveal() string { return string(s) }

// String hides the secret; an empty one is empty, so that it shows whether
// there is any.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// Format hides the secret whatever the verb.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// LogValue hides the secret in the log.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret in JSON, YAML and other text forms.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
