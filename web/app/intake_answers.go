package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// intakeForm is the name of the draft in which the answers are kept.
const intakeForm = "intake"

// intakeAnswers are what the coordinator has answered so far.
type intakeAnswers struct {
	ID      uuid.UUID // of this intake, so that it is opened once
	Intake  casefile.Intake
	Done    map[string]bool // steps that are answered
	Name    string          // of the one who was searched for first
	BornOn  clock.Date
	Removed *removedAnswer // taken out last, until something else is

	savedAt time.Time
	kept    bool // there is something to go on with
}

// removedAnswer is a person taken out of the answers, to be put back.
type removedAnswer struct {
	Step   string
	At     int
	Person casefile.Person
	Barred casefile.Barred
	Done   bool // the step was answered
}

func (r *Request) readIntake() (intakeAnswers, error) { return r.readAnswers(intakeForm) }

func (r *Request) readAnswers(name string) (intakeAnswers, error) {
	answers := intakeAnswers{Done: map[string]bool{}}
	kept, found, err := draft.Read(r.Context(), r.Visit, name)
	if err != nil || !found {
		return answers, err
	}
	texts := kept.Values["answers"]
	if len(texts) != 1 {
		return answers, nil
	}
	if err := json.Unmarshal([]byte(texts[0]), &answers); err != nil {
		return answers, fmt.Errorf("reading intake: %w", err)
	}
	answers.savedAt, answers.kept = kept.SavedAt, true
	return answers, nil
}

func (r *Request) saveIntake(answers intakeAnswers) error { return r.keepAnswers(intakeForm, answers) }

func (r *Request) keepAnswers(name string, answers intakeAnswers) error {
	if answers.ID == uuid.Nil {
		answers.ID = tenants.NewID()
	}
	text, err := json.Marshal(answers)
	if err != nil {
		return fmt.Errorf("keeping intake: %w", err)
	}
	_, err = draft.Save(r.Context(), r.Visit, name, uuid.Nil, map[string][]string{"answers": {string(text)}})
	return err
}

// next is the first step that is not answered.
func (i intakeAnswers) next() string {
	for _, step := range intakeSteps {
		if step != stepFinish && !i.Done[step] {
			return step
		}
	}
	return stepFinish
}

// open reports whether a step may be answered: every one before it is.
func (i intakeAnswers) open(step string) bool {
	return slices.Index(intakeSteps, step) <= slices.Index(intakeSteps, i.next())
}

func stepAddress(step string) string {
	if step == stepSearch {
		return intakeAddress
	}
	return intakeAddress + "/" + step
}

func stepBefore(step string) string {
	return stepAddress(intakeSteps[max(0, slices.Index(intakeSteps, step)-1)])
}

// intakeAt reads the answers for a step. When the step cannot be answered yet
// the second value is false, and the person has been sent where to go on.
func (r *Request) intakeAt(step string) (intakeAnswers, bool, error) {
	answers, err := r.readIntake()
	if err != nil {
		return answers, false, err
	}
	if answers.open(step) {
		return answers, true, nil
	}
	return answers, false, r.SeeOther(stepAddress(answers.next()))
}

// intakePage begins the page of a step.
func (r *Request) intakePage(step, question string) *view.Page {
	page := r.Page(r.L().T("intake.title"))
	page.H1, page.Width = question, view.WidthNarrow
	page.Breadcrumbs = []view.Link{{Label: r.L().T("nav.families"), Href: "/familier"}}
	return page
}

func stepsOf(step string) view.StepsView {
	return view.StepsView{N: slices.Index(intakeSteps, step) + 1, Total: len(intakeSteps)}
}
