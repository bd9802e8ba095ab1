package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// handedOn is a stafettlogg in which somebody else holds the baton since this
// week. Who follows the family here is the same.
func (r *Request) handedOn(one stafettlogg.HandedOn, families []casefile.Summary) view.MyDayOther {
	other := view.MyDayOther{
		Title: r.L().T("stafettlogg.handed_on.somebody"),
		Href:  familyAddress(one.Family, "/stafettlogg/"+one.Link.String()),
	}
	if one.Role != "" {
		other.Title = r.L().T("stafettlogg.handed_on", "Role", capital(one.Role))
	}
	for _, family := range families {
		if family.ID == one.Family {
			other.Meta = append(other.Meta, family.ShortName)
		}
	}
	other.Meta = append(other.Meta, r.L().When(one.At, r.Scope.Today()))
	return other
}
