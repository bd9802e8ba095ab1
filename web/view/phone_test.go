package view_test

import (
	"strings"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func TestANumberIsShownAsPeopleWriteItAndAnUnknownOneAsItIs(t *testing.T) {
	for number, want := range map[string]string{
		"75000000": "75 00 00 00", "75 00 00 00": "75 00 00 00", "22 334 455": "22 33 44 55", "55501234": "55 50 12 34",
		"41234567": "412 34 567", "98 76 54 32": "987 65 432", "80012345": "800 12 345", "81549300": "815 49 300", "85012345": "85 01 23 45",
		"+4775000000": "+47 75 00 00 00", "+47 41234567": "+47 412 34 567", "+47 75 00 00 00": "+47 75 00 00 00",
		"02800": "02800", "116117": "116117", "116 117": "116 117", "112": "112", "": "",
		"+46 8 123 456 78": "+46 8 123 456 78", "+47 02800": "+47 02800", "004775000000": "004775000000", "75-00-00-00": "75-00-00-00",
		"(75) 000000": "(75) 000000", "750000000": "750000000", "+75000000": "+75000000", "tusen år": "tusen år",
	} {
		got := view.PhoneInGroups(number)
		if got != want {
			t.Errorf("%q is shown as %q, want %q", number, got, want)
		}
		if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(number, " ", "") {
			t.Errorf("%q is not the number %q", got, number)
		}
	}
}
