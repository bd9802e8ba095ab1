package main

// What the system says, as in openapi.yaml. Fields that are not here are left
// alone: changes are sent as merges.

type wirePage[T any] struct {
	Items   []T    `json:"elementer"`
	Pages   int    `json:"antallSider"`
	Version string `json:"sakVersjon"`
}

type wireFound struct {
	ID        string `json:"sakId"`
	Reference string `json:"referanse"`
	Shown     string `json:"visning"`
}

type wireHolder struct {
	Unit  string `json:"enhet,omitempty"`
	Role  string `json:"rolle"`
	Since string `json:"fra,omitempty"`
}

type wireSak struct {
	ID      string `json:"sakId"`
	Version string `json:"versjon"`
	State   string `json:"tilstand"`
	Reason  string `json:"lukketGrunn"`
	Level   string `json:"nivaa"`
	Step    string `json:"trinn"`
	Child   struct {
		Reference string `json:"pseudonym"`
		AgeGroup  string `json:"aldersgruppe"`
	} `json:"barn"`
	Holder  *wireHolder `json:"stafettholder"`
	Offered *wireHolder `json:"tilbudtTil"`
}

type wireGoal struct {
	ID      string `json:"id"`
	Version string `json:"versjon"`
	OurID   string `json:"eksternId"`
	Text    string `json:"tekst"`
	Area    string `json:"omraade"`
	State   string `json:"status"`
}

type wireMeasure struct {
	ID          string `json:"id"`
	Version     string `json:"versjon"`
	OurID       string `json:"eksternId"`
	GoalID      string `json:"maalId"`
	What        string `json:"hva"`
	Responsible string `json:"ansvarlig"`
	Start       string `json:"start"`
	Due         string `json:"frist"`
	Evaluate    string `json:"evalueres"`
	State       string `json:"status"`
	Effect      string `json:"effekt"`
}

type wireMeeting struct {
	ID       string   `json:"id"`
	OurID    string   `json:"eksternId"`
	Date     string   `json:"dato"`
	Present  []string `json:"tilstede"`
	Agenda   []string `json:"agenda"`
	Agreed   []string `json:"avtaler"`
	Decision string   `json:"beslutning"`
}

type wireParticipant struct {
	Role    string `json:"rolle"`
	Unit    string `json:"enhet"`
	Consent string `json:"samtykkeId"`
}

type wireTransition struct {
	From   string `json:"fra"`
	To     string `json:"til"`
	Date   string `json:"dato"`
	Reason string `json:"begrunnelse"`
}

type wireEvents struct {
	Events []wireEvent `json:"hendelser"`
	Next   string      `json:"neste"`
	More   bool        `json:"flere"`
}

type wireEvent struct {
	ID      string `json:"hendelseId"`
	Log     string `json:"sakId"`
	Version string `json:"versjon"`
	Order   int64  `json:"rekkefolge"`
	At      string `json:"tidspunkt"`
}

type wireReceipt struct {
	Number  string `json:"kvitteringsnummer"`
	Key     string `json:"nokkel"`
	Log     string `json:"sakId"`
	Item    string `json:"id"`
	Version string `json:"versjon"`
}

type wireRefusal struct {
	Code    string `json:"kode"`
	Version string `json:"versjon"`
}
