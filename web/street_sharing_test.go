package web_test

import (
	"context"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
)

// share shows the family's goals to a coach for a day.
func (s *street) share() uuid.UUID {
	s.t.Helper()
	made, err := share.Make(context.Background(), s.house.Coordinator(), s.family.ID, share.Order{
		Channel: share.BySMS, Name: "Hemmelig Trener", Address: "900 00 001", Sections: []policy.Section{policy.SectionGoals},
		Purpose: "Hemmelig formål", YesBy: s.family.Caregiver, YesHow: casefile.HowOral,
	})
	must(s.t, err)
	return made.ID
}
