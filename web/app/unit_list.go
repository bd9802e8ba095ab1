package app

import (
	"net/url"
	"strconv"

	"github.com/google/uuid"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// unitDirectory is the list of services as one looks somebody up to call.
func (a *App) unitDirectory(r *Request) error {
	found, filter, err := r.findUnits("/tjenester")
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("units.directory.title"))
	page.Lead, page.Width = r.L().T("units.directory.lead"), view.WidthWide
	page.Actions = view.LinkButton(view.Button{Label: r.L().T("service.title"), Href: "/tilbud", Icon: view.IconSearch, Variant: view.Secondary})
	v := view.UnitDirectoryView{Filter: filter, Total: found.Total, Paging: unitPaging(found, filter)}
	offers, err := r.offersOf(found.Items)
	if err != nil {
		return err
	}
	for _, u := range found.Items {
		v.Units = append(v.Units, view.UnitCard{
			Name: u.Name, Kind: r.unitKind(u.Kind), About: u.About, Phone: u.Phone, Email: u.Email,
			Website: u.Website, Address: u.Address, Closed: u.Closed, Offers: offers[u.ID],
		})
	}
	return r.Show(view.UnitDirectoryPage(page, v))
}

// offersOf are links to what units offer.
func (r *Request) offersOf(units []directory.Unit) (map[uuid.UUID][]view.Link, error) {
	var ids []uuid.UUID
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	offers, err := services.OfUnits(r.Context(), r.Visit, ids...)
	if err != nil {
		return nil, err
	}
	links := map[uuid.UUID][]view.Link{}
	for id, all := range offers {
		for _, one := range all {
			links[id] = append(links[id], view.Link{Label: one.Title, Href: "/tilbud/" + one.ID.String()})
		}
	}
	return links, nil
}

// unitList is the administrator's list of services.
func (a *App) unitList(r *Request) error {
	found, filter, err := r.findUnits("/admin/tjenester")
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("units.title"))
	page.Lead, page.Width = r.L().T("units.lead"), view.WidthWide
	v := view.UnitListView{Filter: filter, Total: found.Total, Paging: unitPaging(found, filter)}
	unled, err := consent.UnledUnits(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	v.Unled = len(unled)
	if found.Total > 0 || filter.On {
		page.Actions = view.UnitListActions(page)
	}
	for _, u := range found.Items {
		v.Rows = append(v.Rows, view.UnitRow{
			Name: u.Name, Href: unitAddress(u.ID), Kind: r.unitKind(u.Kind), OrgNumber: u.OrgNumber,
			Phone: u.Phone, Email: u.Email,
		})
	}
	return r.Show(view.UnitListPage(page, v))
}

// findUnits reads the filter from the address; what is not a kind is none.
func (r *Request) findUnits(action string) (directory.Page[directory.Unit], view.UnitFilterView, error) {
	kind := directory.UnitKind(r.Query("type"))
	if !kind.Known() {
		kind = ""
	}
	f := view.UnitFilterView{
		Action: action, Search: r.Query("sok"), Kind: string(kind), Kinds: r.unitKinds(),
	}
	f.On = f.Search != "" || kind != ""
	number, err := strconv.Atoi(r.Query("side"))
	if err != nil {
		number = 1
	}
	found, err := directory.ListUnits(r.Context(), r.Visit, directory.UnitFilter{Kind: kind, Search: f.Search, Page: number})
	return found, f, err
}

func unitPaging(found directory.Page[directory.Unit], f view.UnitFilterView) view.PagingView {
	where := func(n int) string {
		if n < 1 || n > found.Pages {
			return ""
		}
		query := url.Values{"side": {strconv.Itoa(n)}}
		if f.Search != "" {
			query.Set("sok", f.Search)
		}
		if f.Kind != "" {
			query.Set("type", f.Kind)
		}
		return f.Action + "?" + query.Encode()
	}
	return view.PagingView{Page: found.Page, Pages: found.Pages, Prev: where(found.Page - 1), Next: where(found.Page + 1)}
}

func (r *Request) unitKinds() []view.Option {
	var options []view.Option
	for _, kind := range directory.UnitKinds() {
		options = append(options, view.Option{Value: string(kind), Label: r.unitKind(kind)})
	}
	return options
}

// unitKind is what sort of service it is, in words.
func (r *Request) unitKind(kind directory.UnitKind) string {
	switch kind {
	case directory.UnitSchool:
		return r.L().T("units.kind.school")
	case directory.UnitKindergarten:
		return r.L().T("units.kind.kindergarten")
	case directory.UnitHealthCentre:
		return r.L().T("units.kind.health_centre")
	case directory.UnitChildWelfare:
		return r.L().T("units.kind.child_welfare")
	case directory.UnitPPT:
		return r.L().T("units.kind.ppt")
	case directory.UnitBUP:
		return r.L().T("units.kind.bup")
	case directory.UnitNAV:
		return r.L().T("units.kind.nav")
	case directory.UnitCrisisCentre:
		return r.L().T("units.kind.crisis_centre")
	case directory.UnitCoordinatingUnit:
		return r.L().T("units.kind.coordinating_unit")
	case directory.UnitFamilyHelp:
		return r.L().T("units.kind.family")
	case directory.UnitMentalHealth:
		return r.L().T("units.kind.mental_health")
	case directory.UnitLeisure:
		return r.L().T("units.kind.leisure")
	default:
		return r.L().T("units.kind.other")
	}
}
