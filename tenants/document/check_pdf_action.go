package document

import (
	"bytes"
	"regexp"
	"strconv"
)

// mayBeChance is how short a name can be and still be found by chance in the
// bytes of a picture.
const mayBeChance = 4

// actsByItself reports whether anything in a PDF is harmful, or does something
// when the PDF is opened or a page turned, other than going to a place in it.
func actsByItself(objects [][]byte) bool {
	for _, part := range objects {
		text, acts := mostlyText(part), false
		eachName(part, func(name string, rest []byte) {
			switch {
			case len(name) <= mayBeChance && !text:
			case harmful[name]:
				acts = true
			case name == "AA" && startsValue(rest): // ISO 32000-2, 12.6.3
				acts = true
			case name == "OpenAction" && !onlyGoes(trimmed(rest), objects):
				acts = true
			}
		})
		if acts {
			return true
		}
	}
	return false
}

func trimmed(value []byte) []byte { return bytes.TrimLeft(value, " \t\r\n\f\x00") }

// startsValue reports whether a dictionary or a reference to one follows.
func startsValue(rest []byte) bool {
	value := trimmed(rest)
	return bytes.HasPrefix(value, []byte("<<")) || reference.Match(value)
}

var (
	reference = regexp.MustCompile(`^(\d{1,10})\s+(\d{1,5})\s+R\b`)
	goesTo    = regexp.MustCompile(`/S\s*/(?:GoTo|Named)\b`)
	index     = regexp.MustCompile(`^\s*\d+\s+0(?:\s+\d+\s+\d+)*\s*`)
)

// onlyGoes reports whether an action is a place in the document itself.
func onlyGoes(value []byte, objects [][]byte) bool {
	if match := reference.FindSubmatch(value); match != nil {
		if value = object(objects, string(match[1]), string(match[2])); value == nil {
			return false // packed away where it cannot be read
		}
	}
	return bytes.HasPrefix(value, []byte("[")) || isGoTo(value)
}

// object finds an object by its number, outside the streams or in one.
func object(objects [][]byte, number, generation string) []byte {
	begins := regexp.MustCompile(`(?:^|\s)` + number + `\s+` + generation + `\s+obj\b`)
	for _, part := range objects {
		if at := begins.FindIndex(part); at != nil {
			return trimmed(part[at[1]:])
		}
		if value := objectInStream(part, number); value != nil {
			return value
		}
	}
	return nil
}

// objectInStream reads the index an object stream begins with: pairs of number
// and place (ISO 32000-2, 7.5.7).
func objectInStream(part []byte, number string) []byte {
	head := index.Find(part)
	fields := bytes.Fields(head)
	for i := 0; i+1 < len(fields); i += 2 {
		if string(fields[i]) != number {
			continue
		}
		place, err := strconv.Atoi(string(fields[i+1]))
		if err != nil || len(head)+place >= len(part) {
			return nil
		}
		return trimmed(part[len(head)+place:])
	}
	return nil
}

// isGoTo reads a dictionary as far as its first end.
func isGoTo(value []byte) bool {
	end := bytes.Index(value, []byte(">>"))
	if end < 0 || !bytes.HasPrefix(value, []byte("<<")) {
		return false
	}
	dictionary := value[:end]
	return goesTo.Match(dictionary) && !bytes.Contains(dictionary, []byte("/URI")) && !bytes.Contains(dictionary, []byte("/Next"))
}
