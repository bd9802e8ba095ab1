package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// exact makes a word that the blind index cannot fold: two subjects or
// addresses that differ only in case or accent are two people.
func exact(word string) string {
	sum := sha256.Sum256([]byte(word))
	return hex.EncodeToString(sum[:])
}

// emailClaim is what an invitation by e-mail is found by at first sign-in.
// Staff and families are kept apart: a teacher may also be a caregiver.
func emailClaim(keys *seal.Keys, kind Kind, email string) []byte {
	prefix := "email:"
	if kind == KindFamily {
		prefix = "family-email:"
	}
	return keys.Blind("claim", prefix+exact(strings.ToLower(norm.NFC.String(email))))
}

// pidClaim is what an invitation by national identity number is found by. The
// number itself is kept nowhere.
func pidClaim(keys *seal.Keys, pid string) []byte {
	return keys.Blind("claim", "pid:"+exact(pid))
}

// subjectOf is what a bound user is found by at every later sign-in.
func subjectOf(keys *seal.Keys, issuer, subject string) []byte {
	return keys.Blind("subject", exact(issuer+"\x00"+subject))
}

// LooksLikePID reports whether text is a Norwegian national identity number
// (fødselsnummer or D-number, also Skatteetaten's synthetic ones) with control
// digits that fit. A slip of the finger must not invite a stranger. The first
// control digit follows the wider rule that holds from 2032.
func LooksLikePID(text string) bool {
	if len(text) != 11 || strings.Trim(text, "0123456789") != "" {
		return false
	}
	first := weighted(text[:10], []int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11
	second := weighted(text, []int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11
	return first <= 3 && second == 0
}

func weighted(digits string, weights []int) int {
	sum := 0
	for i, weight := range weights {
		sum += int(digits[i]-'0') * weight
	}
	return sum
}
