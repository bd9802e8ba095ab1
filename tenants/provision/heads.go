package provision

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/control/audithead"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// CopyHeads signs the head of every serving municipality's log and keeps a
// copy in the control plane, where whoever can write in the municipality's
// database cannot reach it. One that fails does not stop the others.
func (p *Provisioner) CopyHeads(ctx context.Context) error {
	ids, err := p.Registry.Serving(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, id := range ids {
		if err := p.copyHead(ctx, id); err != nil {
			faults = append(faults, fmt.Errorf("copying log head of %s: %w", id, err))
		}
	}
	return errors.Join(faults...)
}

func (p *Provisioner) copyHead(ctx context.Context, id uuid.UUID) error {
	scope, err := p.Registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	signer, err := scope.Keys().LogSigner()
	if err != nil {
		return err
	}
	head, err := scope.Audit().SignHead(ctx, signer)
	if err != nil || head.Size == 0 {
		return err
	}
	return p.Registry.Control.Client().AuditHead.Create().SetID(tenants.NewID()).
		SetMunicipalityID(id).SetSize(head.Size).SetNote(head.Note).
		OnConflictColumns(audithead.FieldMunicipalityID, audithead.FieldSize).Ignore().Exec(ctx)
}

// VerifyLog recomputes a municipality's log and compares it with the heads the
// control plane has kept. It changes nothing.
func (p *Provisioner) VerifyLog(ctx context.Context, id uuid.UUID) (audit.Report, error) {
	scope, err := p.Registry.ByID(ctx, id)
	if err != nil {
		return audit.Report{}, err
	}
	verifier, err := scope.Keys().LogVerifier()
	if err != nil {
		return audit.Report{}, err
	}
	rows, err := p.Registry.Control.Client().AuditHead.Query().
		Where(audithead.MunicipalityID(id)).Order(audithead.BySize()).All(ctx)
	if err != nil {
		return audit.Report{}, fmt.Errorf("reading log heads: %w", err)
	}
	heads := make([]audit.SignedHead, 0, len(rows))
	for _, row := range rows {
		heads = append(heads, audit.SignedHead{Size: row.Size, Note: row.Note, SignedAt: row.CreatedAt})
	}
	return audit.Verify(ctx, audit.VerifyConfig{
		DB: scope.ReadDB(), Dialect: scope.LogDialect(), Keys: scope.Keys(),
		Verifiers: note.VerifierList(verifier), Heads: heads,
	})
}
