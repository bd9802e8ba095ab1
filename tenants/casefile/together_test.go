package casefile_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func clockDate(text string) clock.Date { return clock.Date(text) }

func yesOf(v *tenants.Visit, family tenanttest.Family) casefile.Yes {
	return casefile.Yes{By: family.Caregiver, On: v.Today(), How: casefile.HowOral}
}

func nameOf(t *testing.T, house *tenanttest.House, who *tenants.Visit) string {
	t.Helper()
	name, err := directory.UserName(ctx, house.Scope, who.Viewer.ID)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// Two changes at once could each read the other's members as they were, and
// the last would take a protection away that the first had given.
func TestChangesToOneFamilyComeOneAfterTheOther(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator := house.Family("Lia"), house.Coordinator()
		inside, goOn := make(chan struct{}), make(chan struct{})
		first, second := make(chan error, 1), make(chan error, 1)
		deed := casefile.Deed{Name: "test.wait", Section: policy.SectionIdentity, Action: policy.ActionEdit}
		go func() {
			first <- casefile.Change(ctx, coordinator, family.ID, deed, func(*tenants.Tx, *casefile.Access) error {
				close(inside)
				<-goOn
				return nil
			})
		}()
		<-inside
		other := tenants.NewVisit(coordinator.Scope, coordinator.Viewer)
		person := house.Intake("Lia").Members[0]
		person.Grade = casefile.GradeStrict
		go func() {
			_, err := casefile.AddMember(ctx, other, family.ID, person)
			second <- err
		}()
		select {
		case <-second:
			t.Error("the second change did not wait for the first")
			second <- nil
		case <-time.After(300 * time.Millisecond):
		}
		close(goOn)
		for _, done := range []chan error{first, second} {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
}

// When every connection is in use, a transaction that asked for one more would
// wait for the others, and they for it.
func TestSharingWithAProfessionalNeedsNoSecondConnection(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family, coordinator, teacher := house.Family("Lia"), house.Coordinator(), house.Professional()
		within, cancel := context.WithTimeout(ctx, 3*time.Second)
		defer cancel()
		deed := casefile.Deed{Name: "test.share", Section: policy.SectionMeasures, Action: policy.ActionEdit}
		err := casefile.Change(within, coordinator, family.ID, deed, func(tx *tenants.Tx, a *casefile.Access) error {
			defer takeAll(t, house.Scope.ReadDB())()
			return casefile.GrantResponsible(within, a, tx, teacher.Viewer.ID, yesOf(coordinator, family))
		})
		if err != nil {
			t.Errorf("with every connection in use: %v", err)
		}
	})
}

// takeAll takes what is left of a pool's connections, and returns what gives
// them back.
func takeAll(t *testing.T, db *sql.DB) func() {
	t.Helper()
	var taken []*sql.Conn
	for stats := db.Stats(); stats.InUse < stats.MaxOpenConnections; stats = db.Stats() {
		one, err := db.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, one)
	}
	return func() {
		for _, one := range taken {
			if err := one.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
