package orgnumber_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry/orgnumber"
)

// Series 31 has never been given to anybody; these are invented.
func TestNumbersArePutRightAndChecked(t *testing.T) {
	digit, ok := orgnumber.Check("31018040")
	if !ok {
		t.Fatal("31018040 has no check digit; choose another")
	}
	number := "31018040" + string(digit)
	for _, written := range []string{
		number, "NO " + number + " MVA", number[:3] + " " + number[3:6] + " " + number[6:],
		number[:3] + "\u00a0" + number[3:6] + "\u00a0" + number[6:], " " + number[:3] + "." + number[3:] + "\t",
	} {
		got, ok := orgnumber.Clean(written)
		if got != number || !ok {
			t.Errorf("Clean(%q) = %q, %v", written, got, ok)
		}
	}
	for _, wrong := range []string{"", "U99900001", "12345678", number + "1", strings.Repeat("9", 400), "31018040" + string('0'+(digit-'0'+1)%10)} {
		_, ok := orgnumber.Clean(wrong)
		if ok {
			t.Errorf("Clean(%q) is taken for a number", wrong)
		}
	}
}

func TestOneWrongDigitIsAlwaysFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		eight := fmt.Sprintf("%08d", rapid.IntRange(0, 99999999).Draw(t, "eight"))
		digit, ok := orgnumber.Check(eight)
		if !ok {
			return
		}
		number := []byte(eight + string(digit))
		if !orgnumber.Valid(string(number)) {
			t.Fatalf("%s is not valid", number)
		}
		at := rapid.IntRange(0, 8).Draw(t, "at")
		number[at] = '0' + (number[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if orgnumber.Valid(string(number)) {
			t.Fatalf("%s is valid with a wrong digit", number)
		}
	})
}
