package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

var goalFields = []string{"title", "child_words", "area", "member"}

func readGoal(f *form.Form) plan.GoalInput {
	return plan.GoalInput{
		Title: f.Line("title", 1000), ChildWords: f.Prose("child_words", 10000),
		Area: plan.Area(f.Choice("area", texts(plan.Areas())...)), Member: chosen(f, "member"),
		LetStand: f.Bool(casefile.LetStand),
	}
}

// goalNew shows the form of a new goal.
func (a *App) goalNew(r *Request) error { return r.showGoalForm(nil, nil, nil) }

// goalAdd writes it down.
func (a *App) goalAdd(r *Request) error {
	f := r.Form()
	in := readGoal(f)
	if f.OK() {
		id, err := plan.AddGoal(r.Context(), r.Visit, r.Access.ID, in)
		if err == nil {
			r.DropDraft(r.DraftKey("goal", "new"))
			return r.Done(r.goalAt(id, ""), "done.goal_added", r.goalAt(id, "/fjern"))
		}
		if !Faults(f, err) {
			return err
		}
	}
	return r.showGoalForm(nil, f, nil)
}

// goalForm shows a goal to be changed.
func (a *App) goalForm(r *Request) error {
	goal, err := r.goal()
	if err != nil {
		return err
	}
	return r.showGoalForm(&goal, nil, nil)
}

// goal is the goal in the address, as it stands now.
func (r *Request) goal() (plan.Goal, error) {
	id, err := r.ID("goal")
	if err != nil {
		return plan.Goal{}, err
	}
	return plan.ReadGoal(r.Context(), r.Access, id)
}

// goalChange changes it. When somebody else saved first, both texts are shown.
func (a *App) goalChange(r *Request) error {
	f := r.Form()
	version, _ := f.Int("version", 0, 1<<30)
	in := readGoal(f)
	goal, err := r.goal()
	if err != nil {
		return r.goneGoal(err, f)
	}
	key := r.DraftKey("goal", goal.ID.String())
	switch choice(f) {
	case chooseTheirs:
		return r.keepTheirs(key, r.goalAt(goal.ID, ""))
	case chooseOn:
		beside, err := r.goalBeside(in, goal)
		if err != nil {
			return err
		}
		return r.showGoalForm(&goal, f, &beside)
	}
	if f.OK() {
		err := plan.ChangeGoal(r.Context(), r.Visit, r.Access.ID, goal.ID, version, in)
		if err == nil {
			r.DropDraft(key)
			return r.Done(r.goalAt(goal.ID, ""), "done.goal_changed", "")
		}
		if errors.Is(err, tenants.ErrConflict) && r.open() {
			return r.goalConflict(f, in, goal.ID)
		}
		if !Faults(f, err) {
			return r.goneGoal(err, f)
		}
	}
	return r.showGoalForm(&goal, f, nil)
}

func (r *Request) goneGoal(err error, f *form.Form) error {
	return r.goneWhen(err, f, []string{"title", "child_words"}, r.planAt("/m/"+r.Param("goal")+"/tilbake"))
}

func (r *Request) goalConflict(f *form.Form, mine plan.GoalInput, id uuid.UUID) error {
	now, err := plan.ReadGoal(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	both, err := r.goalBeside(mine, now)
	if err != nil {
		return err
	}
	return r.showConflict(conflict{
		form: f, version: now.Version, action: r.goalAt(id, "/endre"), keep: goalFields, fields: both.Differences,
	})
}

// goalBeside is one's own goal beside what stands now.
func (r *Request) goalBeside(mine plan.GoalInput, now plan.Goal) (view.BothVersions, error) {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return view.BothVersions{}, err
	}
	return view.BothVersions{Keep: r.goalAt(now.ID, ""), Differences: []view.Difference{
		{Label: r.L().T("goal.field.title"), Yours: mine.Title, Now: now.Title},
		{Label: r.L().T("goal.field.child_words"), Yours: mine.ChildWords, Now: now.ChildWords},
		{Label: r.L().T("plan.member.label"), Yours: r.memberWord(members, mine.Member), Now: r.memberWord(members, now.Member)},
		{Label: r.L().T("plan.area.label"), Yours: r.areaWordOf(mine.Area), Now: r.areaWordOf(now.Area)},
	}}, nil
}

// areaWordOf is areaWord for an area that may not have been chosen.
func (r *Request) areaWordOf(area plan.Area) string {
	if !area.Valid() {
		return ""
	}
	return r.areaWord(area)
}

// memberWord is whom something is about, by first name.
func (r *Request) memberWord(members []casefile.Member, id *uuid.UUID) string {
	if id == nil {
		return r.L().T("plan.member.family")
	}
	for _, member := range members {
		if member.ID == *id {
			return member.FirstName()
		}
	}
	return ""
}

// showGoalForm shows the form of a new goal, or of one that is there.
func (r *Request) showGoalForm(goal *plan.Goal, f *form.Form, beside *view.BothVersions) error {
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.planForm(r.L().T("goal.new"), f)
	page.Lead = r.L().T("goal.new.lead")
	v := view.GoalFormView{
		Action: r.planAt("/m/ny"), Back: r.planAt(""), Draft: r.DraftKey("goal", "new"),
		Areas: r.areaOptions(), Members: r.memberOptions(members), Beside: beside,
	}
	version := ""
	if goal != nil {
		page.Title, page.Lead = r.L().T("goal.change"), ""
		v.Action, v.Back, v.Draft = r.goalAt(goal.ID, "/endre"), r.goalAt(goal.ID, ""), r.DraftKey("goal", goal.ID.String())
		v.Title, v.Words, v.Area, v.Member = goal.Title, goal.ChildWords, string(goal.Area), idText(goal.Member)
		version = versionText(f, goal.Version)
	}
	if f == nil {
		v.Kept, version, err = r.kept(page, v.Draft, version)
		if err != nil {
			return err
		}
	}
	v.Hidden = []view.Hidden{{Name: "version", Value: version}}
	return r.answerForm(f != nil && !f.OK(), view.GoalFormPage(page, v))
}
