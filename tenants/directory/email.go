package directory

import (
	"net/mail"
	"strings"
	"unicode"
)

const mostEmail = 200

// LooksLikeEmail reports whether text is one e-mail address and nothing more,
// such as navn@kommune.no. Whether it exists only a mail to it can tell.
func LooksLikeEmail(text string) bool {
	if longerThan(text, mostEmail) || hasInvisible(text) || strings.ContainsFunc(text, unicode.IsSpace) {
		return false
	}
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || address.Name != "" {
		return false
	}
	local, domain, _ := strings.Cut(text, "@")
	if startsFormula(local) || strings.ContainsAny(text, `"<>()[],;:\`) || strings.Contains(domain, "@") {
		return false
	}
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return len(labels) > 1 && len(labels[len(labels)-1]) > 1
}

// SamePhone reports whether two telephone numbers are one, however they are
// written.
func SamePhone(a, b string) bool {
	bare := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "")
	return strings.TrimPrefix(bare.Replace(a), "+47") == strings.TrimPrefix(bare.Replace(b), "+47")
}

// looksLikePhone accepts the ways numbers are written in Norway, short service
// numbers and numbers abroad.
func looksLikePhone(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, r == ' ', r == '-', r == '(', r == ')':
		default:
			return false
		}
	}
	return digits >= 3 && digits <= 15 && !longerThan(text, 40)
}
