package web_test

import (
	"context"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/emergency"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
)

// dayGuest is somebody at work who was shown everything that can be shared for
// a day.
func (s *street) dayGuest() *tenants.Visit {
	return s.house.Staff(s.house.Scope, "gjest", policy.RoleProfessional)
}

// onDuty is a coordinator who has let themself in because it could not wait.
func (s *street) onDuty() *tenants.Visit {
	return s.house.Staff(s.house.Scope, "vakt", policy.RoleCoordinator)
}

// letGuestsIn lets both of them in to the family.
func (s *street) letGuestsIn() {
	s.t.Helper()
	ctx := context.Background()
	_, err := share.Make(ctx, s.house.Coordinator(), s.family.ID, share.Order{
		Channel: share.BySignIn, User: s.dayGuest().Viewer.ID, Sections: share.Sections(), Purpose: "Hemmelig formål",
		YesBy: s.family.Caregiver, YesHow: casefile.HowOral,
	})
	must(s.t, err)
	_, err = emergency.Use(ctx, s.onDuty(), emergency.Request{
		Name: "Elva Hemmeligsen", BornOn: "2016-05-04", Reason: "Barnet har ringt og er alene ute.",
	})
	must(s.t, err)
}
