// Package orgnumber reads Norwegian organisation numbers as people and
// registers write them.
package orgnumber

import "strings"

// weights are those of the check digit, modulus 11 (Brønnøysundregistrene).
var weights = [8]int{3, 2, 7, 6, 5, 4, 3, 2}

// Clean takes away spaces, dots, a leading NO and a trailing MVA: "NO 974 760
// 673 MVA" is 974760673. ok is whether what is left is nine digits with the
// right check digit.
func Clean(text string) (number string, ok bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	text = strings.TrimSuffix(strings.TrimPrefix(text, "NO"), "MVA")
	number = strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' || r == '-' || r == '\u00a0' || r == '\u202f' || r == '\t' {
			return -1
		}
		return r
	}, text)
	return number, Valid(number)
}

// Valid tells whether number is nine digits with the right check digit.
func Valid(number string) bool {
	if len(number) != 9 {
		return false
	}
	for _, digit := range []byte(number) {
		if digit < '0' || digit > '9' {
			return false
		}
	}
	check, ok := Check(number[:8])
	return ok && number[8] == check
}

// Check returns the ninth digit of a number that begins with these eight. Some
// beginnings have none.
func Check(eight string) (digit byte, ok bool) {
	sum := 0
	for i, weight := range weights {
		sum += int(eight[i]-'0') * weight
	}
	rest := (11 - sum%11) % 11
	return byte('0' + rest), rest < 10
}
