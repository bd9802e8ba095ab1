package format

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// taken is the cell that takes a field away. An empty cell does not mention it.
const taken = `\N`

var (
	out = strings.NewReplacer(`\`, `\\`, "\r", `\r`)
	// mangled are numbers and dates that a spreadsheet would make into something
	// else: 1.2, 0301, 12/3, 1e5, long numbers.
	mangled = regexp.MustCompile(`^(0[0-9]+|[0-9]+[.,:/ -].*|[0-9]+[eE][0-9]+|[0-9]{12,})$`)
)

// encode writes a value into a cell. A text that a spreadsheet would run as a
// formula, or change, has an apostrophe before it.
func encode(value any, kind cell) string {
	switch v := value.(type) {
	case nil:
		return taken
	case bool:
		if v {
			return "ja"
		}
		return "nei"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int:
		return strconv.Itoa(v)
	case []any:
		if len(v) == 0 {
			return taken
		}
		var list []string
		for _, one := range v {
			list = append(list, strings.ReplaceAll(out.Replace(fmt.Sprint(one)), "\n", `\n`))
		}
		return guard(strings.Join(list, "\n"))
	}
	written := out.Replace(fmt.Sprint(value))
	if kind == date {
		return written
	}
	return guard(written)
}

func guard(written string) string {
	if written != "" && strings.ContainsRune("=+-@\t\n'＝＋－＠", []rune(written)[0]) || mangled.MatchString(written) {
		return "'" + written
	}
	return written
}

func unguard(written string) string {
	rest, guarded := strings.CutPrefix(written, "'")
	if guarded && guard(rest) == written {
		return rest
	}
	return written
}

// decode reads a cell. false: the field is not mentioned. What cannot be read is
// left as it is, and found when the document is checked.
func decode(written string, kind cell) (value any, mentioned bool) {
	if strings.TrimSpace(written) == "" {
		return nil, false
	}
	if strings.TrimSpace(written) == taken {
		if kind == lines {
			return []any{}, true
		}
		return nil, true
	}
	switch kind {
	case date:
		return isoDate(unescape(unguard(strings.TrimSpace(written)))), true
	case whole:
		number := strings.ReplaceAll(unguard(strings.TrimSpace(written)), "−", "-")
		if n, err := strconv.Atoi(number); err == nil && math.Abs(float64(n)) < 1<<50 {
			return float64(n), true
		}
		return written, true
	case yes:
		switch strings.ToLower(strings.TrimSpace(written)) {
		case "ja", "true", "sann":
			return true, true
		case "nei", "false", "usann":
			return false, true
		}
		return written, true
	case lines:
		list := []any{}
		for _, one := range strings.Split(unguard(written), "\n") {
			if one != "" {
				list = append(list, unescape(one))
			}
		}
		return list, true
	}
	return unescape(unguard(written)), true
}

func isoDate(written string) string {
	for _, layout := range []string{"02.01.2006", "2.1.2006", "02/01/2006"} {
		if day, err := time.Parse(layout, written); err == nil {
			return day.Format(time.DateOnly)
		}
	}
	return written
}

// unescape reads \n, \r and \\ back.
func unescape(written string) string {
	var text strings.Builder
	escaped := false
	for _, letter := range written {
		switch {
		case !escaped && letter == '\\':
			escaped = true
			continue
		case escaped && letter == 'n':
			text.WriteByte('\n')
		case escaped && letter == 'r':
			text.WriteByte('\r')
		default:
			text.WriteRune(letter)
		}
		escaped = false
	}
	if escaped {
		text.WriteByte('\\')
	}
	return text.String()
}
