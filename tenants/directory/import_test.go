package directory_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func TestAFileThatCannotBeReadSaysOnWhichLineAndWhy(t *testing.T) {
	for text, want := range map[string]directory.FileFault{
		"":                          {Code: "import.file.empty"},
		"\xef\xbb\xbf \r\n":         {Code: "import.file.empty"},
		"navn;type\n":               {Line: 1, Code: "import.file.no_rows"},
		"navn|type\nA|skole":        {Line: 1, Code: "import.file.separator"},
		"navn;type,orgnr\nA":        {Line: 1, Code: "import.file.separator_mixed"},
		"navn;telefon\nA;116":       {Line: 1, Code: "import.file.column_missing", Detail: "type"},
		"\nhva;er\nA;skole":         {Line: 2, Code: "import.file.column_missing", Detail: "navn"},
		"Navn;Type;namn\nA;skole;B": {Line: 1, Code: "import.file.column_twice", Detail: "navn"},
		"navn;type\nA;skole\n\nBj\xf8rnstad;skole":                    {Line: 4, Code: "import.file.encoding"},
		"\xff\xfen\x00a\x00":                                          {Line: 1, Code: "import.file.encoding"},
		"navn;type\nA;skole\n\"B;skole\nC;skole":                      {Line: 3, Code: "import.file.quote"},
		"navn;type\nA \"lille\" B;skole":                              {Line: 2, Code: "import.file.quote"},
		strings.Repeat("a", directory.MostImportBytes+1):              {Code: "import.file.too_large"},
		"navn;type\n" + strings.Repeat("A;skole\n", 5000) + "B;skole": {Line: 5002, Code: "import.file.too_many_lines"},
	} {
		report := directory.ReadCSV([]byte(text))
		if report.FileFault != want || len(report.Rows) > 0 {
			t.Errorf("%.40q gives %+v, want %+v", text, report.FileFault, want)
		}
	}
}

func TestAFileMayHaveAnyOrdinarySeparatorHeadingAndLineEnd(t *testing.T) {
	for _, text := range []string{
		"navn;type;orgnr\nSolvik skole;skole;300000118\n",
		"\xef\xbb\xbfNAMN;Type;Org. nr.\r\nSolvik skole;Skule;300 000 118\r\n",
		"sep=,\nNavn,Type,Organisasjonsnummer\n\"Solvik skole\",skole,300000118",
		"\n\nnavn\ttype\torg-nr\rSolvik skole\tskole\t300000118\r",
		"navn;type;orgnr;;\nSolvik skole;skole;300000118;;\n;;;;\n",
	} {
		report := directory.ReadCSV([]byte(text))
		if report.FileFault.Code != "" || len(report.Rows) != 1 || len(report.Rows[0].Faults) > 0 {
			t.Errorf("%q gives %+v", text, report)
			continue
		}
		equal(t, report.Rows[0].Unit, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool, OrgNumber: "300000118"})
		equal(t, report.Columns, []string{"name", "kind", "org_number"})
	}
}

func TestEachRejectedLineHasItsLineAndReason(t *testing.T) {
	report := directory.ReadCSV([]byte(strings.Join([]string{
		"navn;type;orgnr;telefon;e-post;nettside;adresse;om;leder",
		"Solvik skole;skole;300000118;12 34 56 78;post@solvik.example;www.solvik.example;Vei 1;God skole;Ingen",
		";skole;;;;;;;",
		"Villtoppen;romstasjon;;;;;;;",
		"Bjørnstad,barnehage,,,,,,,",
		"Bare navn;skole",
		"For mange;skole;;;;;;;;x",
		"=1+1;skole;;;;;;;",
		"\tTabulator;skole;;;;;;;",
		"Usyn\u200blig;skole;;;;;;;",
		"Alt galt;skole;300000119;ring;post;ftp://x.example;-a;@b;",
		"Tvilling;skole;300 000 118;;;;;;",
		"solvik SKOLE;skole;;;;;;;",
		"Uten type;;;;;;;;",
	}, "\n")))
	equal(t, report.FileFault, directory.FileFault{})
	equal(t, report.Unknown, []string{"leder"})
	equal(t, report.Good(), 1)
	want := map[int][]directory.Fault{
		2:  nil,
		3:  {{Column: "name", Code: "unit.name.missing"}},
		4:  {{Column: "kind", Code: "import.row.kind_unknown"}},
		5:  {{Code: "import.row.separator"}},
		6:  {{Code: "import.row.too_few"}},
		7:  {{Code: "import.row.too_many"}},
		8:  {{Column: "name", Code: "unit.name.formula"}},
		9:  {{Column: "name", Code: "import.row.tab"}},
		10: {{Column: "name", Code: "unit.name.invisible"}},
		11: {
			{Column: "org_number", Code: "unit.org_number.shape"}, {Column: "phone", Code: "unit.phone.shape"},
			{Column: "email", Code: "unit.email.shape"}, {Column: "website", Code: "unit.website.shape"},
			{Column: "address", Code: "unit.address.formula"}, {Column: "about", Code: "unit.about.formula"},
		},
		12: {{Column: "org_number", Code: "import.row.duplicate", Line: 2}},
		13: {{Column: "name", Code: "import.row.duplicate", Line: 2}},
		14: {{Column: "kind", Code: "unit.kind.missing"}},
	}
	equal(t, len(report.Rows), len(want))
	for _, row := range report.Rows {
		equal(t, fmt.Sprint(row.Line, row.Faults), fmt.Sprint(row.Line, want[row.Line]))
	}
}

func (h *house) stage(t *testing.T, lines ...string) (uuid.UUID, directory.Report) {
	t.Helper()
	id, report, err := directory.StageImport(t.Context(), h.admin, []byte(strings.Join(lines, "\n")))
	must(t, err)
	return id, report
}

func (h *house) unitCount(t *testing.T) int {
	t.Helper()
	units, err := directory.Units(t.Context(), h.Scope)
	must(t, err)
	return len(units)
}

func TestNothingIsImportedUntilItIsConfirmedAndThenOnce(t *testing.T) {
	h := openHouse(t)
	id, report := h.stage(t, "navn;type", "Solvik skole;skole", "Uten type;", "Villtoppen;barnehage")
	equal(t, report.Good(), 2)
	equal(t, h.unitCount(t), 0)
	again, err := directory.GetImport(t.Context(), h.admin, id)
	must(t, err)
	equal(t, again, report)

	done, err := directory.ConfirmImport(t.Context(), h.admin, id)
	must(t, err)
	equal(t, done, directory.Imported{Added: 2, Refused: 1})
	done, err = directory.ConfirmImport(t.Context(), h.admin, id)
	must(t, err)
	equal(t, done, directory.Imported{Before: true})
	equal(t, h.unitCount(t), 2)
	_, err = directory.GetImport(t.Context(), h.admin, id)
	refuses(t, err, tenants.ErrNotFound)
	row, err := h.Client().UnitImport.Get(t.Context(), id)
	must(t, err)
	equal(t, len(row.Content), 0)
}

func TestTwoClicksAtOnceImportOnce(t *testing.T) {
	h := openHouse(t)
	id, _ := h.stage(t, "navn;type", "Solvik skole;skole")
	var both sync.WaitGroup
	var done [2]directory.Imported
	var errs [2]error
	for i := range done {
		both.Go(func() { done[i], errs[i] = directory.ConfirmImport(t.Context(), h.admin, id) })
	}
	both.Wait()
	must(t, errs[0])
	must(t, errs[1])
	equal(t, done[0].Added+done[1].Added, 1)
	equal(t, h.unitCount(t), 1)
}

func TestAFileIsItsOwnersAlone(t *testing.T) {
	h := openHouse(t)
	_, other, _ := h.join(t, "Even Solum", "even@solvik.example", policy.RoleAdministrator)
	id, _ := h.stage(t, "navn;type", "Solvik skole;skole")
	_, err := directory.GetImport(t.Context(), other, id)
	refuses(t, err, tenants.ErrNotFound)
	_, err = directory.ConfirmImport(t.Context(), other, id)
	refuses(t, err, tenants.ErrNotFound)
	must(t, directory.DropImport(t.Context(), other, id))
	_, err = directory.GetImport(t.Context(), h.admin, id)
	must(t, err)
	must(t, directory.DropImport(t.Context(), h.admin, id))
	_, err = directory.ConfirmImport(t.Context(), h.admin, id)
	refuses(t, err, tenants.ErrNotFound)
	equal(t, h.unitCount(t), 0)
}

func TestAnUnreadableFileIsNotKept(t *testing.T) {
	h := openHouse(t)
	id, report := h.stage(t, "navn|type", "Solvik skole|skole")
	equal(t, id, uuid.Nil)
	equal(t, report.FileFault.Code, "import.file.separator")
	count, err := h.Client().UnitImport.Query().Count(t.Context())
	must(t, err)
	equal(t, count, 0)
}

func TestAFileWithNoGoodLineCannotBeConfirmed(t *testing.T) {
	h := openHouse(t)
	id, _ := h.stage(t, "navn;type", "Uten type;")
	_, err := directory.ConfirmImport(t.Context(), h.admin, id)
	faults(t, err, "file import.nothing")
	_, err = directory.GetImport(t.Context(), h.admin, id)
	must(t, err)
}

func TestUnitsThatAreThereAlreadyAreUpdatedAndSaidSo(t *testing.T) {
	h := openHouse(t)
	school := h.unit(t, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool, OrgNumber: "300000118", Phone: "116 111"})
	same := h.unit(t, directory.Unit{Name: "Villtoppen", Kind: directory.UnitKindergarten})
	h.unit(t, directory.Unit{Name: "Bjørnstad", Kind: directory.UnitKindergarten, OrgNumber: "300000126"})
	id, report := h.stage(t, "navn;type;orgnr;epost;telefon",
		"Solvik barneskole;skole;300000118;post@solvik.example;", "villtoppen;barnehage;;;", "Ny;nav;;;",
		"Bjørnstad;barnehage;300000134;;", "Solvik skole;skole;300000126;;")
	equal(t, report.Rows[0].Outcome, directory.OutcomeUpdate)
	equal(t, report.Rows[0].Existing, school.ID)
	equal(t, report.Rows[1].Outcome, directory.OutcomeUpdate)
	equal(t, report.Rows[2].Outcome, directory.OutcomeNew)
	equal(t, report.Rows[3].Faults, []directory.Fault{{Column: "org_number", Code: "import.row.other_number"}})
	equal(t, report.Rows[4].Faults[0].Code, "import.row.two_units")
	before := h.Audit().Size()
	done, err := directory.ConfirmImport(t.Context(), h.admin, id)
	must(t, err)
	equal(t, done, directory.Imported{Added: 1, Updated: 2, Refused: 2})
	now, err := directory.GetUnit(t.Context(), h.admin, school.ID)
	must(t, err)
	equal(t, now, directory.Unit{
		ID: school.ID, Name: "Solvik barneskole", Kind: directory.UnitSchool, OrgNumber: "300000118",
		Phone: "116 111", Email: "post@solvik.example", Version: 2,
	})
	lines, err := h.Audit().Read(t.Context(), audit.Filter{Limit: int(h.Audit().Size() - before)})
	must(t, err)
	equal(t, len(lines), 4)
	_, report = h.stage(t, "navn;type", "villtoppen;barnehage")
	equal(t, report.Rows[0].Outcome, directory.OutcomeSame)
	equal(t, report.Rows[0].Existing, same.ID)
}

func TestTheLargestFileIsImported(t *testing.T) {
	h := openHouse(t)
	lines := []string{"navn;type"}
	for i := range directory.MostImportLines {
		lines = append(lines, fmt.Sprintf("Enhet %d;annet", i))
	}
	id, _ := h.stage(t, lines...)
	done, err := directory.ConfirmImport(t.Context(), h.admin, id)
	must(t, err)
	equal(t, done.Added, directory.MostImportLines)
	found, err := directory.ListUnits(t.Context(), h.admin, directory.UnitFilter{Page: 100})
	must(t, err)
	equal(t, []int{len(found.Items), found.Page}, []int{directory.PageSize, 100})
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("navn;type\nSolvik skole;skole\n"))
	f.Add([]byte("sep=,\n\"navn\",type,x\n\"a\nb\",skole,\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		report := directory.ReadCSV(raw)
		if report.FileFault.Code == "" && len(report.Rows) == 0 {
			t.Fatal("neither a fault nor a line")
		}
		for _, row := range report.Rows {
			if row.Line < 1 || len(row.Faults) == 0 && row.Unit.Validate() != nil {
				t.Fatalf("row %+v is taken for good", row)
			}
		}
	})
}
