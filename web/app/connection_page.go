package app

import (
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func connectionAddress(id uuid.UUID) string { return connectionsPath + "/" + id.String() }

// connectionPage begins a page under the list of connections.
func (r *Request) connectionPage(title string) *view.Page {
	page := r.Page(title)
	page.Breadcrumbs = []view.Link{{Label: r.L().T("connection.title"), Href: connectionsPath}}
	return page
}

// underConnection begins a page under one connection.
func (r *Request) underConnection(title string, one connection.Installed) *view.Page {
	page := r.connectionPage(title)
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.connectionTitle(one), Href: connectionAddress(one.ID)})
	page.Width = view.WidthNarrow
	return page
}

// connectionOf reads the connection of the address.
func (r *Request) connectionOf() (connection.Installed, error) {
	id, err := r.ID("plugin")
	if err != nil {
		return connection.Installed{}, err
	}
	return connection.Show(r.Context(), r.Visit, id)
}

// connectionTitle is what the publisher calls it; its name when the catalogue
// no longer has it.
func (r *Request) connectionTitle(one connection.Installed) string {
	if one.Release == nil {
		return one.Name
	}
	return r.said(one.Release.Manifest.Title)
}

// said is a publisher's words in the reader's language.
func (r *Request) said(words manifest.Words) string {
	if r.L().Lang() == "nn" && words.NN != "" {
		return words.NN
	}
	return words.NB
}

func (r *Request) runsPlugins() bool {
	return r.Visit.Require(policy.SectionPlugins, policy.ActionEdit) == nil
}
