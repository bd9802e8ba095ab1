package services

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// The kinds of entries.
const (
	kindUnit    = "unit"
	kindService = "service"
)

// origin is where a unit or service comes from: a row of Upstream.
type origin struct {
	id       uuid.UUID
	kind     string
	external string
	target   uuid.UUID // Nil: whether it is something that is there already, is asked
	said     facts
	kept     []string // fields of the municipality's own, as of the last synchronisation
	gone     bool
}

// waits reports whether an administrator is asked what it is.
func (o origin) waits() bool { return o.target == uuid.Nil }

// name is what the register calls it.
func (o origin) name() string {
	if o.kind == kindService {
		return o.said["title"]
	}
	return o.said["name"]
}

// list is everything that a register listed.
type list struct {
	units, services []entry
	whole           bool // what is not in it is gone
	partial         bool // an empty field says nothing, as in a file without that column
}

// stock is what there is when a list comes.
type stock struct {
	units    map[uuid.UUID]directory.Unit
	services map[uuid.UUID]Service
	origins  map[string]map[string]origin // of the register, by kind and its own id
}

// saved is a unit or service before and after.
type saved[T any] struct{ before, after T }

// changes are what taking in a list does.
type changes struct {
	addedUnits      []directory.Unit
	changedUnits    []saved[directory.Unit]
	addedServices   []Service
	changedServices []saved[Service]
	origins         []origin // new and changed
	seen            []uuid.UUID

	Added, Changed, Asked, Gone, Back int
}

// intake takes a list in, in memory.
type intake struct {
	stock
	list
	changes
	byNumber map[string]uuid.UUID   // units that are not removed
	byName   map[string][]uuid.UUID // by directory.SameName
	byTitle  map[string][]uuid.UUID // services, likewise
	tied     map[uuid.UUID]bool     // to an entry of this register
	targets  map[string]uuid.UUID   // of the register's units, by its own id
}

// work finds out what taking in a list does. It changes nothing.
func work(have stock, from list) changes {
	in := &intake{
		stock: have, list: from, byNumber: map[string]uuid.UUID{}, byName: map[string][]uuid.UUID{},
		tied: map[uuid.UUID]bool{}, targets: map[string]uuid.UUID{}, byTitle: map[string][]uuid.UUID{},
	}
	for id, service := range have.services {
		if !service.Removed {
			in.byTitle[directory.SameName(service.Title)] = append(in.byTitle[directory.SameName(service.Title)], id)
		}
	}
	for id, unit := range have.units {
		if unit.Removed {
			continue
		}
		if unit.OrgNumber != "" {
			in.byNumber[unit.OrgNumber] = id
		}
		in.byName[directory.SameName(unit.Name)] = append(in.byName[directory.SameName(unit.Name)], id)
	}
	in.tie()
	for _, one := range from.units {
		in.unit(one)
	}
	for _, one := range from.services {
		in.service(one)
	}
	if from.whole {
		in.markGone(kindUnit, from.units)
		in.markGone(kindService, from.services)
	}
	return in.changes
}

// tie notes which units and services are tied to an entry of the register. One
// whose entry is gone may be tied to another: registers change their ids.
func (in *intake) tie() {
	for kind, entries := range map[string][]entry{kindUnit: in.list.units, kindService: in.list.services} {
		listed := make(map[string]bool, len(entries))
		for _, one := range entries {
			listed[one.id] = true
		}
		for external, one := range in.stock.origins[kind] {
			if kind == kindUnit {
				in.targets[external] = one.target
			}
			if listed[external] || !one.gone && !in.whole {
				in.tied[one.target] = true
			}
		}
	}
}

// says is what an entry says; of a partial list, what it does not say is what
// was said before.
func (in *intake) says(one entry, before origin, kind string) facts {
	if !in.partial {
		return one.facts
	}
	said := facts{upstreamUnit: one.facts[upstreamUnit]}
	for _, field := range fieldsOf(kind) {
		said[field] = one.facts[field]
		if said[field] == "" && field != "closed" {
			said[field] = before.said[field]
		}
	}
	return said
}

func (in *intake) unit(one entry) {
	before, known := in.stock.origins[kindUnit][one.id]
	if !known {
		before = origin{id: tenants.NewID(), kind: kindUnit, external: one.id}
	}
	after := before
	after.said, after.gone = in.says(one, before, kindUnit), false
	if before.waits() {
		after.target = in.recognise(after.said)
		if after.waits() && in.namesake(after.said) {
			in.ask(known, before, after)
			return
		}
		before.said = nil
	}
	switch now, there := in.stock.units[after.target]; {
	case after.waits():
		in.addUnit(&after)
	case there:
		in.changeUnit(now, before, &after)
	}
	in.tied[after.target], in.targets[one.id] = true, after.target
	in.keep(known, before, after)
}

// recognise finds the unit with the organisation number, unless it is tied to
// another entry of the register.
func (in *intake) recognise(said facts) uuid.UUID {
	id := in.byNumber[said["org_number"]]
	if in.tied[id] {
		return uuid.Nil
	}
	return id
}

// namesake reports whether a unit that is not tied to the register has the same
// name, and may be the same one.
func (in *intake) namesake(said facts) bool {
	return slices.ContainsFunc(in.byName[directory.SameName(said["name"])], func(id uuid.UUID) bool {
		return !in.tied[id] && mayBe(in.stock.units[id], said)
	})
}

// mayBe reports whether a unit with the same name can be what a register speaks
// of: not when both have organisation numbers, which then differ.
func mayBe(unit directory.Unit, said facts) bool {
	return unit.OrgNumber == "" || said["org_number"] == "" || unit.OrgNumber == said["org_number"]
}

func (in *intake) ask(known bool, before, after origin) {
	if !known || before.gone {
		in.Asked++
	}
	in.keep(known, before, after)
}

func (in *intake) addUnit(after *origin) {
	unit := after.said.unit(directory.Unit{ID: tenants.NewID(), Version: 1})
	if _, taken := in.byNumber[unit.OrgNumber]; taken {
		unit.OrgNumber = "" // the register lists one number twice
	}
	after.target = unit.ID
	in.addedUnits = append(in.addedUnits, unit)
	in.numbered(unit)
	in.Added++
}

func (in *intake) changeUnit(now directory.Unit, before origin, after *origin) {
	merged, kept := merge(unitFacts(now), before.said, after.said, kindUnit)
	if owner, taken := in.byNumber[merged["org_number"]]; taken && owner != now.ID {
		merged["org_number"] = now.OrgNumber
	}
	after.kept = kept
	if merged.same(unitFacts(now), kindUnit) {
		return
	}
	changed := merged.unit(now)
	in.changedUnits = append(in.changedUnits, saved[directory.Unit]{now, changed})
	in.numbered(changed)
	in.Changed++
}

func (in *intake) numbered(unit directory.Unit) {
	if unit.OrgNumber != "" && !unit.Removed {
		in.byNumber[unit.OrgNumber] = unit.ID
	}
}

// idText is an id as a fact; empty when there is none.
func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// keep notes that an entry was seen, and what is new of where it comes from.
func (in *intake) keep(known bool, before, after origin) {
	in.seen = append(in.seen, after.id)
	if known && before.gone {
		in.Back++
	}
	if !known || before.gone || before.target != after.target || !slices.Equal(before.kept, after.kept) ||
		!after.said.same(before.said, after.kind) || after.said[upstreamUnit] != before.said[upstreamUnit] {
		in.changes.origins = append(in.changes.origins, after)
	}
}

// markGone marks what was listed before and is not in a whole list.
func (in *intake) markGone(kind string, listed []entry) {
	there := make(map[string]bool, len(listed))
	for _, one := range listed {
		there[one.id] = true
	}
	for external, one := range in.stock.origins[kind] {
		if there[external] || one.gone {
			continue
		}
		one.gone = true
		in.changes.origins = append(in.changes.origins, one)
		in.Gone++
	}
}
