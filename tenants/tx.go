package tenants

import (
	"context"
	"database/sql"
	"fmt"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
)

// Tx is one transaction in a municipality: what it writes, what it puts on
// record and what it enqueues happen together or not at all.
type Tx struct {
	*Scope
	sql     *sql.Tx
	client  *tenant.Client
	entries []audit.Entry
}

// Client reads and writes inside the transaction.
func (tx *Tx) Client() *tenant.Client { return tx.client }

// SQL is the transaction under Client, for the few statements written by hand.
func (tx *Tx) SQL() *sql.Tx { return tx.sql }

// Record puts an entry on the log; it is appended when the transaction commits.
func (tx *Tx) Record(entry audit.Entry) { tx.entries = append(tx.entries, entry) }

// Enqueue puts a message in the outbox, inside this transaction.
func (tx *Tx) Enqueue(ctx context.Context, message outbox.Message) error {
	if err := outbox.EnqueueTx(ctx, tx.sql, tx.keys, tx.clock, message); err != nil {
		return fmt.Errorf("enqueueing %s: %w", message.Kind, err)
	}
	return nil
}

// Recall takes back everything of a family that is queued and not yet sent.
func (tx *Tx) Recall(ctx context.Context, caseFile uuid.UUID) error {
	return outbox.RecallTx(ctx, tx.sql, tx.clock, caseFile)
}

// RecallTo takes back what is queued in a family for one recipient, a user or
// a unit.
func (tx *Tx) RecallTo(ctx context.Context, caseFile, recipient uuid.UUID) error {
	return outbox.RecallToTx(ctx, tx.sql, tx.clock, caseFile, recipient)
}

// InTx runs fn in one transaction and commits it together with the log
// entries it recorded. An error from fn rolls everything back and is returned
// as it is.
func (s *Scope) InTx(ctx context.Context, fn func(tx *Tx) error) error {
	begun, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return databaseError(fmt.Errorf("beginning transaction: %w", err))
	}
	defer func() { _ = begun.Rollback() }()
	tx := &Tx{Scope: s, sql: begun, client: s.clientOn(begun)}
	if err := fn(tx); err != nil {
		return databaseError(err)
	}
	settle, err := s.audit.AppendTx(ctx, begun, tx.entries)
	if err != nil {
		return databaseError(fmt.Errorf("putting on record: %w", err))
	}
	err = begun.Commit()
	settle(err == nil)
	if err != nil {
		return databaseError(fmt.Errorf("committing: %w", err))
	}
	return nil
}

func (s *Scope) clientOn(begun *sql.Tx) *tenant.Client {
	driver := entsql.NewDriver(s.dialect, entsql.Conn{ExecQuerier: begun})
	return tenant.NewClient(tenant.Driver(within{driver}))
}

// within is a driver inside a transaction that has begun: what ent would do in
// a transaction of its own (UpdateOne, CreateBulk) belongs to this one.
type within struct{ *entsql.Driver }

func (d within) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }
