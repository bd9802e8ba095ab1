// Package schema describes the tables of one municipality's database.
//
// Fields of type seal.Sealed hold ciphertext bound to municipality, table,
// field and row (see tenants/seal); a test holds that every other text column
// is on a short list of columns that name nobody.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// row gives every table a UUIDv7 made in Go before the insert, so that sealed
// fields can be bound to it, and the time it was made.
type row struct{ mixin.Schema }

func (row) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Immutable(),
		field.Time("created_at").Immutable().Default(func() time.Time { return time.Now().UTC() }),
	}
}

// versioned gives a table an optimistic lock: an update names the version it read.
type versioned struct{ mixin.Schema }

func (versioned) Fields() []ent.Field {
	return []ent.Field{field.Int("version").Default(1)}
}

// removable keeps a removed row so that a wrong click can be undone.
type removable struct{ mixin.Schema }

func (removable) Fields() []ent.Field {
	return []ent.Field{
		field.Time("removed_at").Optional().Nillable(),
		field.UUID("removed_by", uuid.UUID{}).Optional().Nillable(),
	}
}

func sealed(name string) ent.Field {
	return field.Bytes(name).GoType(seal.Sealed(nil)).Optional()
}

func date(name string) ent.Field {
	return field.String(name).GoType(clock.Date("")).MaxLen(10).Default("")
}

func word(name string) ent.Field {
	return field.String(name).MaxLen(64).Default("")
}

// list holds stable words or ids with commas between.
func list(name string) ent.Field {
	return field.String(name).MaxLen(4000).Default("")
}

func ref(name string) ent.Field { return field.UUID(name, uuid.UUID{}) }

func optionalRef(name string) ent.Field {
	return field.UUID(name, uuid.UUID{}).Optional().Nillable()
}

func byFamily(more ...ent.Index) []ent.Index {
	return append([]ent.Index{index.Fields("case_file_id")}, more...)
}

func nilID() uuid.UUID { return uuid.Nil }
