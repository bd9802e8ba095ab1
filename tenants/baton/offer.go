package baton

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/batonoffer"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	families "github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/notice"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

func tenantNotFound(err error) bool { return errors.Is(err, tenants.ErrNotFound) }

func tooLong(text string) bool { return utf8.RuneCountInString(text) > MaxText }

// Make offers the baton to another coordinator. Only the one who holds it may,
// and holds it until the other has said yes. It returns ErrInvalid for oneself
// and for somebody who cannot follow the family, and ErrConflict when an offer
// is open already.
func Make(ctx context.Context, v *tenants.Visit, family, to uuid.UUID, note string) (uuid.UUID, error) {
	note = strings.TrimSpace(note)
	if tooLong(note) {
		return uuid.Nil, tenants.InvalidField("note", "form.too_long")
	}
	if to == v.Viewer.ID {
		return uuid.Nil, tenants.InvalidField("to", "baton.to.self")
	}
	var id uuid.UUID
	deed := families.Deed{Name: "baton.offer", Target: to, Section: policy.SectionBaton, Action: policy.ActionEdit}
	err := families.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *families.Access) error {
		if err := fits(ctx, tx, family, to); err != nil {
			return err
		}
		open, err := tx.Client().BatonOffer.Query().
			Where(batonoffer.CaseFileID(family), batonoffer.State(string(StateOffered))).Exist(ctx)
		if err != nil {
			return fmt.Errorf("reading open offers: %w", err)
		}
		if open {
			return fmt.Errorf("one offer at a time: %w", tenants.ErrConflict)
		}
		offer := Offer{From: v.Viewer.ID, To: to, State: StateOffered, Note: note, MadeBy: v.Viewer.ID}
		if id, err = insert(ctx, tx, family, offer); err != nil {
			return err
		}
		if err := stafettlogg.BatonOffered(ctx, v, tx, family); err != nil {
			return err
		}
		return notice.Tell(ctx, tx, notice.Notice{To: to, CaseFile: family, Reason: notice.BatonOffered})
	})
	return id, err
}

// Withdraw takes an open offer back. It returns ErrSettled when it no longer
// stands, and ErrNotFound when it is not of this family.
func Withdraw(ctx context.Context, v *tenants.Visit, family, id uuid.UUID) error {
	deed := families.Deed{
		Name: "baton.withdraw", Target: id, Section: policy.SectionBaton, Action: policy.ActionEdit, EvenClosed: true,
	}
	return families.Change(ctx, v, family, deed, func(tx *tenants.Tx, _ *families.Access) error {
		offer, err := tx.Client().BatonOffer.Query().
			Where(batonoffer.ID(id), batonoffer.CaseFileID(family), batonoffer.StateNEQ(string(StateMoved))).Only(ctx)
		if tenant.IsNotFound(err) {
			return tenants.ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("reading an offer: %w", err)
		}
		if err := settle(ctx, tx, offer, StateWithdrawn, nil, v.Viewer.ID); err != nil {
			return err
		}
		return tx.RecallTo(ctx, family, offer.ToID)
	})
}

// Offers lists a family's handovers, newest first. It needs the baton section;
// what was written to and by coordinators is empty for everybody else.
func Offers(ctx context.Context, a *families.Access) ([]Offer, error) {
	if err := a.RequireSee(policy.SectionBaton); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().BatonOffer.Query().Where(batonoffer.CaseFileID(a.ID)).
		Order(batonoffer.ByCreatedAt(desc()), batonoffer.ByID(desc())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading handovers: %w", err)
	}
	words := a.May(policy.SectionBaton, policy.ActionEdit)
	list := make([]Offer, 0, len(rows))
	for _, read := range rows {
		one, err := open(a.Visit.Scope, read, words)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, name(ctx, a.Visit.Scope, list)
}

func open(scope *tenants.Scope, read *tenant.BatonOffer, words bool) (Offer, error) {
	one := Offer{
		ID: read.ID, From: read.FromID, To: read.ToID, State: State(read.State), MadeBy: read.MadeBy, At: read.CreatedAt.UTC(),
	}
	if read.SettledAt != nil {
		one.SettledAt = read.SettledAt.UTC()
	}
	if !words {
		return one, nil
	}
	row := scope.Row(offersTable, read.ID)
	one.Note, one.Answer = row.Open("note", read.Note), row.Open("answer", read.Answer)
	return one, row.Err()
}

func name(ctx context.Context, scope *tenants.Scope, offers []Offer) error {
	var ids []uuid.UUID
	for _, one := range offers {
		ids = append(ids, one.From, one.To)
	}
	people, err := directory.Called(ctx, scope, ids)
	if err != nil {
		return err
	}
	for i := range offers {
		offers[i].FromName, offers[i].ToName = people[offers[i].From].Name, people[offers[i].To].Name
	}
	return nil
}

// Candidates lists the coordinators who are at work now, by name, except one:
// those a family can be handed to. It checks no policy; the caller has let the
// viewer in to the family's baton or to the load.
func Candidates(ctx context.Context, scope *tenants.Scope, except uuid.UUID) ([]directory.Person, error) {
	people, err := directory.Colleagues(ctx, scope, policy.RoleCoordinator)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, 0, len(people))
	for _, one := range people {
		ids = append(ids, one.ID)
	}
	there, err := directory.AvailabilityOf(ctx, scope, ids...)
	if err != nil {
		return nil, err
	}
	list := people[:0]
	for _, one := range people {
		if who := there[one.ID]; one.ID != except && who.At(scope.Today()) {
			list = append(list, one)
		}
	}
	return list, nil
}
