package services_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// copyOf is the slow simple model of one thing in a register and our copy of it:
// two fields as the register said them last, and as we have them.
type copyOf struct {
	id            uuid.UUID
	said, ours    [2]string
	unit          *copyOf // of a service: its unit, if it was known when the service was listed
	gone, removed bool
}

// take is what a synchronisation does to our copy: each field follows the
// register unless we have put it right.
func (c *copyOf) take(says [2]string) {
	for i := range says {
		if c.ours[i] == c.said[i] {
			c.ours[i] = says[i]
		}
	}
	c.said, c.gone = says, false
}

// story is a random history of a register and of those who put things right.
type story struct {
	*room
	random          *rand.Rand
	source          *register
	units, services map[string]*copyOf // what was ever listed
	seed            uint64
	step            int
}

func TestARandomHistoryIsTheSlowSimpleModel(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		source := &register{name: "registry-one"}
		s := &story{
			room: open(t, house, source), random: rand.New(rand.NewPCG(seed, 2)), source: source, seed: seed,
			units: map[string]*copyOf{}, services: map[string]*copyOf{},
		}
		for s.step = range 60 {
			switch s.random.IntN(4) {
			case 0:
				s.correct()
			default:
				s.listAndSync()
			}
			s.compare()
			if t.Failed() {
				t.Fatalf("seed %d, step %d", seed, s.step)
			}
		}
	})
}

func (s *story) one(prefix string) string { return fmt.Sprintf("%s %d", prefix, s.random.IntN(4)) }

// listAndSync makes a new list of the register, perhaps with a part missing,
// and takes it in.
func (s *story) listAndSync() {
	s.source.units, s.source.services, s.source.partly = nil, nil, s.random.IntN(3) == 0
	listed := map[string]bool{}
	for n := range 12 {
		id := fmt.Sprintf("e%d", n)
		if s.random.IntN(3) == 0 {
			continue
		}
		says := [2]string{fmt.Sprintf("75 00 00 %d%d", n%10, s.random.IntN(3)), s.one("Om")}
		s.source.units = append(s.source.units, registry.Unit{ID: id, Name: "Enhet " + id, Phone: says[0], About: says[1]})
		listed["u"+id] = true
		taken(s.units, id).take(says)
	}
	for n := range 12 {
		id := fmt.Sprintf("t%d", n)
		if s.random.IntN(3) == 0 {
			continue
		}
		says := [2]string{s.one("Ring"), s.one("Om")}
		at := fmt.Sprintf("e%d", s.random.IntN(14))
		s.source.services = append(s.source.services, registry.Service{ID: id, UnitID: at, Title: "Tilbud " + id, How: says[0], About: says[1]})
		listed["s"+id] = true
		one := taken(s.services, id)
		one.take(says)
		one.unit = s.units[at]
	}
	s.random.Shuffle(len(s.source.units), func(i, j int) {
		s.source.units[i], s.source.units[j] = s.source.units[j], s.source.units[i]
	})
	if !s.source.partly {
		for id, one := range s.units {
			one.gone = one.gone || !listed["u"+id]
		}
		for id, one := range s.services {
			one.gone = one.gone || !listed["s"+id]
		}
	}
	s.sync("registry-one")
}

func taken(all map[string]*copyOf, id string) *copyOf {
	if all[id] == nil {
		all[id] = &copyOf{}
	}
	return all[id]
}

// correct puts a field right as an administrator does, takes over what the
// register says, or removes.
func (s *story) correct() {
	units, offers := s.room.units(), s.list()
	for id, one := range s.units {
		unit, there := units["Enhet "+id]
		if !there || s.random.IntN(3) > 0 {
			continue
		}
		switch s.random.IntN(6) {
		case 0:
			s.must(directory.RemoveUnit(s.T.Context(), s.admin, unit.ID))
			one.removed = true
		case 1:
			s.takeOver(unit.ID, one)
		default:
			one.ours[1] = s.one("Rettet")
			s.change(unit.Name, func(u *directory.Unit) { u.About = one.ours[1] })
		}
	}
	for id, one := range s.services {
		offer, there := offers["Tilbud "+id]
		if !there || s.random.IntN(3) > 0 {
			continue
		}
		one.ours[1] = s.one("Rettet")
		offer.About = one.ours[1]
		_, err := services.Change(s.T.Context(), s.admin, offer)
		s.must(err)
	}
}

func (s *story) takeOver(id uuid.UUID, one *copyOf) {
	said, err := services.SaidOf(s.T.Context(), s.admin, id)
	s.must(err)
	for _, difference := range said[0].Differs {
		if difference.Field == "about" {
			s.must(services.TakeOver(s.T.Context(), s.admin, said[0].ID, "about"))
			one.ours[1] = one.said[1]
		}
	}
}

// compare checks that everything is as the model says, and nothing else is there.
func (s *story) compare() {
	s.T.Helper()
	units, offers := s.room.units(), s.list()
	left := 0
	for id, one := range s.units {
		unit, there := units["Enhet "+id]
		if there == one.removed {
			s.T.Errorf("unit %s is there: %v, removed: %v", id, there, one.removed)
		}
		if !there {
			continue
		}
		left++
		if got := [2]string{unit.Phone, unit.About}; got != one.ours {
			s.T.Errorf("unit %s: %v, want %v (the register said %v)", id, got, one.ours, one.said)
		}
		s.checkID(one, unit.ID)
	}
	if left != len(units) || len(offers) != len(s.services) {
		s.T.Errorf("%d units and %d services, want %d and %d", len(units), len(offers), left, len(s.services))
	}
	for id, one := range s.services {
		offer := offers["Tilbud "+id]
		if got := [2]string{offer.How, offer.About}; got != one.ours {
			s.T.Errorf("service %s: %v, want %v (the register said %v)", id, got, one.ours, one.said)
		}
		s.checkID(one, offer.ID)
		if one.unit == nil && offer.UnitID != uuid.Nil || one.unit != nil && offer.UnitID != one.unit.id {
			s.T.Errorf("service %s is at %s, want %+v", id, offer.UnitID, one.unit)
		}
	}
	s.compareGone()
}

// checkID checks that a copy is the same row as before.
func (s *story) checkID(one *copyOf, id uuid.UUID) {
	s.T.Helper()
	if one.id != uuid.Nil && one.id != id {
		s.T.Errorf("another row has taken its place")
	}
	one.id = id
}

func (s *story) compareGone() {
	s.T.Helper()
	gone, err := services.ListGone(s.T.Context(), s.admin)
	s.must(err)
	var got, want []string
	for _, one := range gone {
		got = append(got, one.Name)
	}
	for id, one := range s.units {
		if one.gone && !one.removed {
			want = append(want, "Enhet "+id)
		}
	}
	for id, one := range s.services {
		if one.gone {
			want = append(want, "Tilbud "+id)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.T.Errorf("gone: %v, want %v", got, want)
	}
}

// Ten thousand rows come and change within seconds, in one transaction.
func TestTenThousandRowsAreTakenInInSeconds(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		source := &register{name: "registry-one"}
		for n := range 10_000 {
			source.units = append(source.units, registry.Unit{ID: fmt.Sprint(n), Name: fmt.Sprintf("Enhet %d", n), Phone: "75 00 00 01"})
		}
		r := open(t, house, source)
		for _, phone := range []string{"75 00 00 01", "75 00 00 01", "75 00 00 02"} {
			for i := range source.units {
				source.units[i].Phone = phone
			}
			began := time.Now()
			r.sync("registry-one")
			took := time.Since(began)
			t.Logf("%s", took)
			if took > 30*time.Second {
				t.Errorf("took %s", took)
			}
		}
		if units := r.withNewPhone(); units != 10_000 {
			t.Errorf("%d units", units)
		}
	})
}

func (r *room) withNewPhone() int {
	all, err := directory.Units(r.T.Context(), r.Scope)
	r.must(err)
	count := 0
	for _, one := range all {
		if one.Phone == "75 00 00 02" {
			count++
		}
	}
	return count
}
