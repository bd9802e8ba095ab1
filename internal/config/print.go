package config

import (
	"encoding"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode"
)

// Print writes every setting on a line of its own, as it would stand in a
// configuration file, with secrets hidden.
func (c Config) Print(to io.Writer) error {
	for _, line := range lines("", reflect.ValueOf(c.Settled())) {
		if _, err := fmt.Fprintln(to, line); err != nil {
			return fmt.Errorf("printing configuration: %w", err)
		}
	}
	return nil
}

// lines names the settings as kong names their flags.
func lines(prefix string, of reflect.Value) []string {
	var all []string
	for i := range of.NumField() {
		field, value := of.Type().Field(i), of.Field(i)
		if _, nested := field.Tag.Lookup("embed"); nested {
			all = append(all, lines(prefix+field.Tag.Get("prefix"), value)...)
			continue
		}
		name := field.Tag.Get("name")
		if name == "" {
			name = flagName(field.Name)
		}
		if name != "config" {
			all = append(all, prefix+name+": "+text(value))
		}
	}
	return all
}

func text(value reflect.Value) string {
	if list, ok := value.Interface().([]string); ok {
		return "[" + strings.Join(list, ", ") + "]"
	}
	if marshaler, ok := value.Interface().(encoding.TextMarshaler); ok {
		written, err := marshaler.MarshalText()
		if err == nil {
			return quoted(string(written))
		}
	}
	return quoted(fmt.Sprint(value.Interface()))
}

func quoted(value string) string {
	if value == "" || strings.ContainsAny(value, ":#[]{}'\" ") {
		return fmt.Sprintf("%q", value)
	}
	return value
}

// flagName turns BaseDomain into base-domain and RedisURL into redis-url.
func flagName(field string) string {
	var name strings.Builder
	runes := []rune(field)
	for i, r := range runes {
		startsWord := i > 0 && unicode.IsUpper(r) &&
			(unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsWord {
			name.WriteByte('-')
		}
		name.WriteRune(unicode.ToLower(r))
	}
	return name.String()
}
