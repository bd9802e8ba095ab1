package message_test

import (
	"errors"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestNobodyIsPutTogetherWithWhomTheyMayNotKnowOf(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		for name, with := range map[string][]*tenants.Visit{
			"the father and the other child":           {b.father, b.youth},
			"the father and the other child's teacher": {b.mother, b.father, b.teacher},
		} {
			if _, err := message.Begin(b.ctx, b.coordinator, b.family, b.opening(nil, with...)); !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("%s read each other's names: %v", name, err)
			}
		}
		for _, with := range [][]*tenants.Visit{{b.mother, b.father}, {b.mother, b.youth, b.teacher}} {
			if _, err := message.Begin(b.ctx, b.coordinator, b.family, b.opening(nil, with...)); err != nil {
				t.Errorf("people who may know of each other: %v", err)
			}
		}
	})
}

func TestATitleIsNotReadWhereItWouldTellWhereAFamilyIs(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		titled := func(v *tenants.Visit) bool {
			partners, err := message.Partners(b.ctx, b.enter(v), nil)
			b.must(err)
			for _, one := range partners {
				if one.ID == b.teacher.Viewer.ID {
					return one.Title != ""
				}
			}
			t.Fatal("the teacher is not among them")
			return false
		}
		if !titled(b.mother) {
			t.Fatal("the teacher has no title")
		}
		for _, one := range b.list() {
			if one.ID == b.younger {
				one.Grade = casefile.GradeStrict
				b.must(casefile.ChangeMember(b.ctx, b.coordinator, b.family, one.ID, one.Version, one.Person))
			}
		}
		if titled(b.mother) {
			t.Error("the mother reads a title that may name a school")
		}
		if !titled(b.coordinator) {
			t.Error("the coordinator, who knows where they are, does not")
		}
	})
}
