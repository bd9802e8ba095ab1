package insight_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestLinesAreNarrowedAndTellNoFamilysName(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		lia, vik := house.Family("Lia"), house.Family("Vik")
		coordinator := house.Coordinator()
		look(t, coordinator, lia, vik)
		look(t, house.Caregiver(lia), lia)
		house.Clock.Advance(48 * time.Hour)
		look(t, coordinator, lia)
		today := house.Scope.Today()
		count := func(f insight.Filter) int {
			page, err := insight.Read(ctx, officer(house), f)
			must(t, err)
			return len(page.Lines)
		}
		looks := insight.Filter{Kind: audit.KindLook}
		for name, c := range map[string]struct {
			narrow func(*insight.Filter)
			want   int
		}{
			"all looks":          {func(*insight.Filter) {}, 4},
			"a family":           {func(f *insight.Filter) { f.Code = casefile.Code(lia.ID) }, 3},
			"no family":          {func(f *insight.Filter) { f.Code = "BBBBBB" }, 0},
			"a person":           {func(f *insight.Filter) { f.Actor = coordinator.Viewer.ID }, 3},
			"a role":             {func(f *insight.Filter) { f.Role = policy.RoleCaregiver }, 1},
			"a relation":         {func(f *insight.Filter) { f.Relation = policy.RelationCoordinator }, 3},
			"a basis":            {func(f *insight.Filter) { f.Basis = policy.BasisStatute }, 0},
			"today":              {func(f *insight.Filter) { f.From = today }, 1},
			"until yesterday":    {func(f *insight.Filter) { f.To = today.AddDays(-1) }, 3},
			"another municipal.": {func(f *insight.Filter) { f.Actor = house.NeighbourCoordinator().Viewer.ID }, 0},
		} {
			f := looks
			c.narrow(&f)
			if got := count(f); got != c.want {
				t.Errorf("%s: %d lines, want %d", name, got, c.want)
			}
		}
		page, err := insight.Read(ctx, officer(house), insight.Filter{})
		must(t, err)
		text := fmt.Sprintf("%+v", page)
		for _, secret := range []string{"Lia", "Vik", "Mona", "Elva"} {
			if strings.Contains(text, secret) {
				t.Errorf("the log tells %q", secret)
			}
		}
		if i := slices.IndexFunc(page.Lines, func(l insight.Line) bool { return l.OfFamily }); i < 0 || page.Lines[i].Who != "" {
			t.Error("somebody of a family is not told by role alone")
		}
	})
}

func TestTheLogIsPagedToItsEnd(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		for range 2*insight.PageSize + 7 {
			look(t, house.Coordinator(), family)
		}
		seen, f := map[int64]bool{}, insight.Filter{Kind: audit.KindLook}
		for pages := 0; ; pages++ {
			page, err := insight.Read(ctx, officer(house), f)
			must(t, err)
			for _, line := range page.Lines {
				if seen[line.Place] {
					t.Fatalf("line %d stands on two pages", line.Place)
				}
				seen[line.Place] = true
			}
			if f.Before = page.Older; f.Before == 0 {
				if pages != 2 {
					t.Errorf("there are %d pages, want 3", pages+1)
				}
				break
			}
		}
		if len(seen) != 2*insight.PageSize+7 {
			t.Errorf("the pages have %d looks, want %d", len(seen), 2*insight.PageSize+7)
		}
	})
}

func TestOnlyThePrivacyOfficerMayAndThatTheyDidIsOnRecord(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		today := house.Scope.Today()
		for _, v := range []*tenants.Visit{
			house.Coordinator(), house.Administrator(), house.Professional(), house.Caregiver(family),
			house.Staff(house.Scope, "leder", policy.RoleLeader),
		} {
			_, read := insight.Read(ctx, v, insight.Filter{})
			_, find := insight.Find(ctx, v, today, today)
			_, take := insight.Take(ctx, v, insight.Filter{})
			_, people := insight.People(ctx, v, insight.Filter{})
			for _, err := range []error{read, find, take, people} {
				if !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("%v was let in: %v", v.Viewer.Roles, err)
				}
			}
		}
		_, err := insight.Read(ctx, officer(house), insight.Filter{
			Code: casefile.Code(family.ID), Actor: house.Coordinator().Viewer.ID, From: today, Role: policy.RoleLeader,
		})
		must(t, err)
		lines, err := house.Scope.Audit().Read(ctx, audit.Filter{Limit: 1})
		must(t, err)
		if got := lines[0]; got.Action != insight.ActionRead || got.TargetKind != "family,period,person,role" ||
			got.CaseFile != family.ID || got.Target != uuid.Nil || got.Actor != officer(house).Viewer.ID {
			t.Errorf("on record is %+v", got)
		}
	})
}

func TestPeopleAreTheMunicipalitysOwn(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		look(t, house.Caregiver(family), family)
		people, err := insight.People(ctx, officer(house), insight.Filter{})
		must(t, err)
		var names []string
		for _, person := range people {
			names = append(names, person.Name)
		}
		if !slices.Contains(names, "Prøve koordinator") || slices.Contains(names, "Mona Lia") {
			t.Errorf("people to choose among are %v", names)
		}
	})
}
