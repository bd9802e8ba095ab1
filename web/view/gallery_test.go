package view

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// The gallery is every component on a few pages, as colleagues use them.
// Names are invented.

func galleryPage(lang string) *Page {
	now := time.Date(2026, 11, 22, 9, 42, 0, 0, time.UTC)
	return &Page{
		L: locale.For(lang), Now: now, Today: clock.DateOf(now),
		Title: "Planen", Municipality: "Fjordvik kommune",
		User: &User{
			Name: "Tuva Eksempelsen", Role: "Hverdagskoordinator", Settings: "/innstillinger", SignOut: "/okt/slutt",
			Links: []Link{{Label: "Om meg", Href: "/konto"}},
		},
		Nav: []NavItem{
			{Label: "Min dag", Href: "/", Count: 3},
			{Label: "Familier", Href: "/familier", Current: true},
			{Label: "Tjenester", Href: "/tjenester"},
		},
		QuickExit: true,
		Session:   &Session{Warn: 28 * time.Minute, End: 30 * time.Minute, Over: "/logg-inn"},
	}
}

// filled gives a component its children.
func filled(outer templ.Component, inner ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, Group(inner...)), w)
	})
}

func paragraph(text string) templ.Component { return templ.Raw("<p>" + text + "</p>") }

// galleryFamily is a family's plan as the coordinator sees it.
func galleryFamily(lang string) templ.Component {
	p := galleryPage(lang)
	p.Breadcrumbs = []Link{{Label: "Familier", Href: "/familier"}, {Label: "Blåveis", Href: "/f/1"}}
	p.Eyebrow, p.H1, p.Lead = "Blåveis", "Hverdagsplanen", "Dette har familien og laget blitt enige om."
	p.Actions = Group(LinkButton(Button{Label: "Nytt mål", Href: "/f/1/plan/ny", Icon: IconPlus}), LinkButton(Button{Label: "Til utskrift", Href: "/f/1/plan/utskrift", Icon: IconPrint, Variant: Secondary}))
	p.SubNavLabel = "Familien"
	p.SubNav = []NavItem{{Label: "Oversikt", Href: "/f/1"}, {Label: "Planen", Href: "/f/1/plan", Current: true}, {Label: "Møter", Href: "/f/1/moter", Count: 1}, {Label: "Logg", Href: "/f/1/logg"}, {Label: "Hvem har sett", Href: "/f/1/innsyn"}}
	p.Flash = &Flash{Text: "Tiltaket er fjernet.", Undo: &Post{Action: "/f/1/angre", Label: "Angre", Hidden: []Hidden{{Name: "id", Value: "7"}}}}
	side := Group(
		filled(Card(CardHead{}), filled(Person(PersonView{Name: "Tuva Eksempelsen", Role: "Hverdagskoordinator", Tone: Accent}), LinkButton(Button{Label: "Send melding", Href: "/meldinger", Variant: Secondary, Small: true, Icon: IconMessage}))),
		filled(Section("Veien videre"), Timeline(p, galleryEvents())),
		filled(Details("Hvem kan se planen?"), paragraph("Bare de som er med i laget.")),
	)
	return filled(Layout(p),
		NextStepCard(NextStep{
			Eyebrow: "Neste steg", Title: "Se på planen sammen tirsdag", Text: "Møtet er " + p.Date("2026-12-01") + " kl. 14.00 på Solgløtt. Jonas vil være med.",
			Icon: IconCalendar, Action: Group(LinkButton(Button{Label: "Åpne møtet", Href: "/f/1/moter/2"}), LinkButton(Button{Label: "Legg i kalenderen", Href: "/f/1/moter/2.ics", Variant: Quiet})),
		}),
		filled(Columns(side), galleryGoals(p)...),
	)
}

func galleryEvents() []Event {
	return []Event{
		{When: "24. august", Title: "Oppholdet på senteret"},
		{When: "8. september", Title: "Vi møttes for første gang", Text: "Hjemme hos dere"},
		{When: "22. september", Title: "Vi laget planen sammen", Href: "/f/1/plan/1"},
		{When: "tirsdag 1. desember", Title: "Vi ser på planen sammen", Text: "Kl. 14.00 på Solgløtt", State: MomentNow, More: LinkButton(Button{Label: "Åpne møtet", Href: "/f/1/moter/2", Variant: Secondary, Small: true, For: "1. desember"})},
		{When: "mars 2027", Title: "Halvveis: Hva virker?", State: MomentNext},
		{When: "september 2027", Title: "Vi avslutter eller lager en ny plan", State: MomentNext},
	}
}

func galleryGoals(p *Page) []templ.Component {
	done := Group(PostButton(Button{Label: "Angre", Href: "/m/1", Variant: Quiet, Small: true, For: "trygg voksen"}))
	act := func(about string) templ.Component {
		return PostButton(Button{Label: "Gjort", Href: "/m/2", Variant: Secondary, Small: true, For: about})
	}
	return []templ.Component{
		filled(Section("Mål"),
			filled(Card(CardHead{Title: "Jonas skal føle seg trygg på skolen", Level: 3, Href: "/f/1/plan/m/1", Aside: PlainTag("Skole")}),
				Quote("Jeg vil ha en voksen jeg kan gå til.", "Jonas, 9 år"),
				Progress(p, 1, 3),
				filled(Rows(),
					Row(RowView{Title: "Jonas får en fast, trygg voksen på skolen", Meta: []string{"Ingrid Prøvesen, kontaktlærer", "fre. 13. nov."}, Status: Tag(Good, "Gjort"), Actions: done}),
					Row(RowView{Title: "Lage en avtale om hvor Jonas kan gå når han trenger en pause", Meta: []string{"Ingrid Prøvesen, kontaktlærer", "om 8 dager"}, Status: Tag(Info, "Vi er i gang"), Actions: act("avtale")}),
					Row(RowView{Title: "Skolen følger ekstra med i friminuttene", Meta: []string{"Rektor", "3 dager over tiden"}, Status: Tag(Attention, "Over tiden"), Actions: act("friminutt")}),
				),
				filled(CardFoot(), LinkButton(Button{Label: "Nytt tiltak", Href: "/ny", Variant: Secondary, Small: true, Icon: IconPlus, For: "Jonas skal føle seg trygg på skolen"}), LinkButton(Button{Label: "Evaluer målet", Href: "/ev", Variant: Quiet, Small: true})),
			),
			filled(Card(CardHead{Title: "Vi skal ha faste kvelder hjemme", Level: 3, Eyebrow: "Hele familien", Aside: PlainTag("Hjemme")}),
				Progress(p, 0, 1),
				filled(Rows(), Row(RowView{Title: "Avlastning annenhver torsdag", Meta: []string{"Koordinator"}, Status: Tag(Neutral, "Ikke begynt"), Actions: act("avlastning")})),
			),
			filled(Card(CardHead{Title: "Hvordan har det gått?", Level: 3, Tone: Warm}), ScaleTrend(p, []ScalePoint{{When: "september", Value: -1}, {When: "oktober", Value: 0}, {When: "november", Value: 1}}), ScaleValue(p, 2)),
		),
	}
}

// galleryDay is the coordinator's day: numbers, lists, tables, empty rooms.
func galleryDay(lang string) templ.Component {
	p := galleryPage(lang)
	p.Title, p.H1, p.Lead, p.Width = "Min dag", "God morgen, Tuva", "Tre ting trenger deg i dag.", WidthWide
	table := DataTable{
		Caption: "Familiene mine",
		Columns: []Column{{Label: "Familie", SortHref: "?s=navn", Sort: SortUp}, {Label: "Neste steg"}, {Label: "Sist kontakt", SortHref: "?s=kontakt", Sort: SortNone}, {Label: "Dager", Number: true}, {Label: "Tilstand"}, {Label: "Handling", Quiet: true}},
		Rows: [][]templ.Component{
			{TextLink("Blåveis", "/f/1"), Text("Se på planen sammen"), Text("i går"), Text("1"), Tag(Good, "Etter planen"), LinkButton(Button{Label: "Åpne", Href: "/f/1", Variant: Secondary, Small: true, For: "Blåveis"})},
			{TextLink("Hvitveis", "/f/2"), Text("Evaluer tiltaket «Trygg skolevei»"), Text("3 uker siden"), Text("21"), Tag(Attention, "Venter på svar"), LinkButton(Button{Label: "Åpne", Href: "/f/2", Variant: Secondary, Small: true, For: "Hvitveis"})},
			{TextLink("Løvetann", "/f/3"), Text("Lag planen"), Text("2 måneder siden"), Text("62"), Tag(Danger, "Uten plan"), LinkButton(Button{Label: "Åpne", Href: "/f/3", Variant: Secondary, Small: true, For: "Løvetann"})},
		},
	}
	return filled(Layout(p),
		Stats([]Stat{{Value: "3", Label: "trenger deg i dag", Href: "#i-dag", Tone: Warm}, {Value: "5", Label: "denne uken", Href: "#uken", Tone: Accent}, {Value: "1", Label: "uten plan", Href: "/familier?uten=plan", Tone: Attention}, {Value: "11", Label: "familier"}}),
		filled(SectionWith("Trenger deg i dag", LinkButton(Button{Label: "Ny familie", Href: "/familier/ny", Variant: Secondary, Small: true, Icon: IconPlus})),
			filled(Rows(),
				Row(RowView{ID: "i-dag", Title: "Evaluer tiltaket «Trygg skolevei»", Href: "/f/2/plan", Level: 3, Meta: []string{"Hvitveis", "frist i går"}, Icon: IconClock, Status: Tag(Attention, "Over tiden"), Actions: LinkButton(Button{Label: "Evaluer", Href: "/e", Small: true})}),
				Row(RowView{ID: "uken", Title: "Familien har foreslått en endring", Href: "/f/1/forslag", Level: 3, Meta: []string{"Blåveis", "", "i dag kl. 08.10"}, Text: "«Kan vi flytte møtet?»", Lead: Avatar("Mor Eksempel", Warm), Actions: LinkButton(Button{Label: "Svar", Href: "/s", Small: true, Variant: Secondary})}),
				Row(RowView{Title: "Løvetann mangler en plan", Meta: []string{"62 dager siden første møte"}, Lead: StateDots([]StateDot{{Tone: Good, Label: "Første møte: holdt"}, {Tone: Danger, Label: "Plan: mangler"}, {Tone: Neutral, Label: "Samtykke: ikke spurt"}})}),
			)),
		filled(Section("Familiene mine"), Table(p, table)),
		filled(Section("Tre måter å si fra på"), filled(Cards(),
			filled(Card(CardHead{Title: "Ingen haster", Level: 3}), paragraph("Alt er i rute denne uken.")),
			filled(Card(CardHead{Title: "Undring", Level: 3, Tone: Accent}), paragraph("Én venter på svar.")),
			filled(Card(CardHead{Title: "Ord fra barnet", Level: 3, Tone: Warm}), paragraph("To nye denne uken.")))),
		filled(Alert(Info, "Nytt i dag"), paragraph("Du kan nå skrive ut planen på to sider.")),
		filled(Alert(Attention, ""), paragraph("Samtykket fra barnehagen går ut om 3 dager.")),
		filled(Alert(Danger, "Adressen er sperret"), paragraph("Ikke skriv hvor familien bor.")),
		filled(Alert(Good, ""), paragraph("Planen er avtalt.")),
		EmptyState(EmptyStateView{Title: "Ingen møter ennå", Text: "Avtal det første møtet, så ser familien det på sin side.", Icon: IconCalendar, Action: LinkButton(Button{Label: "Avtal et møte", Href: "/ny"})}),
	)
}

// galleryForm is a form that came back with faults.
func galleryForm(lang string) templ.Component {
	p := galleryPage(lang)
	p.Title, p.Width = "Nytt tiltak", WidthNarrow
	values := map[string]string{"what": "", "due": "31.2.2026", "note": strings.Repeat("lang ", 60), "level": "indicated", "effect": "7"}
	f := form.Read(func(name string) string { return values[name] }, p.Today).WithAll(func(string) []string { return []string{"skole"} })
	f.Line("what", 200)
	f.Require("what", "form.choice")
	f.Date("due")
	f.Prose("note", 200)
	f.Choice("level", "universal", "selective")
	f.Int("effect", -2, 2)
	f.Many("where", "hjem", "skole", "fritid")
	p.Form = f
	levels := []Option{{Value: "universal", Label: "For alle", Hint: "Noe alle på trinnet får"}, {Value: "selective", Label: "For noen"}, {Value: "indicated", Label: "For dette barnet"}}
	return filled(Layout(p),
		Steps(p, StepsView{N: 2, Total: 5}),
		filled(Form(p, FormView{Action: "/f/1/tiltak", Draft: "measure:1", Kept: "i går kl. 10.42", Hidden: []Hidden{{Name: "version", Value: "3"}}}),
			TextField(p, Field{Name: "what", Label: "Hva skal dere gjøre?", Hint: "Skriv kort. En ting om gangen."}),
			TextArea(p, Field{Name: "note", Label: "Hvorfor?", Max: 200, Optional: true}),
			filled(FieldRow(), DateField(p, Field{Name: "due", Label: "Når skal det være gjort?"}), TimeField(p, Field{Name: "time", Label: "Klokken", Optional: true})),
			Select(p, Field{Name: "who", Label: "Hvem har ansvar?", Value: "2"}, []Option{{Value: "1", Label: "Tuva Eksempelsen"}, {Value: "2", Label: "Ingrid Prøvesen, kontaktlærer"}}),
			RadioGroup(p, Field{Name: "level", Label: "Hvem er tiltaket for?"}, levels),
			Checkboxes(p, CheckboxGroup{Field: Field{Name: "where", Label: "Hvor skjer det?", Hint: "Velg så mange du vil."}}, []Option{{Value: "hjem", Label: "Hjemme"}, {Value: "skole", Label: "På skolen"}, {Value: "fritid", Label: "I fritiden"}}),
			ScaleField(p, Field{Name: "effect", Label: "Hvordan har det gått?", Big: true}),
			Checkbox(p, Field{Name: "told", Label: "Familien vet om tiltaket"}, true),
			filled(Buttons(), SubmitButton(Button{Label: "Lagre tiltaket"}), SubmitButton(Button{Label: "Lagre og lag et til", Variant: Secondary, Name: "next", Value: "more"}), LinkButton(Button{Label: "Avbryt", Href: "/f/1", Variant: Quiet}), SubmitButton(Button{Label: "Slett", Variant: RedButton, Name: "next", Value: "delete"})),
		),
		filled(Section("Det som gjenstår"), TaskList(p, []Task{{Title: "Styrker", Href: "/1", State: TaskDone}, {Title: "Behov", Hint: "To av sju livsområder", Href: "/2", State: TaskStarted}, {Title: "Mål", Href: "/3"}, {Title: "Avtale med familien", State: TaskBlocked}})),
		filled(Section("Se over"), SummaryList(p, []SummaryRow{{Key: "Henvist av", Value: "Statens barnehus", Change: "/endre"}, {Key: "Barn", Lines: []string{"Jonas, 9 år", "Live, 4 år"}, Change: "/endre"}}),
			filled(Definitions(), filled(Definition("Tolk"), paragraph("Ja, på alle møter")))),
	)
}

// galleryCaregiver is a caregiver's page on the phone.
func galleryCaregiver(lang string) templ.Component {
	p := galleryPage(lang)
	p.Family, p.Title, p.H1, p.Lead = true, "Planen vår", "Planen vår", "Dette har vi blitt enige om. Du kan når som helst si fra om noe skal endres."
	p.User.Role = "Omsorgsperson"
	p.Nav = []NavItem{{Label: "Planen", Href: "/", Icon: IconPlan, Current: true}, {Label: "Det som skjer", Href: "/framover", Icon: IconPath}, {Label: "Meldinger", Href: "/meldinger", Icon: IconMessage, Count: 2}, {Label: "Rettigheter", Href: "/rettigheter", Icon: IconHand}}
	p.BottomNav = p.Nav
	p.Actions = LinkButton(Button{Label: "Foreslå en endring", Href: "/forslag", Variant: Secondary})
	return filled(Layout(p),
		NextStepCard(NextStep{Eyebrow: "Vi venter på deg", Title: "Er dette planen deres?", Text: "Les den i ro og mak. Du kan si ja, eller si hva som mangler.", Icon: IconHand, Action: Group(PostButton(Button{Label: "Ja, dette er planen vår", Href: "/ja"}), LinkButton(Button{Label: "Noe mangler", Href: "/mangler", Variant: Secondary}))}),
		filled(Columns(filled(Section("Det som skjer"), Timeline(p, galleryEvents()))), galleryGoals(p)...),
	)
}

// galleryPaper is a typical plan on paper.
func galleryPaper(lang string) templ.Component {
	p := galleryPage(lang)
	p.Title, p.H1, p.Lead = "Planen på papir", "Hverdagsplan", "Individuell plan. Avtalt 22. september 2026, gjelder til 22. mars 2027."
	rows := PrintTable{Caption: "Tiltak", Columns: []string{"Tiltak", "Hvem", "Når", "Tilstand"}, Rows: [][]string{
		{"Jonas får en fast, trygg voksen på skolen", "Ingrid Prøvesen, kontaktlærer", "13. november", "Gjort"},
		{"Lage en avtale om hvor Jonas kan gå når han trenger en pause", "Ingrid Prøvesen, kontaktlærer", "30. november", "I gang"},
		{"Skolen følger ekstra med i friminuttene", "Rektor", "7. desember", "Ikke begynt"},
	}}
	goal := func(title, area, sentence string) templ.Component {
		return filled(PrintGoal(title, area, sentence), PrintRows(rows))
	}
	return filled(PrintLayout(p, PrintView{Back: "/f/1/plan", Footer: "Skrevet ut av Tuva Eksempelsen 22. november 2026. Ta vare på arket et trygt sted."}),
		filled(PrintSection("Dette er bra hos oss"), templ.Raw("<ul><li>Vi spiser middag sammen hver dag.</li><li>Jonas har en god venn.</li><li>Mormor er der for oss.</li></ul>")),
		filled(PrintSection("Mål og tiltak"),
			goal("Jonas skal føle seg trygg på skolen", "Skole", "Jeg vil ha en voksen jeg kan gå til."),
			goal("Jonas skal ha noe gøy å gjøre på fritiden", "Fritid", "Jeg vil klatre."),
			goal("Live skal sove godt", "Hjemme", ""),
			goal("Mamma skal få hvile og støtte", "Hjemme", "Jeg trenger én person å ringe til.")),
		filled(PrintSection("Vi er enige om planen"), PrintSignatures([]string{"Omsorgsperson", "Hverdagskoordinator", "Jonas"})),
	)
}

// gallery is every page of the gallery, by name.
func gallery(lang string) map[string]templ.Component {
	p := galleryPage(lang)
	out := galleryPage(lang)
	out.User, out.Nav, out.QuickExit = nil, nil, false
	return map[string]templ.Component{
		"family": galleryFamily(lang), "day": galleryDay(lang), "form": galleryForm(lang),
		"caregiver": galleryCaregiver(lang), "paper": galleryPaper(lang),
		"404": FaultPage(p, Fault(p, 404, "")), "500": FaultPage(out, Fault(out, 500, "01JD-7F3A")),
		"503": MaintenancePage(p.L), "421": UnknownHostPage(), "exit": ExitPage(p.L),
	}
}

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var out strings.Builder
	err := c.Render(context.Background(), &out)
	if err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return out.String()
}
