package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/jsonschema"
)

func TestThePublishedExamplesFitThePublishedSchema(t *testing.T) {
	whole, err := jsonschema.CompileText(Schema)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("examples/*")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	kinds := map[string]bool{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		documents, problems := Read(file, content)
		if len(problems) > 0 {
			t.Errorf("%s: %v", file, problems)
		}
		for _, document := range documents {
			kinds[Kind(document)] = true
			if problems := whole.Check(document); len(problems) > 0 {
				t.Errorf("%s: %v", file, problems)
			}
		}
	}
	if len(kinds) != 4 {
		t.Errorf("the examples are of %v", kinds)
	}
}

func TestTheSameExampleAsJSONAndAsASpreadsheetIsTheSame(t *testing.T) {
	for _, name := range []string{"logg", "endring-tiltak", "kvittering"} {
		var read [2][]Object
		for i, ending := range []string{".json", ".csv"} {
			content, err := os.ReadFile("examples/" + name + ending)
			if err != nil {
				t.Fatal(err)
			}
			read[i], _ = Read(name+ending, content)
		}
		delete(read[0][0], "kommunensEgetFelt") // a field we do not know has no column
		if !reflect.DeepEqual(read[0], read[1]) {
			t.Errorf("%s: %v\n%v", name, read[0], read[1])
		}
	}
}

func anyDocument(t *rapid.T) Object {
	said := rapid.StringMatching(`([=+\-@'\t\\;"]|[0-9][.,/0-9]{0,3}|\\N|\r|\n)?[a-zæøåA-Z0-9 .,;:"'\\<>\n\r=@+-]{0,20}[a-z\\]`)
	id := rapid.StringMatching(`[a-zA-Z0-9-]{1,12}`)
	day := rapid.Custom(func(t *rapid.T) string {
		return time.Date(2024, 1, rapid.IntRange(1, 2000).Draw(t, "n"), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	})
	maybe := func(o Object, name string, value func() any) {
		switch rapid.IntRange(0, 4).Draw(t, name+"?") {
		case 0:
		default:
			o[name] = value()
		}
	}
	list := func() any {
		all := []any{}
		for range rapid.IntRange(1, 3).Draw(t, "lines") {
			all = append(all, said.Draw(t, "line"))
		}
		return all
	}
	d := Object{"skjema": KindLog, "loggId": id.Draw(t, "log"), "endret": "2026-12-01T12:00:00+01:00", "tilstand": "aapen"}
	maybe(d, "referanse", func() any { return said.Draw(t, "reference") })
	maybe(d, "nivaa", func() any { return rapid.SampledFrom([]string{"0", "2", "B", "01"}).Draw(t, "level") })
	maybe(d, "kommunenummer", func() any { return rapid.SampledFrom([]string{"0301", "4203"}).Draw(t, "number") })
	maybe(d, "barn", func() any { return Object{"pseudonym": id.Draw(t, "child"), "aldersgruppe": "6-12"} })
	maybe(d, "stafettholder", func() any {
		return Object{"rolle": said.Draw(t, "role"), "enhetOrgnr": "999999999", "fra": day.Draw(t, "from")}
	})
	maybe(d, "maal", func() any {
		return []any{Object{"id": "m1", "tekst": said.Draw(t, "goal"), "omraade": "1.2", "status": "aktiv"}, Object{"id": "m2", "tekst": "x"}}
	})
	maybe(d, "tiltak", func() any {
		var all []any
		for i := range rapid.IntRange(1, 4).Draw(t, "measures") {
			one := Object{"id": fmt.Sprint("t", i), "hva": said.Draw(t, "what")}
			maybe(one, "frist", func() any { return day.Draw(t, "due") })
			maybe(one, "ansvarlig", func() any { return nil })
			maybe(one, "effekt", func() any { return float64(rapid.IntRange(-2, 2).Draw(t, "effect")) })
			all = append(all, one)
		}
		return all
	})
	maybe(d, "moter", func() any {
		return []any{Object{"id": "x1", "dato": day.Draw(t, "date"), "tilstede": list(), "avtaler": list()}}
	})
	maybe(d, "overganger", func() any { return []any{Object{"fra": "0", "til": "A", "begrunnelse": said.Draw(t, "why")}} })
	return d
}

func TestWhateverALogHoldsSurvivesASpreadsheet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		document := anyDocument(t)
		if problems := Check(document); len(problems) > 0 {
			t.Fatalf("%v: %v", document, problems)
		}
		written, err := WriteCSV(document)
		if err != nil {
			t.Fatal(err)
		}
		read, problems := Read("logg.csv", written)
		if len(problems) > 0 || len(read) != 1 || !reflect.DeepEqual(read[0], document) {
			t.Fatalf("%s\nread  %v %v\nwrote %v", written, read, problems, document)
		}
		cells := csv.NewReader(bytes.NewReader(written[3:]))
		cells.Comma = ';'
		rows, err := cells.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(rows...) {
			_, notNumber := strconv.Atoi(cell)
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) && notNumber != nil {
				t.Fatalf("a spreadsheet runs %q", cell)
			}
		}
	})
}

func TestWhateverALogHoldsSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		document := anyDocument(t)
		written, err := WriteJSON(document)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := WriteJSON(document)
		read, problems := Read("logg.json", written)
		if len(problems) > 0 || !reflect.DeepEqual(read[0], document) || string(again) != string(written) {
			t.Fatalf("%s\nread  %v %v\nwrote %v", written, read, problems, document)
		}
	})
}

const sheet = "rad;loggId;endret;tilstand;kommunenummer;id;hva;frist;effekt;tekst;omraade\r\n" +
	"logg;L1;2026-12-01T12:00:00Z;aapen;301;;;;;;\r\n" +
	"maal;;;;;m1;;;;Sove på Åsgård;'1.2\r\n" +
	"tiltak;;;;;t1;Kveldsrutine;1.12.2026;−1;;\r\n"

func TestASpreadsheetIsReadAsExcelSavesIt(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(sheet, "−", "-"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"utf-8": sheet, "with a mark": "\xef\xbb\xbf" + sheet, "windows-1252": latin, "utf-16": utf16LE(sheet),
		"tabs": strings.ReplaceAll(sheet, ";", "\t"), "commas": strings.ReplaceAll(sheet, ";", ","), "sep": "sep=;\r\n" + sheet,
		"empty lines": sheet + ";;;;\r\n\r\n", "old mac lines in": strings.ReplaceAll(sheet, "\r\n", "\n"),
		"unknown column": strings.ReplaceAll(strings.ReplaceAll(sheet, "rad;", "rad;farge;"), "\r\nlogg;", "\r\nlogg;blå;"),
	} {
		if name == "unknown column" {
			content = strings.NewReplacer("\r\nmaal;", "\r\nmaal;;", "\r\ntiltak;", "\r\ntiltak;;").Replace(content)
		}
		read, problems := Read("Logg.CSV", []byte(content))
		if len(problems) > 0 || len(read) != 1 {
			t.Errorf("%s: %v", name, problems)
			continue
		}
		goal, measure := Items(read[0], "maal")[0], Items(read[0], "tiltak")[0]
		if goal["tekst"] != "Sove på Åsgård" || goal["omraade"] != "1.2" || measure["frist"] != "2026-12-01" || measure["effekt"] != -1.0 ||
			read[0]["kommunenummer"] != "0301" {
			t.Errorf("%s: %v", name, read[0])
		}
	}
}

func utf16LE(text string) string {
	out := []byte("\xff\xfe")
	for _, letter := range text {
		out = append(out, byte(letter), byte(letter>>8))
	}
	return string(out)
}

func TestSeveralLogsInOneSpreadsheet(t *testing.T) {
	content := sheet + strings.Replace(strings.SplitN(sheet, "\r\n", 2)[1], "L1", "L2", 1)
	read, problems := Read("a.csv", []byte(content))
	if len(problems) > 0 || len(read) != 2 || Text(read[1], "loggId") != "L2" || len(Items(read[1], "tiltak")) != 1 {
		t.Errorf("%v %v", read, problems)
	}
}

func TestABadFileIsRefusedWithTheReasonAndThePlace(t *testing.T) {
	good, err := os.ReadFile("examples/logg.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct{ name, content, place, code string }{
		{"a.json", "", "/", "empty"},
		{"a.json", "[]", "/", "json"},
		{"a.json", "{", "/", "json"},
		{"a.json", "null", "/", "json"},
		{"a.json", `{"a":1}`, "/skjema", "kind"},
		{"a.json", strings.Replace(string(good), "stafettlogg/1", "stafettlogg/2", 1), "/skjema", "newer"},
		{"a.json", strings.Replace(string(good), `"2026-12-01"`, `"1. desember"`, 1), "/tiltak/0/frist", "format"},
		{"a.json", strings.Replace(string(good), `"i_gang"`, `"startet"`, 1), "/tiltak/0/status", "enum"},
		{"a.json", strings.Replace(string(good), `"maalId": "m1"`, `"maalId": "m9"`, 1), "/tiltak/0/maalId", "reference"},
		{"a.json", strings.Replace(string(good), `"id": "t2"`, `"id": "t1"`, 1), "/tiltak/1/id", "twice"},
		{"a.json", strings.Repeat("x", LargestFile+1), "/", "too_large"},
		{"a.json", "{\"a\":\"\x00\"}", "/", "encoding"},
		{"a.csv", "navn;loggId\nlogg;L1\n", "linje 1", "header"},
		{"a.csv", "rad;id\ntiltak;t1\n", "linje 2", "no_log"},
		{"a.csv", "rad;loggId\n", "linje 1", "empty"},
		{"a.csv", strings.Replace(sheet, "\r\nmaal;", "\r\nmål;", 1), "linje 3", "row"},
		{"a.csv", strings.Replace(sheet, "1.12.2026", "snart", 1), "linje 4, frist", "format"},
		{"a.csv", strings.Replace(sheet, "−1", "bra", 1), "linje 4, effekt", "type"},
		{"a.csv", strings.Replace(sheet, "Kveldsrutine", "", 1), "linje 4", "required"},
		{"a.csv", strings.Replace(sheet, "aapen", "", 1), "linje 2", "required"},
		{"a.csv", sheet + "tiltak;\"x", "linje 5", "csv"},
	} {
		read, problems := Read(try.name, []byte(try.content))
		if read != nil || len(problems) != 1 || problems[0].Place != try.place || problems[0].Code != try.code {
			t.Errorf("%s %.60q: %v %v, want %s at %s", try.name, try.content, read, problems, try.code, try.place)
			continue
		}
		nb, nn := problems[0].Words()
		if nb == "" || nn == "" || strings.Contains(nb+nn, "%") || strings.HasPrefix(nb, "Feltet kan ikke brukes") {
			t.Errorf("%s is said as %q and %q", try.code, nb, nn)
		}
		remark := Remark(strings.Repeat("0", 64), problems)
		text, _ := WriteJSON(remark)
		if again, bad := Read("m.json", text); len(bad) > 0 || Kind(again[0]) != KindRemark {
			t.Errorf("the remark does not fit the schema: %v\n%s", bad, text)
		}
	}
}

func TestEveryRuleOfTheSchemaHasWords(t *testing.T) {
	var document any
	if err := json.Unmarshal(Schema, &document); err != nil {
		t.Fatal(err)
	}
	var walk func(node any)
	walk = func(node any) {
		switch n := node.(type) {
		case map[string]any:
			for name, value := range n {
				if _, rule := value.(map[string]any); !rule && wordings[name].nb == "" {
					switch name {
					case "$schema", "$id", "$ref", "title", "description", "const", "allOf", "items", "properties", "additionalProperties":
					default:
						t.Errorf("nobody can say what is wrong when %q is broken", name)
					}
				}
				walk(value)
			}
		case []any:
			for _, one := range n {
				walk(one)
			}
		}
	}
	walk(document)
}

func FuzzAnyFileIsReadOrRefused(f *testing.F) {
	f.Add("a.csv", []byte(sheet))
	f.Add("a.json", []byte(`{"skjema":"hverdagsplan.stafettlogg/1","loggId":"L","endret":"2026-12-01T12:00:00Z","tilstand":"aapen"}`))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		documents, problems := Read(name, content)
		if (len(documents) == 0) == (len(problems) == 0) {
			t.Errorf("%d documents and %d problems", len(documents), len(problems))
		}
	})
}
