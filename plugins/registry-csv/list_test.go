package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

type listed struct {
	units    []registry.Unit
	services []registry.Service
	remarks  []registry.Remark
	end      registry.End
	err      error
}

func listFile(content string, columns map[string]string) listed {
	var got listed
	out := registry.NewWriter(func(chunk registry.Chunk) error {
		got.units = append(got.units, chunk.Units...)
		got.services = append(got.services, chunk.Services...)
		got.remarks = append(got.remarks, chunk.Remarks...)
		return nil
	})
	query := registry.Query{File: &registry.File{Name: "enheter.csv", Content: []byte(content)}, Columns: columns}
	got.end, got.err = (&plugin{}).List(context.Background(), query, out)
	return got
}

// said is remarks as "place code".
func (l listed) said() []string {
	var said []string
	for _, remark := range l.remarks {
		said = append(said, remark.Place+" "+remark.Code)
	}
	return said
}

const excel = "Enheter i Bodø kommune per 1. november;;;;;;\r\n" +
	"Navn på enhet;Type;Org.nr.;Tlf.;E-post;Nettside;Omtale\r\n" +
	"Fjæremyra skole;Skole;311 804 014;000 01 010;skole@bodo.example;www.bodo.example;\"Barneskole med SFO.\r\nRing kontoret; så finner vi rett person.\"\r\n" +
	";;;;;;\r\n" +
	"Øyværet bhg;Barnehage;;;;;\"Sier \"\"hei\"\" først\"\r\n" +
	"PPT Nordgløtt;PP-tjeneste;=\"311804146\";;ola.eksempelsen@bodo.example;;\r\n"

func TestWhatNorwegianExcelWrites(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(excel)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"Windows-1252": latin, "UTF-8": excel, "UTF-8 with a mark": "\ufeff" + excel, "with the sign named": "sep=;\r\n" + excel,
		"old line breaks": strings.ReplaceAll(excel, "\r\n", "\r"), "commas": strings.ReplaceAll(strings.ReplaceAll(excel, ";;", ",,"), ";", ","),
	} {
		if name == "commas" {
			content = "Navn på enhet,Type,Org.nr.,Tlf.,E-post,Nettside,Omtale\n" +
				"Fjæremyra skole,Skole,311804014,000 01 010,skole@bodo.example,www.bodo.example,\"Barneskole med SFO.\nRing kontoret; så finner vi rett person.\"\n" +
				"Øyværet bhg,Barnehage,,,,,\"Sier \"\"hei\"\" først\"\nPPT Nordgløtt,PP-tjeneste,311804146,,ola.eksempelsen@bodo.example,,\n"
		}
		got := listFile(content, nil)
		if got.err != nil || len(got.units) != 3 || !got.end.Complete {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		want := registry.Unit{
			ID: "311804014", OrgNumber: "311804014", Name: "Fjæremyra skole", Kind: "school", Phone: "000 01 010", Email: "skole@bodo.example",
			Website: "https://www.bodo.example", About: "Barneskole med SFO.\nRing kontoret; så finner vi rett person.",
		}
		if got.units[0] != want {
			t.Errorf("%s: %+v", name, got.units[0])
		}
		if bhg := got.units[1]; bhg.ID != "navn:øyværetbhg" || bhg.Kind != "kindergarten" || bhg.About != `Sier "hei" først` {
			t.Errorf("%s: %+v", name, bhg)
		}
		if ppt := got.units[2]; ppt.OrgNumber != "311804146" || ppt.Kind != "ppt" || ppt.Email != "" {
			t.Errorf("%s: %+v", name, ppt)
		}
	}
	if said := listFile(excel, nil).said(); !slices.Equal(said, []string{"rad 6 row.private_email"}) {
		t.Errorf("%v: the row is numbered as the spreadsheet does", said)
	}
}

func TestServicesWithTheUnitThatGivesThem(t *testing.T) {
	got := listFile("Tiltak;Ansvarlig enhet;Målgruppe;Nivå;Alder;Beskrivelse;Slik kontakter du oss;Krever henvisning;Søkeord;Telefon\n"+
		"Søvnkurs;Helsestasjonen Nordgløtt;Foreldre til små barn;Universelt;0–5 år;Tre kvelder;Ring oss;Nei;søvn, sovne;000 01 030\n"+
		"Samtaler;Helsestasjonen Nordgløtt;Ungdom;Nivå 2;13+;;;ja;;\n"+
		"Samtaler;Helsestasjonen Nordgløtt;Ungdom;tja;mange;;;;;\n"+
		";;;;;Bare tekst;;;;\n", nil)
	if got.err != nil || len(got.units) != 1 || len(got.services) != 2 || got.end.Complete {
		t.Fatalf("%+v", got)
	}
	course := got.services[0]
	if course.ID != "navn:helsestasjonennordgløtt/navn:søvnkurs" || course.UnitID != got.units[0].ID || course.AgeTo != 5 || course.Audience != "family" ||
		course.Level != "universal" || course.How != "Ring oss" || course.Referral || !slices.Equal(course.Keywords, []string{"søvn", "sovne"}) || course.Phone != "000 01 030" {
		t.Errorf("%+v", course)
	}
	if talk := got.services[1]; talk.AgeFrom != 13 || talk.AgeTo != 0 || talk.Level != "selective" || !talk.Referral || talk.Audience != "young" {
		t.Errorf("%+v", talk)
	}
	if got.units[0].Kind != "health" || got.units[0].Phone != "" {
		t.Errorf("%+v", got.units[0])
	}
	want := []string{"rad 4 row.not_understood", "rad 4 row.not_understood", "rad 4 row.twice", "rad 5 row.no_name"}
	if !slices.Equal(got.said(), want) {
		t.Errorf("%v", got.said())
	}
}

func TestEachFaultIsSpokenOfByItsRow(t *testing.T) {
	got := listFile("navn;orgnr;epost;telefon;breddegrad;lengdegrad;aktiv;om\n"+
		"Heibukta skule;311804015;skule;ring;58,25;8,38;ja;\n"+
		"Heibukta skule;;;;0;0;;\n"+
		"Solknatten barnehage;;;;;;nedlagt;Eigar "+nationalNumber(t)[:6]+" "+nationalNumber(t)[6:]+" ringer\n"+
		"=HYPERLINK(\"x\");;;;;;;\n", nil)
	want := []string{
		"rad 2 row.not_understood", "rad 2 row.not_understood", "rad 2 row.not_understood", "rad 3 row.twice",
		"rad 4 row.national_number", "rad 5 row.formula", "rad 5 row.no_name",
	}
	if said := got.said(); !slices.Equal(said, want) {
		t.Errorf("%v", said)
	}
	if place := got.units[0].Place; place == nil || place.Latitude != 58.25 {
		t.Errorf("%+v", got.units[0])
	}
	if !got.units[1].Closed || got.end.Complete {
		t.Errorf("%+v, %+v", got.units[1], got.end)
	}
	for _, remark := range got.remarks {
		if remark.NB == "" || remark.NN == "" || strings.Contains(remark.NB, "%!") || strings.Contains(remark.NN, "%!") {
			t.Errorf("%+v", remark)
		}
	}
}

func TestTheNextImportMeetsTheSameIds(t *testing.T) {
	before := listFile("navn;orgnr\nHeibukta skule;\nSolknatten barnehage;311 804 014\n", nil)
	after := listFile("Orgnummer;Telefon;Namn\n311804014;000 05 020;Solknatten oppvekstsenter\n;000 05 010;HEIBUKTA  SKULE \n", nil)
	if before.units[0].ID != after.units[1].ID || before.units[1].ID != after.units[0].ID {
		t.Errorf("%v, %v", before.units, after.units)
	}
	if own := listFile("id;navn\nA 7;Heibukta skule\n", nil); own.units[0].ID != "id:A 7" {
		t.Errorf("%v", own.units)
	}
}

func TestARememberedMappingIsFollowed(t *testing.T) {
	content := "A;B;Navn;Telefon\nx;Heibukta skule;ikke dette;000 05 010\n"
	got := listFile(content, map[string]string{"name": "B", "phone": "Telefon", "about": ""})
	if got.err != nil || got.units[0].Name != "Heibukta skule" || got.units[0].Phone != "000 05 010" {
		t.Fatalf("%+v", got)
	}
	if got := listFile(content, map[string]string{"name": "B", "phone": "Tlf"}); !fetch.Is(got.err, "file.column_gone") {
		t.Error(got.err)
	}
	if got := listFile(content, map[string]string{"phone": "Telefon"}); !fetch.Is(got.err, "file.no_name_column") {
		t.Error(got.err)
	}
}

func TestFilesThatAreNoSpreadsheet(t *testing.T) {
	for content, code := range map[string]string{
		"": "file.missing", " \n\t": "file.missing", ";;\n;;": "file.empty", "%PDF-1.7": "file.not_a_table", "\xd0\xcf\x11\xe0\xa1\xb1": "file.old_excel",
		"PK\x03\x04tull": "file.not_a_table", "a\x00b\x00": "file.not_a_table", "telefon\n000": "file.no_name_column", "navn;telefon\n;\n": "file.empty",
	} {
		if got := listFile(content, nil); !fetch.Is(got.err, code) {
			t.Errorf("%q: %v", content, got.err)
		}
		if _, err := (&plugin{}).Inspect(t.Context(), registry.File{Content: []byte(content)}); err == nil && code != "file.no_name_column" {
			t.Errorf("%q was inspected", content)
		}
	}
	if _, err := (&plugin{}).List(t.Context(), registry.Query{}, nil); !fetch.Is(err, "file.missing") {
		t.Error(err)
	}
}

func TestAFileWithMoreRowsThanWeReadIsNotWhole(t *testing.T) {
	var content strings.Builder
	content.WriteString("navn\n")
	for i := range mostRows + 10 {
		content.WriteString("Prøveenhet ")
		content.WriteString(strings.Repeat("x", i%7))
		content.WriteString(string(rune('a'+i%26)) + "\n")
	}
	got := listFile(content.String(), nil)
	if got.err != nil || got.end.Complete || !slices.Contains(got.said(), " file.cut") {
		t.Fatalf("%+v", got.end)
	}
}
