package leak_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"net/url"
	"testing"
	"unicode/utf16"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/leak"
)

func wide(text string, order binary.AppendByteOrder) string {
	var bytes []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		bytes = order.AppendUint16(bytes, unit)
	}
	return string(bytes)
}

func TestTheSearchFindsAPlaceHoweverItIsWritten(t *testing.T) {
	const place = "Tåkelundvegen 8"
	for _, text := range []string{
		place, "<b>Tåkelund</b>vegen 8", "TAAKELUNDVEGEN", "T&aring;kelundvegen", url.QueryEscape(place), url.PathEscape(place),
		"bor i tåkelundvegens ende", "Tåke\u00adlundvegen", "Tåke\u200blundvegen", "Ta\u030akelundvegen",
		base64.StdEncoding.EncodeToString([]byte(place)), base64.StdEncoding.EncodeToString([]byte("x" + place)),
		base64.StdEncoding.EncodeToString([]byte("xy" + place)), "T=C3=A5kelundv=\r\negen 8", `"T\u00e5kelundvegen"`, "Tåkelund-\nvegen",
		base64.URLEncoding.EncodeToString([]byte("tåkelundvegen 8")), hex.EncodeToString([]byte(place)), "0A" + hex.EncodeToString([]byte("tåkelundvegens")),
		wide(place, binary.LittleEndian), "x" + wide(place, binary.LittleEndian), wide("tåkelundvegen", binary.BigEndian), "T\xe5kelundvegen",
		"\x0a\x1d\x12\x0fTåkelundvegen\x18\x01",
	} {
		if !leak.LayBare(text).Tells(place) {
			t.Errorf("%q is not found in %q", place, text)
		}
	}
	for _, text := range []string{"", "Tåka ligger over byen", "Strandvegen 8", "\x00\x01\x02", hex.EncodeToString([]byte("Strandvegen"))} {
		if leak.LayBare(text).TellsPart(place) {
			t.Errorf("%q is found in %q", place, text)
		}
	}
	if !leak.LayBare(`{"a":"Tåkelundve","b":"gsvingen 8"}`).TellsPart("Tåkelundvegsvingen 8") {
		t.Error("a place that was split is not found")
	}
}
