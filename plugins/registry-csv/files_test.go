package main

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/files"
)

func TestAMunicipalitysListOfUnits(t *testing.T) {
	old, marked := listFile(string(files.Windows), nil), listFile(string(files.UTF8), nil)
	if old.err != nil || !reflect.DeepEqual(old, marked) {
		t.Fatalf("%+v\nis not\n%+v", old, marked)
	}
	var names []string
	for _, unit := range old.units {
		names = append(names, unit.Name+"="+unit.Kind)
	}
	want := []string{"Heibukta skule=school", "Solknatten barnehage=kindergarten", "Helsestasjonen Heibukta=health", "Heibukta kulturskule=other", "Barnevernet Ærøya=child_welfare"}
	if !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
	if about := old.units[1]; about.About != `Fire avdelingar, "Måne" er størst` || about.Address != "Eksempelvegen 8, 5 Lillesand" {
		t.Errorf("%+v", about)
	}
	said := []string{"rad 8 row.not_understood", "rad 8 row.not_understood", "rad 8 row.private_email", "rad 9 row.no_name"}
	if got := old.said(); !slices.Equal(got, said) || old.end.Complete {
		t.Errorf("%v", got)
	}
}

func TestAMunicipalitysListOfServices(t *testing.T) {
	inspected, err := (&plugin{}).Inspect(t.Context(), registry.File{Name: "tiltak.xlsx", Content: files.Workbook})
	if err != nil || inspected.Rows != 5 {
		t.Fatalf("%+v, %v", inspected, err)
	}
	columns := map[string]string{}
	for _, column := range inspected.Columns {
		if column.Field != "" {
			columns[column.Field] = column.Heading
		}
		if column.Heading == "Kontaktperson" && (len(column.Samples) > 0 || column.Field != "") {
			t.Errorf("%+v", column)
		}
	}
	got := listFile(string(files.Workbook), columns)
	if got.err != nil || len(got.services) != 5 || len(got.units) != 2 || !got.end.Complete {
		t.Fatalf("%+v", got)
	}
	open := got.services[0]
	if open.Title != "Åpen barnehage" || open.AgeTo != 5 || open.Audience != "family" || open.Level != "universal" || open.About == "" || open.How == "" ||
		open.Phone != "301030" || !slices.Contains(open.Keywords, "ensom") {
		t.Errorf("%+v", open)
	}
	if said := got.said(); !slices.Equal(said, []string{"rad 9 row.not_understood"}) {
		t.Errorf("%v", said)
	}
}
