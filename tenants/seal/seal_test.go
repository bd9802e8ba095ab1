package seal

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func newKeys(t rapid.TB, municipality uuid.UUID) *Keys {
	t.Helper()
	keys, err := NewKeys(municipality)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func drawID(t *rapid.T, label string) uuid.UUID {
	return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, label))
}

// drawName draws a table's or field's name; the two are told apart by a zero
// byte, which no name has.
func drawName(t *rapid.T, label string) string {
	return rapid.StringMatching(`[a-z_]{0,6}`).Draw(t, label)
}

func drawPlace(t *rapid.T) Place {
	return Place{Table: drawName(t, "table"), Field: drawName(t, "field"), Row: drawID(t, "row")}
}

func TestWhatIsSealedCanBeOpenedInItsPlace(t *testing.T) {
	keys := newKeys(t, uuid.New())
	rapid.Check(t, func(t *rapid.T) {
		place, plain := drawPlace(t), rapid.String().Draw(t, "plain")
		sealed, err := keys.Seal(place, plain)
		if err != nil {
			t.Fatal(err)
		}
		if (plain == "") != (sealed == nil) {
			t.Fatalf("%q sealed is %x", plain, sealed)
		}
		if len(plain) > 3 && bytes.Contains(sealed, []byte(plain)) {
			t.Fatalf("%q stands readable", plain)
		}
		opened, err := keys.Open(place, sealed)
		if err != nil || opened != plain {
			t.Fatalf("opened %q (%v), want %q", opened, err, plain)
		}
		again, err := keys.Seal(place, plain)
		if err != nil || plain != "" && bytes.Equal(again, sealed) {
			t.Fatal("the same text sealed twice shows that it is the same")
		}
	})
}

func TestWhatIsSealedOpensNowhereElse(t *testing.T) {
	municipality := uuid.New()
	keys := newKeys(t, municipality)
	rapid.Check(t, func(t *rapid.T) {
		place, other := drawPlace(t), drawPlace(t)
		switch rapid.IntRange(0, 3).Draw(t, "same") { // places that differ in one thing alone
		case 0:
			other.Table, other.Field = place.Table, place.Field
		case 1:
			other.Row, other.Field = place.Row, place.Field
		case 2:
			other.Row, other.Table = place.Row, place.Table
		case 3: // a letter moved from one name to the other
			other = Place{Table: place.Table + "x", Field: place.Field, Row: place.Row}
			place.Field = "x" + place.Field
		}
		sealed, err := keys.Seal(place, "Tøyen")
		if err != nil {
			t.Fatal(err)
		}
		if opened, err := keys.Open(other, sealed); other != place && (!errors.Is(err, ErrSealed) || opened != "") {
			t.Fatalf("sealed for %v, opened at %v: %q, %v", place, other, opened, err)
		}
	})
}

func TestAChangedCiphertextIsNotOpened(t *testing.T) {
	keys := newKeys(t, uuid.New())
	place := Place{Table: "members", Field: "name", Row: uuid.New()}
	sealed, err := keys.Seal(place, "et navn")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		changed := bytes.Clone(sealed)
		if rapid.Bool().Draw(t, "cut") {
			changed = changed[:rapid.IntRange(1, len(changed)-1).Draw(t, "length")]
		} else {
			changed[rapid.IntRange(0, len(changed)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		}
		if opened, err := keys.Open(place, changed); !errors.Is(err, ErrSealed) || opened != "" {
			t.Fatalf("opened %q, %v", opened, err)
		}
	})
}

func TestAnotherMunicipalitysKeysOpenNothing(t *testing.T) {
	first, second := uuid.New(), uuid.New()
	keys, place := newKeys(t, first), Place{Table: "members", Field: "name", Row: uuid.New()}
	sealed, err := keys.Seal(place, "et navn")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newKeys(t, second).Open(place, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another's keys: %v", err)
	}
	// The very same key under another municipality's name.
	moved, err := keysOf(second, keys.fields, keys.index)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := moved.Open(place, sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("the same key in another municipality: %v", err)
	}
	if bytes.Equal(keys.Blind("name", "Berit"), newKeys(t, first).Blind("name", "Berit")) {
		t.Error("two keys give the same index word")
	}
}

func TestWrappedKeysOpenWhatTheKeysSealed(t *testing.T) {
	municipality := uuid.New()
	keys, kek := newKeys(t, municipality), newKEK(t)
	wrapped, err := keys.Wrap(kek)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Unwrap(kek, municipality, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	place := Place{Table: "members", Field: "name", Row: uuid.New()}
	sealed, err := keys.Seal(place, "et navn")
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := again.Open(place, sealed); err != nil || opened != "et navn" {
		t.Errorf("opened %q, %v", opened, err)
	}
	if !bytes.Equal(again.Blind("name", "Berit"), keys.Blind("name", "Berit")) {
		t.Error("index words differ after wrapping")
	}
	if _, err := Unwrap(newKEK(t), municipality, wrapped); !errors.Is(err, ErrKEK) {
		t.Errorf("another key-encryption key: %v", err)
	}
	if _, err := Unwrap(kek, uuid.New(), wrapped); !errors.Is(err, ErrKEK) {
		t.Errorf("another municipality: %v", err)
	}
	parts, err := split(wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unwrap(kek, municipality, join([][]byte{parts[1], parts[0]})); err == nil {
		t.Error("field key and index key changed places unnoticed")
	}
}

func TestDamagedWrappedKeysAreRefused(t *testing.T) {
	municipality, kek := uuid.New(), newKEK(t)
	wrapped, err := newKeys(t, municipality).Wrap(kek)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		damaged := bytes.Clone(wrapped)
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			damaged = damaged[:rapid.IntRange(0, len(damaged)-1).Draw(t, "length")]
		case 1:
			damaged[rapid.IntRange(0, len(damaged)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case 2:
			damaged = append(damaged, rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "more")...)
		}
		if _, err := Unwrap(kek, municipality, damaged); err == nil {
			t.Fatal("damaged keys were opened")
		}
	})
}
