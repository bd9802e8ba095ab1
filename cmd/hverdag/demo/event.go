package demo

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// event is one thing that happened to a family: when, by whom (the coordinator
// when nobody is named), and exactly one of the rest.
type event struct {
	At moment `yaml:"at"`
	By string `yaml:"by"`

	Contact  *contact    `yaml:"contact"`
	Call     *call       `yaml:"call"`
	Held     *held       `yaml:"held"`
	Write    *write      `yaml:"write"`
	Propose  *propose    `yaml:"propose"`
	Answer   *answer     `yaml:"answer"`
	Status   *status     `yaml:"status"`
	Note     *remark     `yaml:"note"`
	Proposal *remark     `yaml:"proposal"`
	Reply    *reply      `yaml:"reply"`
	Evaluate *evaluation `yaml:"evaluate"`
	Close    *closing    `yaml:"close"`
	Reopen   *reopening  `yaml:"reopen"`
	Look     bool        `yaml:"look"`

	Consent    *consenting  `yaml:"consent"`
	Withdraw   *withdrawing `yaml:"withdraw"`
	Team       *teaming     `yaml:"team"`
	DayShare   *dayShare    `yaml:"day_share"`
	Voice      *voiced      `yaml:"voice"`
	Talk       string       `yaml:"talk"`
	Message    *messaging   `yaml:"message"`
	Reach      *reaching    `yaml:"reach"`
	Wish       *wishing     `yaml:"wish"`
	Offer      *offering    `yaml:"offer"`
	Disclosure *disclosing  `yaml:"disclosure"`
}

var errOneThing = errors.New("an event is exactly one thing")

func (e event) validate() error {
	count := 0
	for _, is := range []bool{
		e.Contact != nil, e.Call != nil, e.Held != nil, e.Write != nil, e.Propose != nil, e.Answer != nil,
		e.Status != nil, e.Note != nil, e.Proposal != nil, e.Reply != nil, e.Evaluate != nil, e.Close != nil,
		e.Reopen != nil, e.Look, e.Consent != nil, e.Withdraw != nil, e.Team != nil, e.DayShare != nil, e.Voice != nil,
		e.Talk != "", e.Message != nil, e.Reach != nil, e.Wish != nil, e.Offer != nil, e.Disclosure != nil,
	} {
		if is {
			count++
		}
	}
	if count != 1 {
		return errOneThing
	}
	return nil
}

// contact ends at the event's moment.
type contact struct {
	Kind    journal.Kind `yaml:"kind"`
	Minutes int          `yaml:"minutes"`
	With    string       `yaml:"with"`
	Note    string       `yaml:"note"`
}

type call struct {
	Key         string   `yaml:"key"`
	Starts      moment   `yaml:"starts"`
	Minutes     int      `yaml:"minutes"`
	Place       string   `yaml:"place"`
	Agenda      []string `yaml:"agenda"`
	Who         []string `yaml:"who"`
	Interpreter string   `yaml:"interpreter"` // language; empty: none
}

type held struct {
	Meeting string   `yaml:"meeting"`
	Minutes int      `yaml:"minutes"`
	Agreed  []string `yaml:"agreed"`
}

// write is what is put into the plan at the table in one go. Measures beside
// the goals belong to the goal Into, which is there from before.
type write struct {
	Period    *period       `yaml:"period"`
	Strengths []observation `yaml:"strengths"`
	Needs     []observation `yaml:"needs"`
	Goals     []goal        `yaml:"goals"`
	Into      string        `yaml:"into"`
	Measures  []measure     `yaml:"measures"`
}

type period struct {
	From     day `yaml:"from"`
	To       day `yaml:"to"`
	Evaluate day `yaml:"evaluate"`
}

type observation struct {
	Area   plan.Area `yaml:"area"`
	Of     string    `yaml:"of"` // a member; empty: the family
	Text   string    `yaml:"text"`
	SaidBy string    `yaml:"said_by"`
}

type goal struct {
	Key        string    `yaml:"key"`
	Area       plan.Area `yaml:"area"`
	Of         string    `yaml:"of"`
	Title      string    `yaml:"title"`
	ChildWords string    `yaml:"child_words"`
	Measures   []measure `yaml:"measures"`
}

type measure struct {
	Key         string     `yaml:"key"`
	What        string     `yaml:"what"`
	Why         string     `yaml:"why"`
	Responsible string     `yaml:"responsible"` // somebody who signs in; or
	Name        string     `yaml:"name"`        // somebody else, in the family's words
	Unit        string     `yaml:"unit"`
	Level       plan.Level `yaml:"level"`
	From        day        `yaml:"from"`
	Due         day        `yaml:"due"`
	Evaluate    day        `yaml:"evaluate"`
}

// propose puts the plan before the caregivers and these children.
type propose struct {
	Children []string `yaml:"children"`
}

type answer struct {
	Member string       `yaml:"member"`
	Says   plan.Answer  `yaml:"says"`
	How    casefile.How `yaml:"how"`
	Text   string       `yaml:"text"`
}

type status struct {
	Measure string      `yaml:"measure"`
	Is      plan.Status `yaml:"is"`
}

// remark is a caregiver's proposal or a professional's note.
type remark struct {
	Key     string `yaml:"key"`
	Goal    string `yaml:"goal"`
	Measure string `yaml:"measure"`
	Text    string `yaml:"text"`
}

type reply struct {
	To       string `yaml:"to"`
	Accepted bool   `yaml:"accepted"`
	Text     string `yaml:"text"`
}

// evaluation is of a measure or of a goal.
type evaluation struct {
	Measure string        `yaml:"measure"`
	Goal    string        `yaml:"goal"`
	Child   string        `yaml:"child"`
	Done    plan.Done     `yaml:"done"`
	Effect  plan.Effect   `yaml:"effect"`
	Did     string        `yaml:"did"`
	Again   day           `yaml:"again"` // look at the measure again
	Next    plan.NextStep `yaml:"next"`
}

type closing struct {
	Outcome casefile.Outcome `yaml:"outcome"`
	Reason  string           `yaml:"reason"`
}

type reopening struct {
	Reason string `yaml:"reason"`
}
