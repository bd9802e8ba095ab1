package host

import (
	"reflect"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// dirty fills every text of a value with what nobody should be shown.
func dirty(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			dirty(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				dirty(v.Field(i), text)
			}
		}
	}
}

func soiled(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); !isClean(text) {
			t.Errorf("%s is %q", path, text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			soiled(t, path, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			soiled(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

// A list is cleaned field by field, not by reflection: none may be forgotten.
func TestEveryTextOfAListIsCleaned(t *testing.T) {
	for _, text := range []string{
		"a\x00b\u202ec\u200b", "\x1b[2J", "æ\u2066ø\n\n\u00ad", "https://a.example/\u202e?\u200bb=\u2028#\u202e", "a\u202e@b\u200b.example",
		"https://a.example?\u202e", "\u202e",
	} {
		var chunk registry.Chunk
		dirty(reflect.ValueOf(&chunk).Elem(), text)
		cleanChunk(chunk)
		soiled(t, "Chunk", reflect.ValueOf(chunk))
	}
}

func TestALineThatIsOneIsLeftAsItIs(t *testing.T) {
	for text, is := range map[string]bool{
		"": true, "Fjellvik skole": true, "Ørnes skole": true, " a": false, "a ": false, "a  b": false, "a\tb": false, "a\nb": false,
		"a\x7f": false, "æ  ø": false, "æ\tø": false, "æ\u202e": false, "æ ": false, " æ": false, "~!": true, "\x1f": false,
	} {
		if isLine(text, 20) != is {
			t.Errorf("%q is a line: %v", text, !is)
		}
	}
	if isLine("abc", 2) {
		t.Error("three are not two")
	}
}
