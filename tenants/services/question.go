package services

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/upstream"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
)

// Question is a unit or service of a register that may be one that is there
// already. Until an administrator answers, it is not in the lists; the answer is
// remembered by what it is tied to.
type Question struct {
	ID     uuid.UUID
	Plugin uuid.UUID

	Unit       directory.Unit   // as the register has it; without id
	Candidates []directory.Unit // with the same name

	Service  Service // when it is one; without id
	Services []Service
}

// OfService reports whether it is a service that is asked about.
func (q Question) OfService() bool { return q.Service.Title != "" }

// Name is what the register calls it.
func (q Question) Name() string {
	if q.OfService() {
		return q.Service.Title
	}
	return q.Unit.Name
}

// Questions returns the questions that wait, by name. It returns ErrNotFound
// unless the viewer keeps services in order.
func Questions(ctx context.Context, v *tenants.Visit) ([]Question, error) {
	if _, err := mayEdit(v); err != nil {
		return nil, err
	}
	rows, err := v.Client().Upstream.Query().Where(upstream.TargetID(uuid.Nil), upstream.GoneAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading questions: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	have, err := namesakesOf(ctx, v.Scope)
	if err != nil {
		return nil, err
	}
	var questions []Question
	for _, row := range rows {
		one, err := openOrigin(row)
		if err != nil {
			return nil, err
		}
		questions = append(questions, have.question(row.PluginID, one))
	}
	slices.SortFunc(questions, func(a, b Question) int {
		if by := strings.Compare(a.Name(), b.Name()); by != 0 {
			return by
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return questions, nil
}

// namesakes are the units and services there are by name, and which of them a
// register lists already.
type namesakes struct {
	units    map[string][]directory.Unit
	services map[string][]Service
	tied     map[uuid.UUID]map[uuid.UUID]bool // by plugin
}

func namesakesOf(ctx context.Context, scope *tenants.Scope) (namesakes, error) {
	have := namesakes{map[string][]directory.Unit{}, map[string][]Service{}, map[uuid.UUID]map[uuid.UUID]bool{}}
	units, err := directory.Units(ctx, scope)
	if err != nil {
		return have, err
	}
	for _, unit := range units {
		name := directory.SameName(unit.Name)
		have.units[name] = append(have.units[name], unit)
	}
	services, err := scope.Client().Service.Query().All(ctx)
	if err != nil {
		return have, fmt.Errorf("reading services: %w", err)
	}
	for _, row := range services {
		if s := openService(row); !s.Removed {
			name := directory.SameName(s.Title)
			have.services[name] = append(have.services[name], s)
		}
	}
	ties, err := scope.Client().Upstream.Query().Where(upstream.GoneAtIsNil(), upstream.TargetIDNEQ(uuid.Nil)).
		Select(upstream.FieldID, upstream.FieldPluginID, upstream.FieldTargetID).All(ctx)
	if err != nil {
		return have, fmt.Errorf("reading what registers list: %w", err)
	}
	for _, tie := range ties {
		if have.tied[tie.PluginID] == nil {
			have.tied[tie.PluginID] = map[uuid.UUID]bool{}
		}
		have.tied[tie.PluginID][tie.TargetID] = true
	}
	return have, nil
}

func (n namesakes) question(plugin uuid.UUID, one origin) Question {
	asked := Question{ID: one.id, Plugin: plugin}
	if one.kind == kindService {
		asked.Service = one.said.service(Service{})
		for _, s := range n.services[directory.SameName(one.said["title"])] {
			if !n.tied[plugin][s.ID] && mayBeService(s, one.said) {
				asked.Services = append(asked.Services, s)
			}
		}
		return asked
	}
	asked.Unit = one.said.unit(directory.Unit{})
	for _, unit := range n.units[directory.SameName(one.said["name"])] {
		if !n.tied[plugin][unit.ID] && mayBe(unit, one.said) {
			asked.Candidates = append(asked.Candidates, unit)
		}
	}
	return asked
}

// openQuestion reads a question that waits, in the transaction that answers it.
func openQuestion(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (one origin, plugin uuid.UUID, err error) {
	row, err := tx.Client().Upstream.Query().
		Where(upstream.ID(id), upstream.TargetID(uuid.Nil), upstream.GoneAtIsNil()).Only(ctx)
	if tenant.IsNotFound(err) {
		return one, plugin, fmt.Errorf("question: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return one, plugin, fmt.Errorf("reading question: %w", err)
	}
	one, err = openOrigin(row)
	return one, row.PluginID, err
}
