package directory_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func (h *house) unit(t *testing.T, u directory.Unit) directory.Unit {
	t.Helper()
	added, err := directory.AddUnit(t.Context(), h.admin, u)
	must(t, err)
	return added
}

func TestEveryFaultOfAUnitIsTold(t *testing.T) {
	u := directory.Unit{
		Name: "=HYPERLINK(1)", OrgNumber: "300000119", Phone: "ring", Email: "post@", Website: "javascript:alert(1)",
		Address: "Vei\u200b 1", About: "@navn",
	}
	faults(t, u.Validate(), "name unit.name.formula", "kind unit.kind.missing", "org_number unit.org_number.shape",
		"phone unit.phone.shape", "email unit.email.shape", "website unit.website.shape",
		"address unit.address.invisible", "about unit.about.formula")
}

func TestAUnitIsKeptTidy(t *testing.T) {
	u := directory.Unit{
		Name: " Solvik\u00a0skole ", Kind: directory.UnitSchool, OrgNumber: "300 000 118", Phone: "+47 12 34 56 78",
		Email: "post@solvik.example", Website: "www.solvik.example/skole", About: "Én linje\nog én til",
	}
	must(t, u.Validate())
	equal(t, u.Name, "Solvik skole")
	equal(t, u.OrgNumber, "300000118")
	equal(t, u.Website, "https://www.solvik.example/skole")
}

func TestOneUnitIsThereOnce(t *testing.T) {
	h := openHouse(t)
	h.unit(t, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool, OrgNumber: "300000118"})
	_, err := directory.AddUnit(t.Context(), h.admin, directory.Unit{Name: "SOLVIK  skole", Kind: directory.UnitSchool, OrgNumber: "300000118"})
	faults(t, err, "org_number unit.org_number.taken", "name unit.name.taken")
	h.unit(t, directory.Unit{Name: "Solvik skole", Kind: directory.UnitLeisure})
}

func TestTwoWhoChangeTheSameUnitGetAReadableChoice(t *testing.T) {
	h := openHouse(t)
	u := h.unit(t, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool})
	mine, yours := u, u
	mine.Phone, yours.Phone = "12 34 56 78", "116 111"
	changed, err := directory.ChangeUnit(t.Context(), h.admin, mine)
	must(t, err)
	now, err := directory.ChangeUnit(t.Context(), h.admin, yours)
	refuses(t, err, tenants.ErrConflict)
	equal(t, now, changed)
}

func TestARemovedUnitKeepsItsNameAndCanComeBack(t *testing.T) {
	h := openHouse(t)
	ctx := t.Context()
	u := h.unit(t, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool})
	must(t, directory.RemoveUnit(ctx, h.admin, u.ID))
	must(t, directory.RemoveUnit(ctx, h.admin, u.ID))
	found, err := directory.ListUnits(ctx, h.admin, directory.UnitFilter{})
	must(t, err)
	equal(t, found.Total, 0)
	names, err := directory.UnitNames(ctx, h.Scope, []uuid.UUID{u.ID, tenants.NewID()})
	must(t, err)
	equal(t, names, map[uuid.UUID]string{u.ID: "Solvik skole"})
	_, err = directory.Invite(ctx, h.admin, directory.Invitation{
		Name: "Turid Berg", Email: "turid@solvik.example", Roles: policy.Roles(policy.RoleProfessional), UnitID: u.ID,
	})
	faults(t, err, "unit user.unit.unknown")

	twin := h.unit(t, directory.Unit{Name: "Solvik skole", Kind: directory.UnitSchool})
	faults(t, directory.RestoreUnit(ctx, h.admin, u.ID), "name unit.name.taken")
	must(t, directory.RemoveUnit(ctx, h.admin, twin.ID))
	must(t, directory.RestoreUnit(ctx, h.admin, u.ID))
	back, err := directory.GetUnit(ctx, h.admin, u.ID)
	must(t, err)
	equal(t, back.Removed, false)
}

func TestUnitsAreFoundByKindAndByPartOfTheirName(t *testing.T) {
	h := openHouse(t)
	h.unit(t, directory.Unit{Name: "Ås skole", Kind: directory.UnitSchool, OrgNumber: "300000118"})
	h.unit(t, directory.Unit{Name: "Villtoppen barnehage", Kind: directory.UnitKindergarten, Address: "Åsveien 2"})
	for want, filter := range map[int]directory.UnitFilter{
		0: {Search: "nei"}, 1: {Kind: directory.UnitKindergarten, Search: "ås"}, 2: {Search: "ÅS"},
	} {
		found, err := directory.ListUnits(t.Context(), h.admin, filter)
		must(t, err)
		equal(t, found.Total, want)
	}
	found, err := directory.ListUnits(t.Context(), h.admin, directory.UnitFilter{Search: "300 000 118"})
	must(t, err)
	equal(t, found.Items[0].Name, "Ås skole")
}

func TestAPageOutsideTheListGivesTheNearest(t *testing.T) {
	h := openHouse(t)
	h.unit(t, directory.Unit{Name: "Ås skole", Kind: directory.UnitSchool})
	for _, page := range []int{-1, 0, 1, 9} {
		found, err := directory.ListUnits(t.Context(), h.admin, directory.UnitFilter{Page: page})
		must(t, err)
		equal(t, []int{len(found.Items), found.Page, found.Pages}, []int{1, 1, 1})
	}
}

func TestEveryKindOfUnitIsKnown(t *testing.T) {
	for _, kind := range directory.UnitKinds() {
		equal(t, kind.Known(), true)
	}
	equal(t, directory.UnitKind("").Known(), false)
}
