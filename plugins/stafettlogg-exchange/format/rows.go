package format

// kind of a cell's content.
type cell int

const (
	text  cell = iota // as it stands
	date              // 2026-12-01 or 01.12.2026
	whole             // a whole number
	yes               // ja or nei
	lines             // a list, one on each line of the cell
)

type column struct {
	name string
	cell cell
}

// row is one kind of row of a spreadsheet and where it goes in the document.
type row struct {
	name    string
	columns []column
	list    string // goes into this list
	object  string // is this object
}

// leading is the row that begins a document, by kind.
var leading = map[string]row{
	"logg": {name: KindLog, columns: []column{
		{"loggId", text}, {"referanse", text}, {"tittel", text}, {"versjon", text}, {"endret", date}, {"kommunenummer", text},
		{"tilstand", text}, {"lukketGrunn", text}, {"nivaa", text}, {"trinn", text},
	}},
	"endring": {name: KindChange, columns: []column{
		{"loggId", text}, {"nokkel", text}, {"kommunenummer", text}, {"forventetVersjon", text}, {"ny", yes},
	}},
	"kvittering": {name: KindReceipt, columns: []column{
		{"loggId", text}, {"nokkel", text}, {"utfall", text}, {"id", text}, {"versjon", text}, {"kvitteringsnummer", text}, {"merknad", text},
	}},
}

// starting is the row that says that what follows is a new log.
var starting = row{object: "start", columns: []column{{"nivaa", text}, {"trinn", text}}}

var (
	goalColumns = []column{
		{"id", text}, {"eksternId", text}, {"tekst", text}, {"omraade", text}, {"status", text}, {"versjon", text},
	}
	measureColumns = []column{
		{"id", text}, {"eksternId", text}, {"maalId", text}, {"hva", text}, {"ansvarlig", text}, {"start", date}, {"frist", date},
		{"evalueres", date}, {"status", text}, {"effekt", whole}, {"versjon", text},
	}
	meetingColumns = []column{
		{"id", text}, {"eksternId", text}, {"dato", date}, {"tilstede", lines}, {"agenda", lines}, {"avtaler", lines},
		{"beslutning", text}, {"versjon", text},
	}
	holderColumns   = []column{{"enhetOrgnr", text}, {"rolle", text}, {"fra", date}}
	documentColumns = []column{
		{"id", text}, {"navn", text}, {"medietype", text}, {"storrelse", whole}, {"sha256", text}, {"fil", text},
	}
)

// following are the rows that belong to a log or to a start, in the order they
// are written.
var following = []named{
	{"barn", row{object: "barn", columns: []column{{"pseudonym", text}, {"aldersgruppe", text}}}},
	{"stafettholder", row{object: "stafettholder", columns: holderColumns}},
	{"tilbudt", row{object: "tilbudtTil", columns: holderColumns}},
	{"deltaker", row{list: "deltakere", columns: []column{{"rolle", text}, {"enhetOrgnr", text}, {"samtykkeId", text}}}},
	{"maal", row{list: "maal", columns: goalColumns}},
	{"tiltak", row{list: "tiltak", columns: measureColumns}},
	{"mote", row{list: "moter", columns: meetingColumns}},
	{"overgang", row{list: "overganger", columns: []column{{"fra", text}, {"til", text}, {"dato", date}, {"begrunnelse", text}}}},
	{"vedlegg", row{list: "vedlegg", columns: documentColumns}},
}

// changing are the rows that say what a change is.
var changing = []named{
	{"maal", row{object: "maal", columns: goalColumns}},
	{"tiltak", row{object: "tiltak", columns: measureColumns}},
	{"mote", row{object: "mote", columns: meetingColumns}},
	{"tilby", row{object: "tilbyStafettpinne", columns: holderColumns}},
	{"svar", row{object: "svarStafettpinne", columns: []column{{"godtatt", yes}}}},
	{"avslutt", row{object: "avslutt", columns: []column{{"grunn", text}}}},
	{"vedlegg", row{object: "vedlegg", columns: documentColumns}},
}

type named struct {
	name string
	row  row
}

func find(rows []named, name string) (row, bool) {
	for _, one := range rows {
		if one.name == name {
			return one.row, true
		}
	}
	return row{}, false
}

// header is every column there is, in the order they are written.
var header = columnsOf()

func columnsOf() []string {
	order, seen := []string{"rad"}, map[string]bool{}
	add := func(columns []column) {
		for _, one := range columns {
			if !seen[one.name] {
				seen[one.name] = true
				order = append(order, one.name)
			}
		}
	}
	for _, name := range []string{"logg", "endring", "kvittering"} {
		add(leading[name].columns)
	}
	for _, one := range append(append([]named{}, following...), changing...) {
		add(one.row.columns)
	}
	return order
}
