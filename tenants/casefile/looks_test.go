package casefile_test

import (
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// look opens a family's background as somebody, and puts it on record.
func look(t *testing.T, v *tenants.Visit, family tenanttest.Family) {
	t.Helper()
	access, err := casefile.Enter(ctx, v, family.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := casefile.ReadOverview(ctx, access); err != nil {
		t.Fatal(err)
	}
	if err := v.Commit(ctx); err != nil {
		t.Fatal(err)
	}
}

func looksAt(t *testing.T, v *tenants.Visit, family tenanttest.Family) []casefile.Look {
	t.Helper()
	access, err := casefile.Enter(ctx, v, family.ID)
	if err != nil {
		t.Fatal(err)
	}
	page, err := casefile.Looks(ctx, access, 0)
	if err != nil {
		t.Fatal(err)
	}
	return page.Looks
}

func TestLooksAreToldNewestFirstWithTheYesTheyRestOn(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver := house.Caregiver(family)
		look(t, house.Coordinator(), family)
		house.Clock.Advance(10 * time.Minute)
		look(t, caregiver, family)
		house.Clock.Advance(10 * time.Minute)
		look(t, house.Coordinator(), family) // goes on: one look with the first
		house.Clock.Advance(31 * time.Minute)
		look(t, house.Coordinator(), family) // was away: another
		looks := looksAt(t, house.Coordinator(), family)
		if len(looks) != 3 {
			t.Fatalf("there are %d looks, want 3: %+v", len(looks), looks)
		}
		last, mine, theirs := looks[0], looks[1], looks[2]
		if !last.Self || !mine.Self || theirs.Self || last.At.Sub(mine.At) != 31*time.Minute {
			t.Errorf("looks are %+v, want the coordinator's two before the caregiver's", looks)
		}
		if mine.YesOn != "2026-11-01" || mine.Relation != policy.RelationCoordinator || mine.Who != "Prøve koordinator" {
			t.Errorf("the coordinator's look is %+v", mine)
		}
		if theirs.YesOn != "2026-11-03" || theirs.Relation != policy.RelationCaregiver || theirs.Who != "Mona Lia" {
			t.Errorf("the caregiver's look is %+v", theirs)
		}
	})
}

func TestLooksTellACaregiverNothingOfPartsKeptFromThem(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		look(t, house.Coordinator(), family)
		for _, one := range looksAt(t, house.Caregiver(family), family) {
			if len(one.Sections) != 1 || one.Sections[0] != policy.SectionOverview || !one.Others {
				t.Errorf("the caregiver is told of %v (others %v), want the overview and that there is more", one.Sections, one.Others)
			}
		}
	})
}

func TestGrantsAreThoseThatStand(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		caregiver := house.Caregiver(family)
		access, err := casefile.Enter(ctx, house.Coordinator(), family.ID)
		if err != nil {
			t.Fatal(err)
		}
		grants, err := casefile.Grants(ctx, access)
		if err != nil || len(grants) != 1 || grants[0].User != caregiver.Viewer.ID || grants[0].Relation != policy.RelationCaregiver {
			t.Fatalf("grants are %+v (%v), want the caregiver's", grants, err)
		}
		if err := casefile.EndAccess(ctx, house.Coordinator(), family.ID, caregiver.Viewer.ID); err != nil {
			t.Fatal(err)
		}
		grants, err = casefile.Grants(ctx, access)
		if err != nil || len(grants) != 0 {
			t.Errorf("grants are %+v (%v) after the access ended, want none", grants, err)
		}
	})
}
