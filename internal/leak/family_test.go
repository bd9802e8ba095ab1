package leak_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
)

// What a family is like.
const (
	open      = "open"
	protected = "protected from the beginning"
	becomes   = "linked, and protected then"
	withdrawn = "linked, and taken back then"
)

// family is one with everything a family can have said, and what the model
// knows of what may leave.
type family struct {
	*world
	kind                      string
	way                       way
	id                        uuid.UUID
	child, sibling, caregiver uuid.UUID
	unit, consent             uuid.UUID
	link                      uuid.UUID
	granted, consented        []string
	goals, measures           []uuid.UUID
	stopped                   bool // nothing new may leave
}

// section is which part of the plan a class of data is of. What every yes to a
// unit opens is "overview".
var section = map[string]string{
	manifest.ClassChildReference: "overview", manifest.ClassAgeGroup: "identity", manifest.ClassGoals: "goals",
	manifest.ClassMeasures: "measures", manifest.ClassMeetings: "meetings", manifest.ClassLevel: "overview",
	manifest.ClassParticipants: "overview", manifest.ClassBaton: "overview", manifest.ClassPlanDocument: "",
}

// may is the model: granted, consented to for the child, and nobody protected.
func (f *family) may(class string) bool {
	if f.stopped || f.kind == protected || len(f.consented) == 0 || !slices.Contains(f.granted, class) {
		return false
	}
	if class == manifest.ClassPlanDocument { // says no more than what is let out besides
		return f.may(manifest.ClassGoals) || f.may(manifest.ClassMeasures)
	}
	return section[class] == "overview" || slices.Contains(f.consented, section[class])
}

// never is a fact that leaves in no case.
func (f *family) never(what string) string { return f.fact(what, "", false) }

func (f *family) fact(what, class string, may bool) string {
	word := f.word()
	f.facts = append(f.facts, fact{what: what + " of a family that is " + f.kind, word: word, may: may, class: class})
	return word
}

func (w *world) family(kind string, by way) *family {
	f := &family{world: w, kind: kind, way: by}
	f.granted = some(w, manifest.Classes)
	w.goes(by)
	w.grant(by.adapter, f.granted)
	f.moveIn()
	f.says()
	f.writes()
	return f
}

func some(w *world, all []string) []string {
	if w.all || w.random.IntN(3) == 0 {
		return slices.Clone(all)
	}
	return slices.DeleteFunc(slices.Clone(all), func(string) bool { return w.random.IntN(4) == 0 })
}

// moveIn takes a family in, with a sibling.
func (f *family) moveIn() {
	f.t.Helper()
	intake := f.Intake(f.never("short name"))
	intake.Background.ReferrerNote = f.never("referrer's note")
	intake.Members = append(intake.Members, intake.Members[0])
	for i := range intake.Members {
		one := &intake.Members[i]
		one.Name = f.never("first name") + " " + f.never("surname")
		one.Address = f.never("address") + " 8"
		one.Email = strings.ToLower(f.letters("mail")) + "@familie.example"
		one.Relation = f.never("relation")
		if f.kind == protected && i == 0 {
			one.Grade = casefile.GradeStrict
		}
	}
	made := f.FamilyOf(f.coordinator, intake)
	f.id, f.caregiver = made.ID, made.Caregiver
	for _, one := range f.Members(f.again(), f.id) {
		switch {
		case one.Kind != casefile.Child:
		case f.child == uuid.Nil:
			f.child = one.ID
		default:
			f.sibling = one.ID
		}
	}
	_, err := casefile.Bar(ctx, f.again(), f.id, casefile.Barred{Name: f.never("barred person"), Relation: f.never("barred relation"), Reason: f.never("why barred")})
	f.Must(err)
	for _, id := range []uuid.UUID{f.id, f.child, f.sibling, f.caregiver, f.coordinator.Viewer.ID} {
		f.facts = append(f.facts, fact{what: "our id", word: id.String()})
	}
}

// letters is a word of letters that an address of mail may have.
func (f *family) letters(what string) string {
	word := strings.NewReplacer("æ", "e", "ø", "o", "å", "a").Replace(strings.ToLower(f.word()))
	f.facts = append(f.facts, fact{what: what, word: word})
	return word
}

func (f *family) again() *tenants.Visit { return f.Again(f.coordinator) }

// says is what the family says yes to: for the child, or for the sibling alone,
// to the unit with the log or to another.
func (f *family) says() {
	f.t.Helper()
	f.unit = f.Unit(fmt.Sprint("Enhet ", len(f.facts)))
	sections := []policy.Section{policy.SectionIdentity, policy.SectionGoals, policy.SectionMeasures, policy.SectionMeetings, policy.SectionDocuments, policy.SectionEvaluations}
	give := func(unit, member uuid.UUID, asked []policy.Section) uuid.UUID {
		id, err := consent.Give(ctx, f.again(), f.id, consent.Given{
			Purpose: consent.Cooperation, Unit: unit, Members: []uuid.UUID{member}, Asked: policy.Sections(asked...),
			By: f.caregiver, Answer: consent.Yes, How: casefile.HowOral, Told: "På kontoret", Heard: []uuid.UUID{member},
		})
		f.Must(err)
		return id
	}
	give(f.unit, f.sibling, sections)
	give(f.Unit(fmt.Sprint("Annen enhet ", len(f.facts))), f.child, sections)
	if !f.all && f.random.IntN(8) == 0 {
		return
	}
	var asked []policy.Section
	for _, one := range sections {
		if f.all || f.random.IntN(4) > 0 {
			asked = append(asked, one)
		}
	}
	if len(asked) == 0 {
		asked = []policy.Section{policy.SectionStrengths}
	}
	f.consent = give(f.unit, f.child, asked)
	f.consented = []string{"overview"}
	for _, one := range asked {
		f.consented = append(f.consented, one.String())
	}
}

// writes is all that is written down of the family.
func (f *family) writes() {
	f.t.Helper()
	for _, about := range []*uuid.UUID{&f.child, &f.sibling, nil} {
		f.plan(about)
		for kind, word := range map[plan.Kind]string{plan.Strength: f.never("strength"), plan.Need: f.never("need")} {
			_, err := plan.AddObservation(ctx, f.again(), f.id, kind, plan.Observation{
				Area: plan.AreaSchool, Member: about, Text: word, SaidBy: f.never("who said it"), LetStand: true,
			})
			f.Must(err)
		}
	}
	_, err := journal.AddContact(ctx, f.again(), f.id, journal.Contact{
		Kind: journal.KindCall, HappenedAt: f.Clock.Now().AddDate(0, 0, -1), Minutes: 10, WithWhom: f.never("with whom"), Note: f.never("note"),
	})
	f.Must(err)
	_, err = journal.PlanMeeting(ctx, f.again(), f.id, journal.Call{
		StartsAt: f.Clock.Now().AddDate(0, 0, 7), Minutes: 60, Place: f.never("meeting's place"), Agenda: []string{f.never("agenda")},
		Participants: []string{f.never("participant")}, LetStand: true,
	})
	f.Must(err)
	_, err = voice.WriteTogether(ctx, f.again(), f.id, f.child, voice.Words{Kind: voice.Good, Text: f.never("child's words")},
		voice.Beside{Knows: true, Yes: []uuid.UUID{f.coordinator.Viewer.ID}})
	f.Must(err)
}

// plan writes a goal with a measure, about one member or all.
func (f *family) plan(about *uuid.UUID) {
	f.t.Helper()
	childs := about != nil && *about == f.child
	title := f.fact("goal", manifest.ClassGoals, childs && f.may(manifest.ClassGoals))
	goal, err := plan.AddGoal(ctx, f.again(), f.id, plan.GoalInput{
		Area: plan.AreaSchool, Member: about, Title: title, ChildWords: f.never("child's words for a goal"), LetStand: true,
	})
	f.Must(err)
	what := f.fact("measure", manifest.ClassMeasures, childs && f.may(manifest.ClassMeasures))
	measure, err := plan.AddMeasure(ctx, f.again(), f.id, goal, plan.MeasureInput{
		What: what, Why: f.never("why"), ResponsibleName: f.never("who does it"), Due: "2026-12-01", LetStand: true,
	}, nil)
	f.Must(err)
	for _, id := range []uuid.UUID{goal, measure} {
		f.facts = append(f.facts, fact{what: "our id", word: id.String()})
	}
	f.goals, f.measures = append(f.goals, goal), append(f.measures, measure)
}

// tries does all that a coordinator can to have something leave.
func (f *family) tries() {
	f.t.Helper()
	f.ok(connection.Try(ctx, f.Administrator(), f.ids[f.way.adapter]))
	if f.link == uuid.Nil {
		wanted := stafettlogg.Wanted{Member: f.child, Connection: f.ids[f.way.adapter], Unit: f.unit, Level: f.fact("level", manifest.ClassLevel, f.may(manifest.ClassLevel))}
		id, err := stafettlogg.Begin(ctx, f.again(), f.id, wanted)
		if f.ok(err); err != nil && f.way.adapter == "stafettlogg-http" {
			id, err = stafettlogg.Connect(ctx, f.again(), f.id, f.theirOwn(wanted))
			f.ok(err)
		}
		if err == nil {
			f.link = id
		}
		f.delivers()
	}
	if f.link == uuid.Nil {
		return
	}
	for _, id := range slices.Concat(f.goals, f.measures) {
		f.ok(stafettlogg.Send(ctx, f.again(), f.id, f.link, id))
	}
	f.ok(stafettlogg.OfferBaton(ctx, f.again(), f.id, f.link))
	f.ok(stafettlogg.Attach(ctx, f.again(), f.id, f.link, keys{}))
	f.delivers()
	f.Clock.Advance(time.Hour)
	_, err := stafettlogg.ReadDue(ctx, f.Scope)
	f.Must(err)
	f.ok(stafettlogg.Refresh(ctx, f.again(), f.id, f.link))
}

// ends lets go of the log, so that nothing of the family is on its way when the
// next one's grants are given.
func (f *family) ends() {
	f.t.Helper()
	if f.link != uuid.Nil {
		f.ok(stafettlogg.Unlink(ctx, f.again(), f.id, f.link))
		f.work()
	}
}

// theirOwn is a log that the other system has begun itself.
func (f *family) theirOwn(wanted stafettlogg.Wanted) stafettlogg.Wanted {
	id, err := f.vendor.Do("POST", "/saker", map[string]any{"barn": map[string]any{}})
	f.Must(err)
	wanted.Level, wanted.Reference = "", f.vendor.Reference(id)
	return wanted
}

// ok takes what is refused in plain words, and nothing else.
func (f *family) ok(err error) {
	f.t.Helper()
	for _, plain := range []error{tenants.ErrInvalid, tenants.ErrConflict, tenants.ErrNotFound} {
		if errors.Is(err, plain) {
			return
		}
	}
	f.Must(err)
}

// turns is what happens to the family then: from there on nothing may leave.
func (f *family) turns() {
	f.t.Helper()
	switch f.kind {
	case becomes:
		for _, one := range f.Members(f.again(), f.id) {
			if one.ID == f.sibling {
				person := one.Person
				person.Grade, person.Address = casefile.GradeStrict, f.never("new address")+" 9"
				f.Must(casefile.ChangeMember(ctx, f.again(), f.id, one.ID, one.Version, person))
			}
		}
	case withdrawn:
		if f.consent == uuid.Nil {
			return
		}
		_, err := consent.Withdraw(ctx, f.again(), f.id, consent.What{Consent: f.consent})
		f.Must(err)
	default:
		return
	}
	f.stopped = true
	f.plan(&f.child)
	f.tries()
}
