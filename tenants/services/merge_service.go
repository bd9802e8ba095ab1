package services

import (
	"slices"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

func (in *intake) service(one entry) {
	before, known := in.stock.origins[kindService][one.id]
	if !known {
		before = origin{id: tenants.NewID(), kind: kindService, external: one.id}
	}
	after := before
	one.facts["unit_id"] = idText(in.targets[one.facts[upstreamUnit]])
	after.said, after.gone = in.says(one, before, kindService), false
	if before.waits() {
		if in.sameService(after.said) {
			in.ask(known, before, after)
			return
		}
		before.said = nil
	}
	switch now, there := in.stock.services[after.target]; {
	case after.waits():
		service := after.said.service(Service{ID: tenants.NewID(), Version: 1})
		after.target = service.ID
		in.addedServices = append(in.addedServices, service)
		in.Added++
	case there:
		in.changeService(now, before, &after)
	}
	in.tied[after.target] = true
	in.keep(known, before, after)
}

// sameService reports whether a service that is not tied to the register may be
// the one that it lists.
func (in *intake) sameService(said facts) bool {
	return slices.ContainsFunc(in.byTitle[directory.SameName(said["title"])], func(id uuid.UUID) bool {
		return !in.tied[id] && mayBeService(in.stock.services[id], said)
	})
}

// mayBeService reports whether a service with the same title can be what a
// register speaks of. Many units give "Åpen barnehage": those of two units are
// two, unless one answers the other's telephone.
func mayBeService(s Service, said facts) bool {
	unit := said["unit_id"]
	return unit == "" || s.UnitID == uuid.Nil || s.UnitID.String() == unit || s.Phone != "" && directory.SamePhone(s.Phone, said["phone"])
}

func (in *intake) changeService(now Service, before origin, after *origin) {
	merged, kept := merge(serviceFacts(now), before.said, after.said, kindService)
	after.kept = kept
	if merged.same(serviceFacts(now), kindService) {
		return
	}
	in.changedServices = append(in.changedServices, saved[Service]{now, merged.service(now)})
	in.Changed++
}
