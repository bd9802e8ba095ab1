package app

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// stafettloggShow lists the family's stafettlogger, and asks for a new link.
func (a *App) stafettloggShow(r *Request) error { return r.showStafettlogg(nil, "", http.StatusOK) }

func (r *Request) showStafettlogg(f *form.Form, problem string, status int) error {
	links, err := stafettlogg.Links(r.Context(), r.Access)
	if err != nil {
		return err
	}
	members, err := casefile.Members(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("stafettlogg.title"), "/stafettlogg")
	page.Lead, page.Form, page.Width = r.L().T("stafettlogg.lead"), f, view.WidthNarrow
	if err := r.eyebrow(page); err != nil {
		return err
	}
	v := view.StafettloggView{
		Strict: r.Access.Facts.Strict, Problem: problem, Consents: familyAddress(r.Access.ID, "/samtykker"),
	}
	names := map[uuid.UUID]string{}
	for _, one := range members {
		names[one.ID] = one.FirstName()
		if one.Kind == casefile.Child {
			v.Children = append(v.Children, view.Option{Value: one.ID.String(), Label: one.FirstName()})
		}
	}
	for _, one := range links {
		v.Links = append(v.Links, r.linkRow(one, names[one.Member]))
	}
	if err := r.linkChoices(&v); err != nil {
		return err
	}
	return r.render(status, view.StafettloggPage(page, v))
}

func (r *Request) linkRow(one stafettlogg.Link, child string) view.RowView {
	state, tone := r.linkState(&one)
	row := view.RowView{
		Title: r.L().T("stafettlogg.of", "Name", child), Href: r.logAt(one.ID, ""), Icon: view.IconPath, Level: 2,
		Status: view.Tag(tone, state),
	}
	if one.Reference != "" {
		row.Meta = append(row.Meta, r.L().T("stafettlogg.known_as", "Reference", one.Reference))
	}
	if !one.ReadAt.IsZero() {
		row.Meta = append(row.Meta, r.L().T("stafettlogg.read_at", "When", r.L().When(one.ReadAt, r.Scope.Today())))
	}
	return row
}

func (r *Request) linkState(one *stafettlogg.Link) (string, view.Tone) {
	switch one.State {
	case stafettlogg.Starting:
		return r.L().T("stafettlogg.state.starting"), view.Info
	case stafettlogg.Active:
		return r.L().T("stafettlogg.state.active"), view.Good
	case stafettlogg.Closed:
		return r.L().T("stafettlogg.state.closed"), view.Attention
	}
	return r.L().T("stafettlogg.state.ended"), view.Neutral
}

// linkChoices fills in which systems and which units there are to choose from:
// those that the family has said yes to.
func (r *Request) linkChoices(v *view.StafettloggView) error {
	if v.Strict || r.Access.State != casefile.StateActive {
		return nil
	}
	systems, err := connection.Of(r.Context(), r.Scope, manifest.KindStafettlogg)
	if err != nil {
		return err
	}
	for _, one := range systems {
		v.Systems = append(v.Systems, view.Option{Value: one.ID.String(), Label: r.said(one.Title)})
	}
	yeses, err := consent.List(r.Context(), r.Access)
	if err != nil {
		return err
	}
	var units []uuid.UUID
	for _, one := range yeses {
		if one.State(r.Scope.Today()) == consent.StateActive && one.Unit != uuid.Nil && !slices.Contains(units, one.Unit) {
			units = append(units, one.Unit)
		}
	}
	named, err := directory.UnitNames(r.Context(), r.Scope, units)
	if err != nil {
		return err
	}
	for _, id := range units {
		v.Units = append(v.Units, view.Option{Value: id.String(), Label: named[id]})
	}
	v.Post = familyAddress(r.Access.ID, "/stafettlogg")
	v.Levels, err = r.levelOptions()
	return err
}

// stafettloggMake links a log or begins one.
func (a *App) stafettloggMake(r *Request) error {
	f := r.Form()
	f.Require("member", "stafettlogg.member.missing")
	f.Require("connection", "stafettlogg.connection.missing")
	f.Require("unit", "stafettlogg.unit.missing")
	f.Require("how", "stafettlogg.how.missing")
	wanted := stafettlogg.Wanted{
		Member: f.UUID("member"), Connection: f.UUID("connection"), Unit: f.UUID("unit"), Reference: f.Line("reference", stafettlogg.MaxReference),
	}
	wanted.Level, wanted.Step, _ = strings.Cut(f.Line("level", stafettlogg.MaxReference), levelStep)
	how := f.Choice("how", "link", "begin")
	if !f.OK() {
		return r.showStafettlogg(f, "", http.StatusUnprocessableEntity)
	}
	make := stafettlogg.Connect
	if how == "begin" {
		make = stafettlogg.Begin
	}
	id, err := make(r.Context(), r.Visit, r.Access.ID, wanted)
	if Faults(f, err) {
		return r.showStafettlogg(f, "", http.StatusUnprocessableEntity)
	}
	if said := r.logProblem(err); said != "" {
		return r.showStafettlogg(f, said, http.StatusBadGateway)
	}
	if err != nil {
		return err
	}
	if how == "begin" {
		return r.Done(r.logAt(id, ""), "done.stafettlogg_begun", "")
	}
	return r.Done(r.logAt(id, ""), "done.stafettlogg_linked", "")
}

// logProblem says in plain words whose fault it is that another system could not
// be asked; empty when that is not what an error tells.
func (r *Request) logProblem(err error) string {
	problem, is := asProblem(err)
	if !is {
		return ""
	}
	return r.logFault(problem.Whose)
}

func (r *Request) logFault(whose string) string {
	switch whose {
	case "system":
		return r.L().T("stafettlogg.fault.system")
	case "plugin":
		return r.L().T("stafettlogg.fault.plugin")
	case "settings":
		return r.L().T("stafettlogg.fault.settings")
	}
	return r.L().T("stafettlogg.fault.ours")
}

// logLinkShow shows both sides of one link.
func (a *App) logLinkShow(r *Request) error { return r.showLogLink("", http.StatusOK) }

func (r *Request) showLogLink(problem string, status int) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	shown, err := stafettlogg.Show(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	page := r.FamilyPage(r.L().T("stafettlogg.beside"), "-")
	page.Lead = r.L().T("stafettlogg.beside.lead")
	page.Breadcrumbs = append(page.Breadcrumbs, r.logCrumb())
	if err := r.headLog(page, shown.Member); err != nil {
		return err
	}
	v := view.LogLinkView{Alerts: r.linkAlerts(&shown, problem)}
	if v.About, err = r.linkAbout(&shown); err != nil {
		return err
	}
	if shown.State == stafettlogg.Active {
		v.Refresh = r.logAt(id, "/les")
	}
	if shown.State != stafettlogg.Ended {
		v.Unlink = r.logAt(id, "/avslutt")
	}
	for _, item := range shown.Items {
		v.Items = append(v.Items, r.logItem(&shown, item))
		if item.Standing == stafettlogg.OursNew && shown.Live() {
			v.SendAll = r.logAt(id, "/send")
		}
	}
	if shown.Family > 0 {
		v.Family = r.L().N("stafettlogg.family_goals", shown.Family)
	}
	if v.Levels, err = r.logLevels(&shown); err != nil {
		return err
	}
	v.Baton = r.logBaton(&shown)
	if shown.MayAttach() {
		v.Document = r.logAt(id, "/dokument")
	}
	v.Sent = r.sentRows(shown.Sent)
	slices.Reverse(v.Sent)
	return r.render(status, view.LogLinkPage(page, v))
}

func (r *Request) linkAbout(shown *stafettlogg.View) ([]view.SummaryRow, error) {
	units, err := directory.UnitNames(r.Context(), r.Scope, []uuid.UUID{shown.Unit})
	if err != nil {
		return nil, err
	}
	state, _ := r.linkState(&shown.Link)
	rows := []view.SummaryRow{
		{Key: r.L().T("stafettlogg.about.state"), Value: state}, {Key: r.L().T("stafettlogg.unit.short"), Value: units[shown.Unit]},
	}
	if shown.System.Name != "" {
		rows = append(rows, view.SummaryRow{Key: r.L().T("stafettlogg.connection.short"), Value: r.said(shown.System.Title)})
	}
	if shown.Reference != "" {
		rows = append(rows, view.SummaryRow{Key: r.L().T("stafettlogg.reference.short"), Value: shown.Reference})
	}
	if !shown.ReadAt.IsZero() {
		rows = append(rows, view.SummaryRow{Key: r.L().T("stafettlogg.read"), Value: r.L().When(shown.ReadAt, r.Scope.Today())})
	}
	if shown.Log != nil && shown.Log.Level != "" {
		rows = append(rows, view.SummaryRow{Key: r.L().T("stafettlogg.level"), Value: shown.Log.Level})
	}
	return rows, nil
}

// linkAlerts are what the coordinator must know before the rest.
func (r *Request) linkAlerts(shown *stafettlogg.View, problem string) []view.LogAlert {
	var alerts []view.LogAlert
	add := func(tone view.Tone, title, text string) {
		alerts = append(alerts, view.LogAlert{Tone: tone, Title: title, Text: text})
	}
	if problem == "" && shown.Whose != "" {
		problem = r.logFault(shown.Whose)
	}
	if problem != "" {
		add(view.Attention, r.L().T("stafettlogg.unread"), problem)
	}
	switch {
	case shown.State == stafettlogg.Closed && shown.Because == system.IndividualPlan:
		add(view.Info, r.L().T("stafettlogg.closed.plan"), r.L().T("stafettlogg.closed.text"))
	case shown.State == stafettlogg.Closed:
		add(view.Info, r.L().T("stafettlogg.closed"), r.L().T("stafettlogg.closed.text"))
	case shown.State == stafettlogg.Ended:
		add(view.Info, r.L().T("stafettlogg.ended"), r.endedBecause(shown.Because))
	case shown.State == stafettlogg.Starting:
		add(view.Info, r.L().T("stafettlogg.state.starting"), r.L().T("stafettlogg.starting.text"))
	}
	if shown.Live() && shown.May.Stop != "" {
		add(view.Attention, r.L().T("stafettlogg.stop"), r.stopWords(shown.May.Stop))
	}
	return alerts
}

func (r *Request) endedBecause(why string) string {
	switch why {
	case stafettlogg.EndedWithdrawn:
		return r.L().T("stafettlogg.ended.withdrawn")
	case stafettlogg.EndedRunOut:
		return r.L().T("stafettlogg.ended.run_out")
	case stafettlogg.EndedStrict:
		return r.L().T("stafettlogg.stop.strict")
	case stafettlogg.EndedFollowUp:
		return r.L().T("stafettlogg.ended.follow_up")
	case stafettlogg.EndedRemoved:
		return r.L().T("stafettlogg.ended.removed")
	}
	return r.L().T("stafettlogg.ended.here")
}

func (r *Request) stopWords(why string) string {
	switch why {
	case stafettlogg.StopStrict:
		return r.L().T("stafettlogg.stop.strict")
	case stafettlogg.StopClosed:
		return r.L().T("stafettlogg.ended.follow_up")
	case stafettlogg.StopNotTheirs:
		return r.L().T("stafettlogg.stop.no_child")
	case stafettlogg.StopNoSystem:
		return r.L().T("stafettlogg.stop.no_system")
	}
	return r.L().T("stafettlogg.stop.no_consent")
}

// after shows the link again after a command: what was done, or in plain words
// why it could not be.
func (r *Request) after(link uuid.UUID, err error, done string) error {
	if said := r.logProblem(err); said != "" {
		return r.showLogLink(said, http.StatusBadGateway)
	}
	var invalid *tenants.Invalid
	switch {
	case errors.As(err, &invalid):
		return r.showLogLink(r.L().T(invalid.Fields[0].Code), http.StatusUnprocessableEntity)
	case errors.Is(err, tenants.ErrConflict):
		return r.showLogLink(r.L().T("stafettlogg.conflict"), http.StatusConflict)
	case err != nil:
		return err
	}
	return r.Done(r.logAt(link, ""), done, "")
}

// dayWords writes a day of another system in words; as it stands when it is none.
func (r *Request) dayWords(day string) string {
	if day == "" {
		return r.L().T("stafettlogg.none")
	}
	if date := clock.Date(day); !date.Time().IsZero() {
		return r.L().DateFull(date)
	}
	return day
}
