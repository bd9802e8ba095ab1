package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Contact is one contact with or about the family.
type Contact struct{ ent.Schema }

func (Contact) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Contact) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("kind"), // meeting, home_visit, call, message
		field.Time("happened_at"),
		field.Int("minutes").Default(0),
		sealed("with_whom"),
		sealed("note"),
		ref("written_by"),
	}
}

func (Contact) Indexes() []ent.Index { return byFamily(index.Fields("happened_at")) }

// Meeting is planned with an agenda and held with what was agreed.
type Meeting struct{ ent.Schema }

func (Meeting) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (Meeting) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		field.Time("starts_at"),
		field.Int("minutes").Default(60),
		word("state"), // planned, held, cancelled
		sealed("place"),
		sealed("agenda"),
		sealed("participants"),
		sealed("agreed"),
		field.Bool("interpreter").Default(false),
		word("interpreter_language"),
		ref("called_by"),
		optionalRef("member_id"), // whom it is about; empty: the whole family
	}
}

func (Meeting) Indexes() []ent.Index { return byFamily(index.Fields("starts_at")) }

// Draft is what somebody was typing, kept on the server until they save.
type Draft struct{ ent.Schema }

func (Draft) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Draft) Fields() []ent.Field {
	return []ent.Field{
		ref("user_id"),
		field.String("form").MaxLen(200), // "goal:<id>": a form and an id, nothing more
		optionalRef("case_file_id"),
		sealed("content"),
		field.Time("saved_at"),
	}
}

func (Draft) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "form").Unique(), index.Fields("case_file_id")}
}
