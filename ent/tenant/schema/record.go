package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// AuditEntry is one line of the log of looks and deeds. Its place is its id.
// Written and read by tenants/audit alone.
type AuditEntry struct{ ent.Schema }

func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Immutable(), // place in the tree, from 0
		field.Time("happened_at").Immutable(),
		field.UUID("case_file_id", nilID()).Optional().Nillable().Immutable(),
		field.UUID("actor_id", nilID()).Optional().Nillable().Immutable(),
		field.Bytes("body").GoType(seal.Sealed(nil)).Optional(), // emptied when a family is erased
		field.Bytes("salt").Optional(),                          // emptied with it
		field.Bytes("commitment").Immutable(),
		field.Bytes("link").Immutable(),
	}
}

func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("case_file_id", "id"), index.Fields("actor_id", "id")}
}

// AuditHead is the one row that says how long the log is and its tree's edge.
type AuditHead struct{ ent.Schema }

func (AuditHead) Fields() []ent.Field {
	return []ent.Field{
		field.Int("id").Immutable(),
		field.Int64("size"),
		field.Bytes("edge"),
		field.Bytes("link"),
	}
}

// AuditSignedHead is a head as it was signed, copied to the control plane too.
type AuditSignedHead struct{ ent.Schema }

func (AuditSignedHead) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Immutable(), // the tree's size
		field.String("note").MaxLen(2000),
		field.Time("signed_at"),
	}
}

// OutboxMessage is one thing that shall leave the municipality.
type OutboxMessage struct{ ent.Schema }

func (OutboxMessage) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (OutboxMessage) Fields() []ent.Field {
	return []ent.Field{
		word("kind"),
		word("lane"), // a family's messages go in order within one lane
		optionalRef("case_file_id"),
		optionalRef("recipient_id"), // the user or unit it goes to, so that it can be recalled for them alone
		sealed("payload"),
		field.String("idempotency_key").MaxLen(100).Unique(),
		word("state"), // waiting, done, dead, recalled
		field.Int("attempts").Default(0),
		field.Time("due_at"),
		word("leased_by"),
		field.Time("leased_until").Optional().Nillable(),
		field.String("last_error").MaxLen(500).Default(""),
		field.Time("done_at").Optional().Nillable(),
	}
}

func (OutboxMessage) Indexes() []ent.Index {
	return []ent.Index{index.Fields("state", "due_at"), index.Fields("case_file_id"), index.Fields("recipient_id")}
}
