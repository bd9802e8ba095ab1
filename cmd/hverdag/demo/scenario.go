package demo

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// town is a municipality in the scenario.
type town struct {
	Slug     string   `yaml:"slug"`
	Name     string   `yaml:"name"`
	Number   string   `yaml:"number"`
	Language string   `yaml:"language"`
	Created  moment   `yaml:"created"`
	Units    []unit   `yaml:"units"`
	Offers   []offer  `yaml:"offers"`
	People   []staff  `yaml:"people"`
	Families []family `yaml:"families"`
}

type unit struct {
	Key     string             `yaml:"key"`
	Name    string             `yaml:"name"`
	Kind    directory.UnitKind `yaml:"kind"`
	Phone   string             `yaml:"phone"`
	Email   string             `yaml:"email"`
	Address string             `yaml:"address"`
	About   string             `yaml:"about"`
}

// offer is something a unit offers to children and families.
type offer struct {
	Title    string   `yaml:"offer"`
	Unit     string   `yaml:"unit"`
	About    string   `yaml:"about"`
	Ages     [2]int   `yaml:"ages"` // the second zero: no upper limit
	Audience string   `yaml:"audience"`
	Level    string   `yaml:"level"`
	Areas    []string `yaml:"areas"`
	How      string   `yaml:"how"`
	Referral bool     `yaml:"referral"`
	Keywords string   `yaml:"keywords"`
}

// staff is one of the municipality's own people. Value is what the sign-in
// page calls them.
type staff struct {
	Value  string   `yaml:"value"`
	Name   string   `yaml:"name"`
	Title  string   `yaml:"title"`
	Roles  []string `yaml:"roles"`
	Unit   string   `yaml:"unit"`
	Email  string   `yaml:"email"`
	Phone  string   `yaml:"phone"`
	Joined moment   `yaml:"joined"` // signed in the first time; invited a day before
}

type family struct {
	Key          string            `yaml:"key"`
	ShortName    string            `yaml:"short_name"`
	Coordinator  string            `yaml:"coordinator"`
	Opened       moment            `yaml:"opened"`
	Referrer     casefile.Sender   `yaml:"referrer"`
	ReferrerNote string            `yaml:"referrer_note"`
	Referred     day               `yaml:"referred"`
	Crisis       day               `yaml:"crisis"`
	Grounds      []casefile.Ground `yaml:"grounds"`
	Letter       letter            `yaml:"letter"`
	Centre       stay              `yaml:"centre"`
	Accepted     accepted          `yaml:"accepted"`
	Members      []member          `yaml:"members"`
	Barred       []barred          `yaml:"barred"`
	Events       []event           `yaml:"events"`
}

type letter struct {
	From casefile.Sender `yaml:"from"`
	On   day             `yaml:"on"`
}

type stay struct {
	From day `yaml:"from"`
	To   day `yaml:"to"`
}

type accepted struct {
	On  day          `yaml:"on"`
	How casefile.How `yaml:"how"`
}

type member struct {
	Key         string              `yaml:"key"`
	Kind        casefile.MemberKind `yaml:"kind"`
	Name        string              `yaml:"name"`
	Born        day                 `yaml:"born"`
	Relation    string              `yaml:"relation"`
	Phone       string              `yaml:"phone"`
	Email       string              `yaml:"email"`
	Address     string              `yaml:"address"`
	Language    string              `yaml:"language"`
	Interpreter bool                `yaml:"interpreter"`
	Grade       casefile.Grade      `yaml:"grade"`
	School      string              `yaml:"school"` // a unit
	Login       *login              `yaml:"login"`
}

// login is a caregiver's way in. PID is a number that nobody can have: its
// month is 81 to 92.
type login struct {
	Value string  `yaml:"value"`
	PID   string  `yaml:"pid"`
	Given moment  `yaml:"given"`
	First *moment `yaml:"first"` // signed in the first time; nil: not yet
	// Only are the members they may see; none: the whole family.
	Only []string `yaml:"only"`
}

type barred struct {
	Name     string `yaml:"name"`
	Relation string `yaml:"relation"`
	Reason   string `yaml:"reason"`
}

// foundation is the foundation's own people, who use the console.
type foundation struct {
	Name   string     `yaml:"name"`
	People []employee `yaml:"people"`
}

type employee struct {
	Value string `yaml:"value"`
	Name  string `yaml:"name"`
	Title string `yaml:"title"`
	Email string `yaml:"email"`
}
