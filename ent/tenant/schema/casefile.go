package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// CaseFile is the follow-up of one family. Its coordinator is a required
// column: a family without exactly one coordinator cannot be written.
type CaseFile struct{ ent.Schema }

func (CaseFile) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (CaseFile) Fields() []ent.Field {
	return []ent.Field{
		ref("coordinator_id"),
		date("coordinator_since"),
		word("state"), // active, closed
		sealed("short_name"),
		word("referrer"), // who referred, see casefile.Referrer
		sealed("referrer_note"),
		date("referred_on"),
		date("crisis_on"),
		word("letter_sender"),
		date("letter_on"),
		sealed("grounds"), // JSON list of eligibility grounds
		date("centre_from"),
		date("centre_to"),
		date("accepted_on"), // the family said yes to a coordinator
		word("accepted_how"),
		word("grade"),                              // strictest grade among the members
		field.Bool("looks_by_role").Default(false), // who has looked is told by role, where a name would endanger staff
		optionalRef("wished_id"),                   // not used since the wishes are each person's own; kept one version back
		sealed("wish"),                             // and what they said about it
	}
}

func (CaseFile) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("coordinator", User.Type).Ref("case_files").Field("coordinator_id").Unique().Required(),
		edge.To("members", Member.Type),
	}
}

func (CaseFile) Indexes() []ent.Index {
	return []ent.Index{index.Fields("coordinator_id", "state"), index.Fields("state")}
}

// Member is a child, a caregiver or another person of a family.
type Member struct{ ent.Schema }

func (Member) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Member) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("kind"), // child, caregiver, other
		sealed("name"),
		sealed("born_on"),
		sealed("relation"), // "mor", "stefar" ... in the family's words
		sealed("phone"),
		sealed("email"),
		sealed("address"),
		word("language"),
		field.Bool("interpreter").Default(false),
		word("grade"),
		optionalRef("school_id"),
		optionalRef("user_id"),
		field.Int("position").Default(0),
	}
}

func (Member) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("case_file", CaseFile.Type).Ref("members").Field("case_file_id").Unique().Required(),
	}
}

func (Member) Indexes() []ent.Index { return byFamily(index.Fields("user_id")) }

// BarredPerson must never be given access to the family.
type BarredPerson struct{ ent.Schema }

func (BarredPerson) Mixin() []ent.Mixin { return []ent.Mixin{row{}, removable{}} }

func (BarredPerson) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		sealed("name"),
		sealed("relation"),
		sealed("reason"),
		optionalRef("user_id"),
		ref("recorded_by"),
	}
}

func (BarredPerson) Indexes() []ent.Index { return byFamily(index.Fields("user_id")) }

// AccessGrant is an explicit decision that a person has a relation to a family.
// Whatever lets somebody in is a row here, so that the door reads one table:
// what a consent, a place in the team or a one-day share opens is written out,
// and ended, in the transaction that gives or withdraws it.
type AccessGrant struct{ ent.Schema }

func (AccessGrant) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (AccessGrant) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("user_id"),
		word("relation"), // caregiver, child, responsible, team, guest, emergency
		word("basis"),    // consent, statute, emergency
		list("sections"), // empty: all that the relation opens
		list("members"),  // ids; empty: the whole family
		field.Time("from_at").Optional().Nillable(),
		field.Time("until_at").Optional().Nillable(),
		optionalRef("unit_id"),    // the unit a team member stands for
		optionalRef("consent_id"), // the yes it rests on
		optionalRef("share_id"),   // the one-day share it is
		sealed("reason"),          // why it could not wait, of an emergency
		optionalRef("said_yes_by"),
		date("said_yes_on"),
		word("said_yes_how"),
		ref("granted_by"),
		field.Time("ended_at").Optional().Nillable(),
		optionalRef("ended_by"),
	}
}

func (AccessGrant) Indexes() []ent.Index {
	return byFamily(index.Fields("user_id", "case_file_id", "relation"), index.Fields("consent_id"), index.Fields("share_id"))
}

// StatusChange keeps every closing and reopening with its outcome and reason.
type StatusChange struct{ ent.Schema }

func (StatusChange) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (StatusChange) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("from_state"),
		word("to_state"),
		word("outcome"),
		sealed("reason"),
		date("happened_on"),
		ref("changed_by"),
	}
}

func (StatusChange) Indexes() []ent.Index { return byFamily() }

// NameIndex finds a sealed name or phone number by a keyed hash of each word.
type NameIndex struct{ ent.Schema }

func (NameIndex) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (NameIndex) Fields() []ent.Field {
	return []ent.Field{
		field.Bytes("token"),
		word("kind"), // member, barred, user, phone
		ref("owner_id"),
		optionalRef("case_file_id"),
	}
}

func (NameIndex) Indexes() []ent.Index {
	return []ent.Index{index.Fields("token"), index.Fields("owner_id"), index.Fields("case_file_id")}
}
