package town

// The units that the demo's scenario has too are named and reached as they are
// there.

var bodo = []Unit{
	{Name: "Fjæremyra skole", Sort: School, Part: Upbringing, Phone: "000 01 010", Email: "skole@bodo.example", Website: "skole.bodo.example", Street: "Eksempelveien 3"},
	{Name: "Nordgløtt ungdomsskole", Sort: School, Part: Upbringing, Phone: "000 01 011", Email: "ungdomsskole@bodo.example", Street: "Eksempelveien 5"},
	{Name: "Øyrværet oppvekstsenter", Sort: School, Part: Upbringing, Phone: "000 01 012", Email: "oyrvaret@bodo.example"},
	{Name: "Saltværet videregående skole", Sort: Upper, Phone: "000 01 013", Email: "vgs@nordland.example", Street: "Prøvegata 20"},
	{Name: "Gammelmyra skole", Sort: School, Part: Upbringing, Street: "Eksempelveien 90", Closed: true},
	{Name: "Tuvholmen barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 01 020", Email: "barnehage@bodo.example", Street: "Eksempelveien 9"},
	{Name: "Måseungen barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 01 021", Email: "maseungen@bodo.example", Street: "Eksempelveien 14"},
	{Name: "Lykketrollet friluftsbarnehage SA", Sort: Kindergarten, Private: true, Phone: "000 01 022", Email: "styrer@lykketrollet.example", Website: "www.lykketrollet.example", Street: "Prøvegata 31"},
	{Name: "Blåveisen barnehage", Sort: Kindergarten, Part: Upbringing, Closed: true},
	{Name: "Helsestasjonen Nordgløtt", Sort: Health, Part: HealthPart, Phone: "000 01 030", Email: "helsestasjon@bodo.example", Street: "Prøvegata 1"},
	{Name: "Barneverntjenesten Nordgløtt", Sort: ChildWelfare, Part: HealthPart, Phone: "000 01 040", Email: "barnevern@bodo.example", Street: "Prøvegata 4"},
	{Name: "PP-tjenesten Nordgløtt", Sort: PPT, Part: Upbringing, Phone: "000 01 045", Email: "ppt@bodo.example", Street: "Prøvegata 4"},
	{Name: "Nordgløtt kulturskole", Sort: Culture, Part: Upbringing, Phone: "000 01 046", Street: "Prøvegata 8"},
	{Name: "Vei og parkering", Sort: Technical, Part: Works, Phone: "000 01 070", Street: "Prøvegata 9"},
}

var arendal = []Unit{
	{Name: "Strandlia skole", Sort: School, Part: Upbringing, Phone: "000 03 010", Email: "skole@arendal.example", Street: "Eksempelveien 21"},
	{Name: "Skagerbukta skole", Sort: School, Part: Upbringing, Phone: "000 03 011", Email: "skagerbukta@arendal.example", Street: "Eksempelveien 23"},
	{Name: "Knattegløtt barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 03 020", Email: "barnehage@arendal.example", Street: "Eksempelveien 25"},
	{Name: "Solstikka barnehage", Sort: Kindergarten, Private: true, Phone: "000 03 021", Email: "post@solstikka.example"},
	{Name: "Familiens hus Skagerbukta", Sort: Family, Part: HealthPart, Phone: "000 03 030", Email: "familienshus@arendal.example", Street: "Prøvegata 11"},
	{Name: "PPT Skagerbukta", Sort: PPT, Part: Upbringing, Phone: "000 03 040", Email: "ppt@arendal.example", Street: "Prøvegata 12"},
	{Name: "Koordinerende enhet", Sort: Office, Part: HealthPart, Phone: "000 03 060", Email: "koordinering@arendal.example"},
}

var kristiansand = []Unit{
	{Name: "Skauengløtt skole", Sort: School, Part: Upbringing, Phone: "000 07 010", Email: "skole@kristiansand.example", Street: "Eksempelveien 40"},
	{Name: "Østbrygga skole", Sort: School, Part: Upbringing, Phone: "000 07 011", Street: "Eksempelveien 41"},
	{Name: "Bølgetoppen barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 07 020", Email: "barnehage@kristiansand.example", Street: "Eksempelveien 44"},
	{Name: "Ærfuglen barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 07 021"},
	{Name: "Helsestasjonen Østbrygga", Sort: Health, Part: HealthPart, Phone: "000 07 030", Email: "helsestasjon@kristiansand.example", Street: "Prøvegata 15"},
	{Name: "Barneverntjenesten Østbrygga", Sort: ChildWelfare, Part: HealthPart, Phone: "000 07 040", Email: "barnevern@kristiansand.example", Street: "Prøvegata 16"},
	{Name: "Oppvekst, team hverdag", Sort: Office, Part: Upbringing, Phone: "000 07 060"},
}

var lillesand = []Unit{
	{Name: "Heibukta skule", Sort: School, Part: Upbringing, Phone: "000 05 010", Email: "skule@lillesand.example", Street: "Eksempelvegen 2"},
	{Name: "Solknatten barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 05 020", Email: "barnehage@lillesand.example", Street: "Eksempelvegen 8"},
	{Name: "Helsestasjonen Heibukta", Sort: Health, Part: HealthPart, Phone: "000 05 030", Email: "helsestasjon@lillesand.example", Street: "Prøvegata 6"},
	{Name: "Heibukta kulturskule", Sort: Culture, Part: Upbringing, Phone: "000 05 050", Street: "Prøvegata 7"},
	{Name: "Oppvekst og koordinering", Sort: Office, Part: Upbringing, Phone: "000 05 060", Email: "koordinering@lillesand.example"},
}

var hverdagsnes = []Unit{
	{Name: "Bjørkåsen skole", Sort: School, Part: Upbringing, Phone: "000 09 010", Email: "skole@hverdagsnes.example", Street: "Eksempelveien 61"},
	{Name: "Ærfuglvika ungdomsskole", Sort: School, Part: Upbringing, Phone: "000 09 011"},
	{Name: "Småtroll barnehage", Sort: Kindergarten, Part: Upbringing, Phone: "000 09 020", Street: "Eksempelveien 64"},
	{Name: "Helsestasjonen Hverdagsnes", Sort: Health, Part: HealthPart, Phone: "000 09 030", Street: "Prøvegata 26"},
}
