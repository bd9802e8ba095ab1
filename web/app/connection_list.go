package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// connectionList shows the municipality's connections and how each is.
func (a *App) connectionList(r *Request) error {
	all, err := connection.List(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("connection.title"))
	page.Lead = r.L().T("connection.lead")
	v := view.ConnectionListView{Notice: a.PluginNotice}
	if r.runsPlugins() {
		v.Catalogue = cataloguePath
		if len(all) > 0 {
			page.Actions = view.LinkButton(view.Button{Label: r.L().T("connection.catalogue.open"), Href: cataloguePath, Icon: view.IconPlus})
		}
	}
	for _, one := range all {
		row := view.ConnectionRow{
			Title: r.connectionTitle(one), Href: connectionAddress(one.ID),
			Meta: []string{r.connectionKinds(one.Release), r.L().T("connection.version.is", "Version", one.Version), r.lastGood(one)},
		}
		row.State, row.Tone = r.connectionState(one)
		if problem := r.problemOf(one); problem != nil {
			row.Text = problem.Title + ". " + problem.Lines[0]
		}
		v.Rows = append(v.Rows, row)
	}
	return r.Show(view.ConnectionListPage(page, v))
}

// catalogueList shows what the foundation has published.
func (a *App) catalogueList(r *Request) error {
	offers, err := connection.Catalogue(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.connectionPage(r.L().T("connection.catalogue"))
	page.Lead = r.L().T("connection.catalogue.lead")
	v := view.CatalogueView{Notice: a.PluginNotice}
	for _, offer := range offers {
		row := view.CatalogueRow{
			Title: r.said(offer.Manifest.Title), Href: cataloguePath + "/" + offer.Digest, Summary: r.said(offer.Manifest.Summary),
			Meta: []string{
				r.connectionKinds(&offer.Release), r.L().T("connection.version.is", "Version", offer.Manifest.Version),
				r.L().T("connection.publisher.is", "Publisher", offer.Manifest.Publisher),
			},
		}
		if offer.Installed != nil {
			row.Has = r.L().T("connection.has", "Version", offer.Has)
		}
		v.Rows = append(v.Rows, row)
	}
	return r.Show(view.CataloguePage(page, v))
}

// catalogueShow tells what a plugin would be given.
func (a *App) catalogueShow(r *Request) error {
	offer, err := r.offerOf()
	if err != nil {
		return err
	}
	page := r.connectionPage(r.said(offer.Manifest.Title))
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("connection.catalogue"), Href: cataloguePath})
	page.Lead, page.Width = r.said(offer.Manifest.Summary), view.WidthNarrow
	v := view.OfferView{
		Notice: a.PluginNotice, Version: offer.Manifest.Version, Publisher: offer.Manifest.Publisher, SignedBy: offer.SignedBy,
		Asks: r.asks(offer.Manifest, offer.Manifest.Asks.Each(), nil, nil),
	}
	switch {
	case offer.Installed != nil:
		v.Open = connectionAddress(*offer.Installed)
	case r.runsPlugins():
		v.Post = cataloguePath + "/" + offer.Digest
	}
	return r.Show(view.OfferPage(page, v))
}
