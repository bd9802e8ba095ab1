// Package schema describes the control plane's tables. No family is here, and
// nothing here refers to one.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"
	"github.com/google/uuid"
)

type row struct{ mixin.Schema }

func (row) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Immutable(),
		field.Time("created_at").Immutable().Default(func() time.Time { return time.Now().UTC() }),
	}
}

// Municipality is a tenant: its host, its state and where its database is.
type Municipality struct{ ent.Schema }

func (Municipality) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Municipality) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(100).Unique(), // "Bodø"
		field.String("number").MaxLen(4).Unique(), // kommunenummer
		field.String("slug").MaxLen(40).Unique(),
		field.String("host").MaxLen(200).Unique(),                // exact host name, without port
		field.String("database").MaxLen(64).Unique().Immutable(), // opaque
		field.Bytes("wrapped_keys"),                              // sealed with the key-encryption key
		field.String("language").MaxLen(5).Default("nb"),
		field.String("state").MaxLen(20), // creating, onboarding, active, suspended
		field.Int("schema_version").Default(0),
		field.String("migration_state").MaxLen(20).Default(""), // "", running, failed
		field.String("migration_error").MaxLen(1000).Default(""),
		field.Int("generation").Default(1), // counts changes that replicas must notice
		field.Time("suspended_at").Optional().Nillable(),
	}
}

// AuditHead is a municipality's signed log head, kept where the municipality's
// own database cannot reach it.
type AuditHead struct{ ent.Schema }

func (AuditHead) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (AuditHead) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("municipality_id", uuid.UUID{}),
		field.Int64("size"),
		field.String("note").MaxLen(2000),
	}
}

func (AuditHead) Indexes() []ent.Index {
	return []ent.Index{index.Fields("municipality_id", "size").Unique()}
}

// ConsoleUser is one of the foundation's own people.
type ConsoleUser struct{ ent.Schema }

func (ConsoleUser) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (ConsoleUser) Fields() []ent.Field {
	return []ent.Field{
		field.String("subject").MaxLen(300).Unique(), // issuer and subject, or e-mail until bound
		field.String("name").MaxLen(200),
		field.String("role").MaxLen(40), // programme_lead, editor, evaluator
		field.String("language").MaxLen(5).Default("nb"),
		field.Time("left_at").Optional().Nillable(),
	}
}

// ConsoleSession is a sign-in to the console.
type ConsoleSession struct{ ent.Schema }

func (ConsoleSession) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (ConsoleSession) Fields() []ent.Field {
	return []ent.Field{
		field.Bytes("token_hash").Unique(),
		field.UUID("user_id", uuid.UUID{}),
		field.Time("seen_at"),
		field.Time("expires_at"),
		field.Time("ended_at").Optional().Nillable(),
	}
}

// Event is what the console did and when: created, suspended, migrated.
type Event struct{ ent.Schema }

func (Event) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Event) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("municipality_id", uuid.UUID{}).Optional().Nillable(),
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable(),
		field.String("what").MaxLen(60),
		field.String("detail").MaxLen(500).Default(""),
	}
}

func (Event) Indexes() []ent.Index { return []ent.Index{index.Fields("municipality_id")} }

// PluginRelease is one version of a plugin that municipalities may install.
type PluginRelease struct{ ent.Schema }

func (PluginRelease) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (PluginRelease) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(64),
		field.String("version").MaxLen(40),
		field.String("platform").MaxLen(40),        // "linux/amd64"
		field.String("digest").MaxLen(64).Unique(), // of the manifest, hex
		field.Text("manifest"),                     // the signed note
		field.String("publisher").MaxLen(200),      // who signed it
		field.String("state").MaxLen(20),           // published, withdrawn
		field.UUID("changed_by", uuid.UUID{}).Optional().Nillable(),
	}
}

func (PluginRelease) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name", "version", "platform").Unique()}
}

// PluginUse is which version of a plugin a municipality runs, and how often it
// fails there. No content, and nothing of families.
type PluginUse struct{ ent.Schema }

func (PluginUse) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (PluginUse) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("municipality_id", uuid.UUID{}),
		field.String("name").MaxLen(64),
		field.String("version").MaxLen(40),
		field.String("state").MaxLen(20),
		field.String("health").MaxLen(20).Default(""),
		field.Int("runs").Default(0), // the last 24 hours
		field.Int("failures").Default(0),
		field.Int("crashes").Default(0),
		field.Time("reported_at"),
	}
}

func (PluginUse) Indexes() []ent.Index {
	return []ent.Index{index.Fields("municipality_id", "name").Unique()}
}
