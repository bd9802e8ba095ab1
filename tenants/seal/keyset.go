package seal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

var errWrapped = errors.New("wrapped keys are damaged")

// cleartext and fromCleartext exist only between the key-encryption key and
// memory; a keyset is never written unwrapped.
func cleartext(handle *keyset.Handle, to *bytes.Buffer) error {
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(to)); err != nil {
		return fmt.Errorf("reading keyset: %w", err)
	}
	return nil
}

func fromCleartext(plain []byte) (*keyset.Handle, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(plain)))
	if err != nil {
		return nil, fmt.Errorf("reading keyset: %w", err)
	}
	return handle, nil
}

func join(parts [][]byte) []byte {
	var out []byte
	for _, part := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return out
}

func split(joined []byte) ([][]byte, error) {
	var parts [][]byte
	for len(joined) > 0 {
		if len(joined) < 4 {
			return nil, errWrapped
		}
		size := int(binary.BigEndian.Uint32(joined))
		joined = joined[4:]
		if size > len(joined) {
			return nil, errWrapped
		}
		parts = append(parts, joined[:size])
		joined = joined[size:]
	}
	if len(parts) != 2 {
		return nil, errWrapped
	}
	return parts, nil
}
