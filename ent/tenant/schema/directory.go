package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// User is a person who can sign in to this municipality.
type User struct{ ent.Schema }

func (User) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (User) Fields() []ent.Field {
	return []ent.Field{
		word("kind"),  // staff, family
		word("state"), // invited, active, left
		sealed("name"),
		sealed("title"), // "kontaktlærer"
		sealed("email"),
		sealed("phone"),
		field.Bytes("claim_index").Optional().Unique(),   // who may bind this user at first sign-in
		field.Bytes("subject_index").Optional().Unique(), // issuer and subject once bound
		optionalRef("unit_id"),
		word("language"), // nb, nn, or empty for the municipality's
		word("text_size"),
		word("colour_scheme"),
		date("away_from"), // on leave, so that a leader sees whose families wait
		date("away_until"),
		field.Time("welcomed_at").Optional().Nillable(),
		field.Time("signed_in_at").Optional().Nillable(),
	}
}

func (User) Edges() []ent.Edge { return []ent.Edge{edge.To("case_files", CaseFile.Type)} }

func (User) Indexes() []ent.Index { return []ent.Index{index.Fields("unit_id"), index.Fields("state")} }

// UserRole gives a user a role until it is ended.
type UserRole struct{ ent.Schema }

func (UserRole) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (UserRole) Fields() []ent.Field {
	return []ent.Field{
		ref("user_id"),
		word("role"),
		optionalRef("granted_by"),
		field.Time("ended_at").Optional().Nillable(),
		optionalRef("ended_by"),
	}
}

func (UserRole) Indexes() []ent.Index { return []ent.Index{index.Fields("user_id", "role")} }

// Session is the truth about who is signed in; Redis only makes it quicker.
type Session struct{ ent.Schema }

func (Session) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.Bytes("token_hash").Unique(),
		ref("user_id"),
		word("acr"),
		field.Time("seen_at"),
		field.Time("expires_at"),
		field.Time("ended_at").Optional().Nillable(),
	}
}

func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id"), index.Fields("expires_at")}
}

// Unit is a service of the municipality: a school, a health centre ...
type Unit struct{ ent.Schema }

func (Unit) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Unit) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(200),
		word("kind"),
		word("org_number"),
		field.String("phone").MaxLen(40).Default(""),
		field.String("email").MaxLen(200).Default(""),
		field.String("website").MaxLen(300).Default(""),
		field.String("address").MaxLen(300).Default(""),
		field.String("about").MaxLen(1000).Default(""),
		word("parent_org_number"),
		word("language"),                              // nb, nn, or empty when not known
		field.Time("closed_at").Optional().Nillable(), // closed in the register it comes from
	}
}

func (Unit) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name"), index.Fields("org_number")}
}

// UnitImport is a CSV file read and checked, waiting for the administrator's yes.
type UnitImport struct{ ent.Schema }

func (UnitImport) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (UnitImport) Fields() []ent.Field {
	return []ent.Field{
		ref("read_by"),
		word("state"), // waiting, done, dropped
		sealed("content"),
	}
}

// Setting is a municipality's own choice: default language, local words.
type Setting struct{ ent.Schema }

func (Setting) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Setting) Fields() []ent.Field {
	return []ent.Field{
		field.String("key").MaxLen(100).Unique(),
		field.String("value").MaxLen(4000),
		optionalRef("changed_by"),
	}
}
