package app

import (
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
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
