package oracle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
)

// deeds are what can happen. Each asks the program to do something as
// somebody, and tells the model of it when it was done.
var deeds = []struct {
	name   string
	weight int
	do     func(*world)
}{
	{"role", 2, (*world).changeRole},
	{"login", 2, (*world).giveLogin},
	{"login end", 1, (*world).endLogin},
	{"bar", 1, (*world).bar},
	{"unbar", 1, (*world).unbar},
	{"grade", 2, (*world).changeGrade},
	{"remove", 1, (*world).removeMember},
	{"restore", 2, (*world).restoreMember},
	{"close", 1, (*world).closeFamily},
	{"reopen", 2, (*world).reopenFamily},
	{"measure", 2, (*world).giveMeasure},
	{"measure end", 1, (*world).endMeasure},
	{"consent", 4, (*world).giveConsent},
	{"withdraw", 1, (*world).withdrawOne},
	{"withdraw more", 1, (*world).withdrawMore},
	{"invite", 5, (*world).invite},
	{"name", 6, (*world).nameSomebody},
	{"accept", 6, (*world).accept},
	{"leave", 2, (*world).leaveTeam},
	{"share", 2, (*world).shareForADay},
	{"share end", 1, (*world).endShare},
	{"emergency", 2, (*world).useEmergency},
	{"baton", 2, (*world).handOver},
	{"baton move", 1, (*world).moveBaton},
	{"classes", 1, (*world).changeClasses},
	{"log", 5, (*world).beginLog},
	{"log item", 4, (*world).sendItem},
	{"log baton", 2, (*world).offerByLog},
	{"log delivery", 2, (*world).deliverLogs},
	{"log reading", 4, (*world).readLogs},
	{"log run out", 2, (*world).endRunOut},
	{"log end", 2, (*world).endLog},
}

func (w *world) act() {
	w.pass()
	all := 0
	for _, deed := range deeds {
		all += deed.weight
	}
	chosen := w.random.IntN(all)
	for _, deed := range deeds {
		if chosen -= deed.weight; chosen < 0 {
			deed.do(w)
			return
		}
	}
}

// actor is mostly the coordinator, and sometimes anybody: what the model says
// they may not do must not succeed.
func (w *world) actor(n int) int {
	if w.random.IntN(5) > 0 {
		return w.model.Families[n].Coordinator
	}
	return w.random.IntN(len(w.people))
}

// began picks a family and who acts on it.
func (w *world) began() (n int, f *family, told *Family, person int, v *tenants.Visit) {
	n = w.random.IntN(len(w.families))
	person = w.actor(n)
	return n, w.families[n], w.model.Families[n], person, w.visit(person)
}

// mayDo fails when somebody did what the model says they may not.
func (w *world) mayDo(person, n int, section, action string) {
	w.t.Helper()
	if !w.model.May(person, n, section, action, -1) {
		w.t.Errorf("%s did %s %s in family %d, and may not", w.model.People[person].Name, action, section, n)
	}
}

func (w *world) changeRole() {
	person := w.random.IntN(len(w.people))
	name := []string{"coordinator", "professional", "leader", "privacy_officer"}[w.random.IntN(4)]
	role, err := policy.ParseRole(name)
	w.must(err)
	who := w.model.People[person]
	change, has := directory.GrantRole, true
	if who.Roles[name] {
		if w.random.IntN(4) > 0 {
			return // or nobody would have a role for long
		}
		change, has = directory.EndRole, false
	}
	if w.note("role", change(w.ctx, w.admin, w.people[person], role), who.Name, " ", name, " ", has) {
		who.Roles[name] = has
	}
}

func (w *world) giveLogin() {
	n, f, told, person, v := w.began()
	member := []int{0, 2, 3}[w.random.IntN(3)]
	var members []int
	login := casefile.Login{PID: f.pids[member], Language: "nb"}
	if w.random.IntN(2) == 0 {
		members = []int{w.random.IntN(2)}
		login.Members = []uuid.UUID{f.members[members[0]]}
	}
	err := casefile.GiveAccess(w.ctx, v, f.id, f.members[member], login)
	if !w.note("login", err, n, " ", member, " ", members) {
		return
	}
	w.mayDo(person, n, "identity", "edit")
	role := "caregiver"
	if member == 0 {
		role, members = "young_person", []int{0}
	}
	if members != nil && members[0] != member {
		members = append(members, member)
	}
	login0 := w.loginOf(n, member, role)
	for _, one := range told.Logins {
		if one.Person != login0 || one.Ended || one.Role != role {
			continue
		}
		if slices.Equal(one.Members, members) {
			return // what stands already is not given again
		}
		one.Ended = true // what was decided before is over
	}
	told.Logins = append(told.Logins, &Login{Person: login0, Role: role, Members: members})
}

// loginOf is the person behind a member's login, made the first time.
func (w *world) loginOf(n, member int, role string) int {
	f := w.families[n]
	person, known := f.logins[member]
	if !known {
		read, err := casefile.Enter(w.ctx, w.visit(w.model.Families[n].Coordinator), f.id)
		w.must(err)
		members, err := casefile.Members(w.ctx, read)
		w.must(err)
		for _, one := range members {
			if one.ID == f.members[member] && one.UserID != nil {
				w.people = append(w.people, *one.UserID)
			}
		}
		person = len(w.model.People)
		f.logins[member] = person
		w.model.People = append(w.model.People, &Person{
			Name: fmt.Sprintf("login %d of family %d", member, n), Roles: map[string]bool{}, Unit: -1,
		})
	}
	w.model.People[person].Roles[role] = true
	return person
}

func (w *world) endLogin() {
	n, f, told, person, v := w.began()
	who := w.random.IntN(len(w.people))
	if !w.note("login end", casefile.EndAccess(w.ctx, v, f.id, w.people[who]), n, " ", who) {
		return
	}
	w.mayDo(person, n, "identity", "edit")
	told.endAll(who)
}

// endAll is what happens to everything one person was let in by.
func (f *Family) endAll(person int) {
	for _, one := range f.Logins {
		one.Ended = one.Ended || one.Person == person
	}
	for _, one := range f.Seats {
		if one.Person == person {
			one.In, one.Covers = false, nil
		}
	}
	for _, one := range f.Shares {
		one.Ended = one.Ended || one.Person == person
	}
	for _, one := range f.Emergencies {
		one.Ended = one.Ended || one.Person == person
	}
	for _, one := range f.Responsible {
		one.Ended = one.Ended || one.Person == person
	}
}

func (w *world) bar() {
	n, f, told, person, v := w.began()
	who := w.random.IntN(len(w.people))
	name := w.calledBy(who, n)
	if name == "" || told.Barred[who] || who == told.Coordinator {
		return
	}
	id, err := casefile.Bar(w.ctx, v, f.id, casefile.Barred{Name: name})
	if !w.note("bar", err, n, " ", who) {
		return
	}
	w.mayDo(person, n, "barred", "edit")
	told.Barred[who] = true
	f.barred[who] = id
	told.endAll(who)
}

// calledBy is the name somebody stands with in a family: the municipality's own
// people everywhere, a login in its own family.
func (w *world) calledBy(person, n int) string {
	for member, login := range w.families[n].logins {
		if login == person {
			return fmt.Sprintf([]string{"Una Vind%d", "Odd Vind%d", "Mari Vind%d", "Per Storm%d"}[member], n)
		}
	}
	if name := w.model.People[person].Name; len(name) > 6 && name[:6] == "Prøve" {
		return name
	}
	return ""
}

func (w *world) unbar() {
	n, f, told, person, v := w.began()
	for who, id := range f.barred {
		if w.note("unbar", casefile.Unbar(w.ctx, v, f.id, id), n, " ", who) {
			w.mayDo(person, n, "barred", "edit")
			delete(f.barred, who)
			delete(told.Barred, who)
		}
		return
	}
}

func (w *world) changeGrade() {
	n, f, told, person, v := w.began()
	member := w.random.IntN(len(f.members))
	grade := casefile.Grades()[0]
	if w.random.IntN(3) == 0 {
		grade = casefile.Grades()[w.random.IntN(len(casefile.Grades()))]
	}
	one := w.memberNow(n, member)
	if one == nil {
		return
	}
	p := one.Person
	p.Grade = grade
	if !w.note("grade", casefile.ChangeMember(w.ctx, v, f.id, one.ID, one.Version, p), n, " ", member, " ", grade) {
		return
	}
	w.mayDo(person, n, "identity", "edit")
	strict := told.Strict()
	told.Members[member].Open = grade == casefile.GradeOpen
	if !strict && told.Strict() {
		for _, emergency := range told.Emergencies {
			emergency.Ended = true
		}
	}
}

// memberNow reads a member as the coordinator; nil when removed, or when the
// coordinator has lost the role.
func (w *world) memberNow(n, member int) *casefile.Member {
	f, told := w.families[n], w.model.Families[n]
	a, err := casefile.Enter(w.ctx, w.visit(told.Coordinator), f.id)
	if err != nil {
		return nil
	}
	members, err := casefile.Members(w.ctx, a)
	w.must(err)
	for i := range members {
		if members[i].ID == f.members[member] {
			return &members[i]
		}
	}
	return nil
}

func (w *world) closeFamily() {
	n, f, told, person, v := w.began()
	if w.random.IntN(4) > 0 {
		return
	}
	err := consent.Close(w.ctx, v, f.id, casefile.Outcomes()[0], "", w.house.Scope.Today())
	if !w.note("close", err, n) {
		return
	}
	w.mayDo(person, n, "overview", "manage")
	told.Closed = true
	for _, yes := range told.Consents {
		yes.Ended = true
	}
	for _, one := range told.Seats {
		one.In, one.Covers = false, nil
	}
	for _, one := range told.Shares {
		one.Ended = true
	}
	for _, one := range told.Emergencies {
		one.Ended = true
	}
}

func (w *world) reopenFamily() {
	n, f, told, person, v := w.began()
	if !w.note("reopen", casefile.Reopen(w.ctx, v, f.id, ""), n) {
		return
	}
	w.mayDo(person, n, "overview", "manage")
	told.Closed = false
}

func (w *world) giveMeasure() {
	n, f, told, person, v := w.began()
	who := 3 + w.random.IntN(4)
	if _, has := f.measures[who]; has {
		return
	}
	today := w.house.Scope.Today()
	id, err := plan.AddMeasure(w.ctx, v, f.id, f.goal, plan.MeasureInput{
		What: "Et tiltak", Responsible: &w.people[who], Level: plan.LevelSelective, From: today, Due: today.AddDays(9),
	}, &casefile.Yes{By: f.members[2], On: today, How: casefile.HowOral})
	if !w.note("measure", err, n, " ", who) {
		return
	}
	w.mayDo(person, n, "measures", "edit")
	f.measures[who] = id
	if who != told.Coordinator {
		told.Responsible = append(told.Responsible, &Responsible{Person: who})
	}
}

func (w *world) endMeasure() {
	n, f, told, person, v := w.began()
	for who, id := range f.measures {
		if !w.note("measure end", plan.RemoveMeasure(w.ctx, v, f.id, id), n, " ", who) {
			return
		}
		w.mayDo(person, n, "measures", "edit")
		delete(f.measures, who)
		for _, one := range told.Responsible {
			one.Ended = one.Ended || one.Person == who
		}
		return
	}
}

func (w *world) removeMember() {
	n, f, told, person, v := w.began()
	member := 1 + w.random.IntN(len(f.members)-1)
	if !w.note("remove", casefile.RemoveMember(w.ctx, v, f.id, f.members[member]), n, " ", member) {
		return
	}
	w.mayDo(person, n, "identity", "edit")
	strict := told.Strict()
	told.Members[member].Removed = true
	if !strict && told.Strict() {
		w.t.Error("a family became strict by losing somebody")
	}
	if login, has := f.logins[member]; has {
		f.versions[member] = 1 // something may come back
		told.pause(login)
	}
}

// pause ends what a login opens so that restoring it can find it again.
func (f *Family) pause(person int) {
	for _, one := range f.Logins {
		if one.Person == person && !one.Ended {
			one.Ended = true
			one.Role += " paused"
		}
	}
}

func (w *world) restoreMember() {
	n, f, told, person, v := w.began()
	member := 1 + w.random.IntN(len(f.members)-1)
	if !w.note("restore", casefile.RestoreMember(w.ctx, v, f.id, f.members[member]), n, " ", member) {
		return
	}
	w.mayDo(person, n, "identity", "edit")
	strict := told.Strict()
	told.Members[member].Removed = false
	if !strict && told.Strict() {
		for _, emergency := range told.Emergencies {
			emergency.Ended = true
		}
	}
	login, has := f.logins[member]
	for _, one := range told.Logins {
		role, paused := strings.CutSuffix(one.Role, " paused")
		if has && one.Person == login && paused {
			one.Role, one.Ended = role, told.Barred[login]
		}
	}
}
