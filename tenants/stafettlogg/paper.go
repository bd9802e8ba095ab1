package stafettlogg

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document"
)

// Words says in one language what stands in a document.
type Words interface {
	Lang() string
	T(key string, data ...any) string
	DateFull(day clock.Date) string
}

// paper is a document with what it rests on.
type paper struct {
	sheet   document.Sheet
	classes []string
	about   []uuid.UUID // our goals and measures that stand in it
}

// MayAttach reports whether a document can be attached to the log now: the
// municipality has granted it, the family has said yes to something that stands
// in it, the other system takes documents, and none is on its way already.
func (v *View) MayAttach() bool {
	if v.State != Active || !v.May.Has(manifest.ClassPlanDocument) || !v.System.Can(system.Attachments) {
		return false
	}
	for _, one := range v.Sent {
		if one.What == WriteDocument && one.State == Waiting {
			return false
		}
	}
	for _, item := range v.Items {
		if item.Ours != nil && v.May.Has(item.Kind.class()) {
			return true
		}
	}
	return false
}

// Document is the document as it would be attached now, for the coordinator to
// read before it is. It returns ErrNotFound when none can be.
func Document(ctx context.Context, a *casefile.Access, link uuid.UUID, words Words) ([]byte, error) {
	if err := a.Require(policy.SectionStafettlogg, policy.ActionEdit); err != nil {
		return nil, err
	}
	shown, err := Show(ctx, a, link)
	if err != nil {
		return nil, err
	}
	if !shown.MayAttach() {
		return nil, fmt.Errorf("document of a stafettlogg: %w", tenants.ErrNotFound)
	}
	return document.Make(shown.paper(a.Visit, words).sheet)
}

// Attach sends what is shared with the log as a document, the way Send sends an
// item. What stands in it is what each class lets out of the goals and measures
// about the child, as they would be sent themselves: the class of documents opens
// nothing more. It returns ErrInvalid with why it may not leave, and ErrConflict
// for a link that no longer stands or a document that is on its way already.
func Attach(ctx context.Context, v *tenants.Visit, family, link uuid.UUID, words Words) error {
	shown, err := show(ctx, v, family, link)
	if err != nil {
		return err
	}
	if shown.May.Stop != "" {
		return stopped(shown.May.Stop)
	}
	if !shown.May.Has(manifest.ClassPlanDocument) || !shown.System.Can(system.Attachments) {
		return tenants.InvalidField("document", "stafettlogg.class.document")
	}
	if !shown.MayAttach() {
		return fmt.Errorf("no document can be attached: %w", tenants.ErrConflict)
	}
	made := shown.paper(v, words)
	content, err := document.Make(made.sheet)
	if err != nil {
		return err
	}
	return casefile.Change(ctx, v, family, deedOf("stafettlogg.attach", link), func(tx *tenants.Tx, _ *casefile.Access) error {
		return made.enqueue(ctx, v, tx, &shown, content)
	})
}

// enqueue decides once more, on the facts that hold when it is written.
func (p *paper) enqueue(ctx context.Context, v *tenants.Visit, tx *tenants.Tx, shown *View, content []byte) error {
	link, err := linkOf(ctx, tx, shown.Link.Family, shown.ID)
	if err != nil {
		return err
	}
	if link.State != Active {
		return fmt.Errorf("the link no longer stands: %w", tenants.ErrConflict)
	}
	_, may, err := mayNow(ctx, v.Scope, tx, &link)
	if err != nil {
		return err
	}
	if may.Stop != "" {
		return stopped(may.Stop)
	}
	if !may.All(p.classes...) {
		return tenants.InvalidField("document", "stafettlogg.class.document")
	}
	for _, id := range p.about {
		about, err := plan.StandsAbout(ctx, tx.Client(), link.Family, id, link.Member)
		if err != nil {
			return err
		}
		if !about {
			return fmt.Errorf("the plan has changed: %w", tenants.ErrConflict)
		}
	}
	attached := system.Attachment{
		Name: "Stafettlogg " + string(clock.DateOf(p.sheet.Made)) + ".pdf", MediaType: document.MediaType, Content: content,
	}
	out := letter{Change: &system.Write{Attachment: &attached}, About: p.about}
	return enqueue(ctx, v, tx, &link, WriteDocument, uuid.Nil, p.classes, out)
}

// paper lays out what may leave of the plan, by the same projection as what is
// sent by itself.
func (v *View) paper(by *tenants.Visit, words Words) paper {
	now := by.Clock().Now()
	today := words.DateFull(clock.DateOf(now))
	p := paper{classes: []string{manifest.ClassPlanDocument}, sheet: document.Sheet{
		Lang: words.Lang(), Made: now,
		Title:    words.T("stafettlogg.paper.title", "Date", today),
		Lead:     words.T("stafettlogg.paper.lead", "Municipality", by.Name, "Date", today),
		Replaced: words.T("stafettlogg.paper.replaced"),
		Page: func(page, of int) string {
			return words.T("stafettlogg.paper.page", "Page", page, "Of", of)
		},
	}}
	plans := document.Section{Title: words.T("stafettlogg.paper.plan")}
	for _, item := range v.Items {
		if item.Ours == nil {
			continue
		}
		entry, may := paperEntry(v.May, item, words)
		if !may {
			continue
		}
		p.holds(item)
		plans.Entries = append(plans.Entries, entry)
	}
	p.sheet.Sections = append(p.sheet.Sections, plans)
	return p
}

// holds notes that an item stands in the document.
func (p *paper) holds(item Item) {
	p.about = append(p.about, item.Our)
	for _, class := range p.classes {
		if class == item.Kind.class() {
			return
		}
	}
	p.classes = append(p.classes, item.Kind.class())
}

// paperEntry is an item as it stands in a document, if its class may leave.
func paperEntry(may Allowed, item Item, words Words) (document.Entry, bool) {
	var entry document.Entry
	add := func(label, value string) {
		if value != "" {
			entry.Facts = append(entry.Facts, document.Fact{Label: label, Value: value})
		}
	}
	state := func(said string) string {
		if key := StateKey(item.Kind, said); key != "" {
			return words.T(key)
		}
		return ""
	}
	day := func(said string) string {
		if date := clock.Date(said); !date.Time().IsZero() {
			return words.DateFull(date)
		}
		return ""
	}
	if item.Kind == KindGoal {
		goal, ok := sendGoal(may, "", *item.Ours)
		entry.Kind, entry.Title = words.T("stafettlogg.kind.goal"), goal.Text
		if area := plan.Area(goal.Area); area.Valid() {
			add(words.T("stafettlogg.field.area"), words.T(area.Key()))
		}
		add(words.T("stafettlogg.field.state"), state(goal.State))
		return entry, ok
	}
	measure, ok := sendMeasure(may, "", *item.Ours)
	entry.Kind, entry.Title, entry.Under = words.T("stafettlogg.kind.measure"), measure.What, may.Has(manifest.ClassGoals)
	add(words.T("stafettlogg.field.responsible"), measure.Responsible)
	add(words.T("stafettlogg.field.start"), day(measure.Start))
	add(words.T("stafettlogg.field.due"), day(measure.Due))
	add(words.T("stafettlogg.field.evaluate"), day(measure.Evaluate))
	add(words.T("stafettlogg.field.state"), state(measure.State))
	return entry, ok
}
