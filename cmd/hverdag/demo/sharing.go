package demo

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

// consenting is what somebody answered when they were asked, at the table
// unless it was done signed in.
type consenting struct {
	Unit     string          `yaml:"unit"`
	Purpose  consent.Purpose `yaml:"purpose"`
	Asked    []string        `yaml:"asked"`    // sections
	Sections []string        `yaml:"sections"` // given, of a partial answer
	About    []string        `yaml:"about"`    // members
	By       string          `yaml:"by"`       // the member who answers
	Answer   consent.Answer  `yaml:"answer"`
	How      casefile.How    `yaml:"how"`
	Told     string          `yaml:"told"`
	Until    day             `yaml:"until"`
}

// withdrawing takes back everything a unit was given.
type withdrawing struct {
	Unit string `yaml:"unit"`
}

// teaming is a unit that is invited: the leader names somebody, who says yes
// unless it still waits.
type teaming struct {
	Unit    string `yaml:"unit"`
	Note    string `yaml:"note"`
	Leader  string `yaml:"leader"`
	Name    string `yaml:"name"` // empty: nobody is named yet
	Accepts bool   `yaml:"accepts"`
}

// dayShare is a one-day share with somebody who signs in.
type dayShare struct {
	With     string   `yaml:"with"`
	Sections []string `yaml:"sections"`
	About    []string `yaml:"about"`
	Purpose  string   `yaml:"purpose"`
	By       string   `yaml:"by"` // the member who said yes
}

// voiced is what a child said, beside the coordinator or on the child's own
// page, and whom the child lets see it.
type voiced struct {
	Of       string         `yaml:"of"`
	Kind     voice.Kind     `yaml:"kind"`
	Question voice.Question `yaml:"question"`
	Face     int            `yaml:"face"`
	Text     string         `yaml:"text"`
	To       []string       `yaml:"to"` // users, by what the sign-in page calls them
}

// messaging begins a conversation; Replies are answered in turn.
type messaging struct {
	With    []string `yaml:"with"`
	About   string   `yaml:"about"`
	Subject string   `yaml:"subject"`
	Text    string   `yaml:"text"`
	Replies []struct {
		By   string `yaml:"by"`
		Text string `yaml:"text"`
	} `yaml:"replies"`
}

// reaching is how somebody wants to be reached, or must never be.
type reaching struct {
	Mail   string `yaml:"mail"`
	Text   string `yaml:"sms"`
	From   int    `yaml:"from"` // hours of the day
	To     int    `yaml:"to"`
	Unsafe bool   `yaml:"unsafe"`
}

type wishing struct {
	Who  string `yaml:"who"`
	Text string `yaml:"text"`
}

type offering struct {
	To   string `yaml:"to"`
	Note string `yaml:"note"`
}

type disclosing struct {
	Provision consent.Provision `yaml:"provision"`
	ToWhom    string            `yaml:"to_whom"`
	What      string            `yaml:"what"`
	Why       string            `yaml:"why"`
}
