package app

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func serviceAddress(id uuid.UUID) string { return servicesPath + "/" + id.String() }

// serviceList is the administrator's list of offers, and what fills it.
func (a *App) serviceList(r *Request) error {
	number, err := strconv.Atoi(r.Query("side"))
	if err != nil {
		number = 1
	}
	number = min(max(number, 1), 1000)
	v := view.ServiceAdminView{Search: r.Query("sok")}
	found, total, err := services.List(r.Context(), r.Visit, services.Filter{Search: v.Search, Page: number})
	if err != nil {
		return err
	}
	names, err := directory.UnitNames(r.Context(), r.Scope, unitsOf(found...))
	if err != nil {
		return err
	}
	for _, s := range found {
		row := view.ServiceAdminRow{Title: s.Title, Href: serviceAddress(s.ID), Unit: names[s.UnitID], Level: r.serviceLevel(s.Level)}
		if s.Closed {
			row.State, row.Tone = r.L().T("service.state.closed"), view.Neutral
		}
		v.Rows = append(v.Rows, row)
	}
	v.Total, v.Paging = total, servicePaging(number, total, v.Search)
	if err := r.fillers(&v); err != nil {
		return err
	}
	page := r.Page(r.L().T("service.admin.title"))
	page.Lead, page.Width = r.L().T("service.admin.lead"), view.WidthWide
	page.Actions = view.LinkButton(view.Button{Label: r.L().T("service.add"), Href: servicesPath + "/ny", Icon: view.IconPlus})
	return r.Show(view.ServiceAdminPage(page, v))
}

func servicePaging(number, total int, search string) view.PagingView {
	pages := max(1, (total+services.PageSize-1)/services.PageSize)
	where := func(n int) string {
		if n < 1 || n > pages {
			return ""
		}
		query := url.Values{"side": {strconv.Itoa(n)}}
		if search != "" {
			query.Set("sok", search)
		}
		return servicesPath + "?" + query.Encode()
	}
	return view.PagingView{Page: min(number, pages), Pages: pages, Prev: where(number - 1), Next: where(number + 1)}
}

// fillers are the registers, the questions they left, and what is gone.
func (r *Request) fillers(v *view.ServiceAdminView) error {
	questions, err := services.Questions(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	gone, err := services.ListGone(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	v.Questions, v.Gone = len(questions), len(gone)
	all, err := connection.List(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Release == nil || !slices.Contains(one.Release.Manifest.Kinds, manifest.KindRegistry) ||
			slices.Contains(one.Release.Manifest.Features, sdk.FeatureRegistryFile) {
			continue
		}
		row := view.RegisterRow{Title: r.connectionTitle(one), Href: connectionAddress(one.ID), Meta: []string{r.lastGood(one)}}
		if one.State == connection.Active {
			row.Sync = servicesPath + "/hent/" + one.ID.String()
		}
		v.Registers = append(v.Registers, row)
	}
	_, v.Publish, err = services.Publisher(r.Context(), r.Scope)
	return err
}

// registerNames are what the connections are called.
func (r *Request) registerNames() (map[uuid.UUID]string, error) {
	all, err := connection.List(r.Context(), r.Visit)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	for _, one := range all {
		names[one.ID] = r.connectionTitle(one)
	}
	return names, nil
}

// registerName is what a connection is called; one that is removed says so.
func (r *Request) registerName(names map[uuid.UUID]string, id uuid.UUID) string {
	if name := names[id]; name != "" {
		return name
	}
	return r.L().T("service.register.removed")
}
