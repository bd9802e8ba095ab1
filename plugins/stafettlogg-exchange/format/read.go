package format

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// LargestFile is the most a file may be.
const LargestFile = 4 << 20

// Read reads the documents of a file: one of JSON, several of a spreadsheet. With
// problems, nothing of the file can be used.
func Read(name string, content []byte) ([]Object, []Problem) {
	if len(content) > LargestFile {
		return nil, []Problem{{Place: "/", Code: "too_large"}}
	}
	text, ok := decoded(content)
	if !ok {
		return nil, []Problem{{Place: "/", Code: "encoding"}}
	}
	if strings.TrimSpace(text) == "" {
		return nil, []Problem{{Place: "/", Code: "empty"}}
	}
	if IsCSV(name) {
		return readCSV(text)
	}
	var document Object
	if err := json.Unmarshal([]byte(text), &document); err != nil || document == nil {
		return nil, []Problem{{Place: "/", Code: "json"}}
	}
	if problems := Check(document); len(problems) > 0 {
		return nil, problems
	}
	return []Object{document}, nil
}

// IsCSV tells whether a file of this name is read as a spreadsheet.
func IsCSV(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".csv") }

// IsOurs tells whether a file of this name can be in the format at all.
func IsOurs(name string) bool {
	return IsCSV(name) || strings.HasSuffix(strings.ToLower(name), ".json")
}

// decoded reads what Excel may have saved: UTF-8, UTF-16 or Windows-1252.
func decoded(content []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return wide(content)
	}
	if utf8.Valid(content) {
		return string(content), !bytes.ContainsRune(content, 0)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	return string(text), err == nil && !bytes.ContainsRune(text, 0)
}

func wide(content []byte) (string, bool) {
	big := content[0] == 0xfe
	content = content[2:]
	if len(content)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(content)/2)
	for i := range units {
		low, high := content[2*i], content[2*i+1]
		if big {
			low, high = high, low
		}
		units[i] = uint16(high)<<8 | uint16(low)
	}
	return string(utf16.Decode(units)), true
}

// WriteJSON writes a document. The same document always gives the same bytes.
func WriteJSON(document Object) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
