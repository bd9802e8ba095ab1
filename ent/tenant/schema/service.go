package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Service is something a unit offers to children and families.
type Service struct{ ent.Schema }

func (Service) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Service) Fields() []ent.Field {
	return []ent.Field{
		optionalRef("unit_id"),
		field.String("title").MaxLen(200),
		field.String("about").MaxLen(2000).Default(""),
		field.Int("age_from").Default(0),
		field.Int("age_to").Default(0), // zero: no upper limit
		word("audience"),               // child, young, caregiver, family, staff
		word("level"),                  // universal, selective, indicated
		list("areas"),                  // the knowledge model's codes
		field.String("how").MaxLen(1000).Default(""),
		field.String("phone").MaxLen(40).Default(""),
		field.String("email").MaxLen(200).Default(""),
		field.String("website").MaxLen(300).Default(""),
		field.Bool("referral").Default(false),
		field.String("keywords").MaxLen(1000).Default(""),
		field.Time("closed_at").Optional().Nillable(),
	}
}

func (Service) Indexes() []ent.Index {
	return []ent.Index{index.Fields("unit_id"), index.Fields("title")}
}

// Upstream is where an entry of the directory comes from: what a register said
// of it last, and what the municipality has put right since.
type Upstream struct{ ent.Schema }

func (Upstream) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Upstream) Fields() []ent.Field {
	return []ent.Field{
		ref("plugin_id"),
		word("kind"), // unit, service
		field.String("external_id").MaxLen(200),
		ref("target_id"),               // the unit or service
		field.Text("said").Default(""), // the register's fields at the last synchronisation, JSON
		list("corrected"),              // fields the municipality has put right, and keeps
		field.Time("seen_at"),
		field.Time("gone_at").Optional().Nillable(), // no longer in the register
	}
}

func (Upstream) Indexes() []ent.Index {
	return []ent.Index{index.Fields("plugin_id", "kind", "external_id").Unique(), index.Fields("target_id")}
}
