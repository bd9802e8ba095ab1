package app

import (
	"errors"
	"net/http"
	"slices"

	"github.com/google/uuid"

	system "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

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
