package oracle

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/baton"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/emergency"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/team"
)

// someSections are some of what can be shared, never none.
func (w *world) someSections() (policy.SectionSet, []string) {
	all := consent.Shareable()
	var set policy.SectionSet
	for range 1 + w.random.IntN(4) {
		set |= policy.Sections(all[w.random.IntN(len(all))])
	}
	words := []string{"overview"}
	for _, section := range set.List() {
		words = append(words, section.String())
	}
	return set, words
}

// someChildren are one child of the family, or both.
func (w *world) someChildren(f *family) ([]uuid.UUID, []int) {
	chosen := [][]int{{0}, {1}, {0, 1}}[w.random.IntN(3)]
	var members []uuid.UUID
	for _, one := range chosen {
		members = append(members, f.members[one])
	}
	return members, chosen
}

func (w *world) giveConsent() {
	n, f, told, person, v := w.began()
	unit := w.random.IntN(len(w.units))
	asked, sections := w.someSections()
	members, chosen := w.someChildren(f)
	today := w.house.Scope.Today()
	until := today.AddDays(1 + w.random.IntN(60))
	id, err := consent.Give(w.ctx, v, f.id, consent.Given{
		Purpose: consent.Cooperation, Unit: w.units[unit], Asked: asked, Members: members, By: f.members[2],
		Answer: consent.Yes, How: casefile.HowOral, Told: "På et møte", Heard: members, Until: until,
	})
	if !w.note("consent", err, n, " unit ", unit, " ", sections, " about ", chosen) {
		return
	}
	w.mayDo(person, n, "consents", "edit")
	yes := &Consent{Unit: unit, Sections: sections, Members: chosen, Until: until.AddDays(1).Time()}
	told.Consents = append(told.Consents, yes)
	f.consents[yes] = id
	told.seated(unit, yes)
}

// seated are those of the unit who are in the team: what the family says yes to
// later is theirs too.
func (f *Family) seated(unit int, yes *Consent) {
	for _, one := range f.Seats {
		stands := func(c *Consent) bool { return !c.Ended }
		if one.In && one.Unit == unit && slices.ContainsFunc(one.Covers, stands) {
			one.Covers = append(one.Covers, yes)
		}
	}
}

// limited reports whether somebody may take back what is about some members
// only: what is left for the others is tried by the consent package's own tests.
func (f *Family) limited(person int) bool {
	return slices.ContainsFunc(f.Logins, func(one *Login) bool { return one.Person == person && one.Members != nil })
}

func (w *world) withdrawOne() {
	n, f, told, person, v := w.began()
	if len(told.Consents) == 0 || told.limited(person) {
		return
	}
	yes := told.Consents[w.random.IntN(len(told.Consents))]
	what := consent.What{Consent: f.consents[yes]}
	narrowed := len(yes.Members) == 2 && w.random.IntN(2) == 0
	if narrowed {
		what.Members = []uuid.UUID{f.members[1]}
	}
	_, err := consent.Withdraw(w.ctx, v, f.id, what)
	if !w.note("withdraw", err, n, " unit ", yes.Unit, " narrowed ", narrowed) {
		return
	}
	w.mayDo(person, n, "consents", "withdraw")
	yes.Ended = true
	if !narrowed {
		return
	}
	rest := &Consent{Unit: yes.Unit, Sections: yes.Sections, Members: []int{0}, From: yes.From, Until: yes.Until}
	told.Consents = append(told.Consents, rest)
	f.consents[rest] = w.latestConsent(n)
	for _, one := range told.Seats {
		if one.In && slices.Contains(one.Covers, yes) {
			one.Covers = append(one.Covers, rest)
		}
	}
}

// latestConsent is the id of the consent that was written last.
func (w *world) latestConsent(n int) uuid.UUID {
	a, err := casefile.Enter(w.ctx, w.visit(w.model.Families[n].Coordinator), w.families[n].id)
	w.must(err)
	list, err := consent.List(w.ctx, a)
	w.must(err)
	return list[len(list)-1].ID
}

func (w *world) withdrawMore() {
	n, f, told, person, v := w.began()
	if w.random.IntN(3) > 0 || told.limited(person) {
		return
	}
	unit, all := w.random.IntN(len(w.units)), w.random.IntN(3) == 0
	what := consent.What{All: all}
	if !all {
		what.Unit = w.units[unit]
	}
	_, err := consent.Withdraw(w.ctx, v, f.id, what)
	if !w.note("withdraw more", err, n, " unit ", unit, " all ", all) {
		return
	}
	w.mayDo(person, n, "consents", "withdraw")
	for _, yes := range told.Consents {
		if all || yes.Unit == unit {
			yes.Ended = true
		}
	}
	of := func(person int) bool { return all || w.model.People[person].Unit == unit }
	for _, one := range told.Responsible {
		one.Ended = one.Ended || of(one.Person)
	}
	for _, one := range told.Shares {
		one.Ended = one.Ended || of(one.Person)
	}
}

func (w *world) invite() {
	n, f, told, person, v := w.began()
	unit := w.random.IntN(len(w.units))
	id, err := team.Invite(w.ctx, v, f.id, w.units[unit], "")
	if !w.note("invite", err, n, " unit ", unit) {
		return
	}
	w.mayDo(person, n, "team", "edit")
	one := &Seat{Person: -1, Unit: unit, State: "invited"}
	told.Seats = append(told.Seats, one)
	f.seats[one] = id
}

// someSeat is any place in the family's team.
func (w *world) someSeat() (n int, f *family, told *Family, one *Seat) {
	n = w.random.IntN(len(w.families))
	f, told = w.families[n], w.model.Families[n]
	if len(told.Seats) == 0 {
		return n, f, told, nil
	}
	return n, f, told, told.Seats[len(told.Seats)-1-w.random.IntN(min(4, len(told.Seats)))]
}

func (w *world) nameSomebody() {
	n, f, _, one := w.someSeat()
	if one == nil {
		return
	}
	leader, named := w.random.IntN(len(w.model.People)), 3+w.random.IntN(4)
	if w.random.IntN(4) > 0 {
		leader = 7 + one.Unit
	}
	err := team.Name(w.ctx, w.visit(leader), f.seats[one], w.people[named])
	if !w.note("name", err, n, " ", named, " by ", leader) {
		return
	}
	who := w.model.People[leader]
	if !who.Roles["leader"] || who.Unit != one.Unit || w.model.People[named].Unit != one.Unit {
		w.t.Errorf("%s of unit %d named %d for unit %d", who.Name, who.Unit, named, one.Unit)
	}
	one.Person = named
}

func (w *world) accept() {
	n, f, told, one := w.someSeat()
	if one == nil {
		return
	}
	person := one.Person
	if person < 0 || w.random.IntN(5) == 0 {
		person = w.random.IntN(len(w.people))
	}
	if !w.note("accept", team.Accept(w.ctx, w.visit(person), f.seats[one]), n, " ", person) {
		return
	}
	if person != one.Person {
		w.t.Errorf("%d took the place of %d", person, one.Person)
	}
	for _, other := range told.Seats {
		if other != one && other.Person == person && other.Unit == one.Unit && other.State == "accepted" {
			other.State, other.In = "left", false
		}
	}
	one.State, one.In, one.Covers = "accepted", true, nil
	for _, yes := range told.Consents {
		if yes.Unit == one.Unit && !yes.Ended && w.model.Now.Before(yes.Until) {
			one.Covers = append(one.Covers, yes)
		}
	}
}

func (w *world) leaveTeam() {
	n, f, told, one := w.someSeat()
	if one == nil || w.random.IntN(3) > 0 {
		return
	}
	deed, err := "leave", error(nil)
	if w.random.IntN(2) == 0 && one.Person >= 0 {
		err = team.Leave(w.ctx, w.visit(one.Person), f.seats[one])
	} else {
		deed, err = "remove from team", team.Remove(w.ctx, w.visit(told.Coordinator), f.id, f.seats[one])
	}
	if w.note(deed, err, n, " ", one.Person) {
		one.State, one.In = "left", false
	}
}

func (w *world) shareForADay() {
	n, f, told, person, v := w.began()
	guest := 3 + w.random.IntN(4)
	set, sections := w.someSections()
	set &^= policy.Sections(policy.SectionMessages)
	if set == 0 {
		return
	}
	sections = slices.DeleteFunc(sections, func(s string) bool { return s == "messages" })
	hours := 1 + w.random.IntN(72)
	order := share.Order{
		ID: uuid.New(), Channel: share.BySignIn, User: w.people[guest], Sections: set.List(), Purpose: "Et møte",
		Hours: hours, YesBy: f.members[2], YesHow: casefile.HowOral,
	}
	var chosen []int
	if w.random.IntN(2) == 0 {
		order.Members, chosen = w.someChildren(f)
	}
	made, err := share.Make(w.ctx, v, f.id, order)
	if !w.note("share", err, n, " ", guest, " ", sections, " about ", chosen) {
		return
	}
	w.mayDo(person, n, "shares", "edit")
	one := &Share{Person: guest, Sections: sections, Members: chosen, Until: w.model.Now.Add(time.Duration(hours) * time.Hour)}
	told.Shares = append(told.Shares, one)
	f.shares[one] = made.ID
}

func (w *world) endShare() {
	n, f, told, person, v := w.began()
	if len(told.Shares) == 0 {
		return
	}
	one := told.Shares[len(told.Shares)-1]
	if !w.note("share end", share.End(w.ctx, v, f.id, f.shares[one]), n) {
		return
	}
	w.mayDo(person, n, "shares", "withdraw")
	one.Ended = true
}

func (w *world) useEmergency() {
	person := w.random.IntN(3)
	n := w.random.IntN(len(w.families))
	told := w.model.Families[n]
	opened, err := emergency.Use(w.ctx, w.visit(person), emergency.Request{
		Name: fmt.Sprintf("Odd Vind%d", n), BornOn: w.born, Reason: "Barnet er alene hjemme og ringer oss.",
	})
	if !w.note("emergency", err, n, " ", person) {
		return
	}
	if told.Strict() || told.Closed || !w.model.People[person].Roles["coordinator"] || told.Members[1].Removed ||
		told.Barred[person] || told.Coordinator == person || len(opened) != 1 || opened[0] != w.families[n].id {
		w.t.Errorf("%d let themself in to family %d", person, n)
	}
	told.Emergencies = append(told.Emergencies, &Emergency{Person: person, Until: w.model.Now.Add(3 * time.Hour)})
}

func (w *world) handOver() {
	n, f, told, person, v := w.began()
	to := w.random.IntN(3)
	id, err := baton.Make(w.ctx, v, f.id, w.people[to], "")
	if !w.note("baton offer", err, n, " to ", to) {
		return
	}
	w.mayDo(person, n, "baton", "edit")
	if w.random.IntN(3) == 0 {
		w.must(baton.Withdraw(w.ctx, w.visit(told.Coordinator), f.id, id))
		return
	}
	taker := to
	if w.random.IntN(4) == 0 {
		taker = w.random.IntN(len(w.people))
	}
	_, err = baton.Accept(w.ctx, w.visit(taker), id)
	if !w.note("baton", err, n, " by ", taker) {
		_ = baton.Withdraw(w.ctx, w.visit(told.Coordinator), f.id, id) // so that another can be offered
		return
	}
	if taker != to || told.Barred[to] {
		w.t.Errorf("%d took what was offered to %d", taker, to)
	}
	told.Coordinator = to
}

func (w *world) moveBaton() {
	n := w.random.IntN(len(w.families))
	f, told := w.families[n], w.model.Families[n]
	leader, to := w.random.IntN(len(w.people)), w.random.IntN(3)
	if w.random.IntN(2) == 0 {
		leader = 7 + w.random.IntN(2)
	}
	if !w.note("baton move", baton.Move(w.ctx, w.visit(leader), f.id, w.people[to], "Hun er syk."), n, " to ", to) {
		return
	}
	if !w.model.People[leader].Roles["leader"] || told.Barred[to] || told.Closed {
		w.t.Errorf("%d moved the baton of family %d to %d", leader, n, to)
	}
	told.Coordinator = to
}
