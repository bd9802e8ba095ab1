package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Consent is what a named person answered for named members of a family, to a
// unit, for named sections and a purpose. A no is kept too.
type Consent struct{ ent.Schema }

func (Consent) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Consent) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("purpose"),        // see consent.Purposes
		optionalRef("unit_id"), // never a person; empty for evaluation
		list("asked"),          // sections that were asked for
		list("sections"),       // sections that were given
		list("members"),        // whom it is about; empty: the whole family
		ref("given_by"),        // a member
		word("answer"),         // yes, partial, no
		word("how"),            // self (signed in), oral, written
		sealed("how_told"),     // where and to whom it was said
		date("from_on"),
		date("until_on"),
		ref("recorded_by"),
		field.Time("ended_at").Optional().Nillable(),
		optionalRef("ended_by"),
		word("ended_why"),          // withdrawn, replaced, closed
		optionalRef("replaces_id"), // the one it renews or narrows
	}
}

func (Consent) Indexes() []ent.Index {
	return byFamily(index.Fields("unit_id"), index.Fields("until_on"))
}

// Receipt is what a unit that had received something does with it after a
// withdrawal.
type Receipt struct{ ent.Schema }

func (Receipt) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Receipt) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("unit_id"),
		optionalRef("consent_id"),
		word("state"), // asked, confirmed
		word("did"),   // deleted, kept_by_law, nothing_kept
		sealed("note"),
		optionalRef("confirmed_by"),
		field.Time("confirmed_at").Optional().Nillable(),
	}
}

func (Receipt) Indexes() []ent.Index { return byFamily(index.Fields("unit_id", "state")) }

// Disclosure is what was told to somebody under statute, without a yes.
type Disclosure struct{ ent.Schema }

func (Disclosure) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Disclosure) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		sealed("provision"), // see consent.Provisions
		sealed("to_whom"),
		sealed("what"),
		sealed("why"),
		date("happened_on"),
		ref("recorded_by"),
	}
}

func (Disclosure) Indexes() []ent.Index { return byFamily() }

// Seat is a unit's place in the team around the child, from the invitation to
// the person the unit's leader names has left again.
type Seat struct{ ent.Schema }

func (Seat) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (Seat) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("unit_id"),
		word("state"), // invited, named, accepted, declined, left
		optionalRef("user_id"),
		sealed("note"),   // from the coordinator to the unit
		sealed("answer"), // why not
		ref("invited_by"),
		optionalRef("named_by"),
		field.Time("named_at").Optional().Nillable(),
		field.Time("settled_at").Optional().Nillable(),
	}
}

func (Seat) Indexes() []ent.Index {
	return byFamily(index.Fields("unit_id", "state"), index.Fields("user_id", "state"))
}

// Share is a one-day share with one named person. What it opens stands in an
// access grant.
type Share struct{ ent.Schema }

func (Share) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Share) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("user_id"), // the guest, or somebody who signs in
		sealed("purpose"),
		ref("said_yes_by"),
		word("said_yes_how"),
		word("channel"), // sms, mail, sign_in
		field.Bytes("link_hash").Optional().Unique(),
		field.Bytes("code_hash").Optional(),
		field.Time("code_until").Optional().Nillable(),
		field.Int("codes").Default(0), // sent
		field.Int("tries").Default(0), // of the code
		field.Time("opened_at").Optional().Nillable(),
		field.Time("until_at"),
		ref("made_by"),
		field.Time("ended_at").Optional().Nillable(),
		optionalRef("ended_by"),
	}
}

func (Share) Indexes() []ent.Index { return byFamily(index.Fields("user_id")) }

// BatonOffer is a handover to another coordinator: offered and answered, or
// moved by a leader.
type BatonOffer struct{ ent.Schema }

func (BatonOffer) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (BatonOffer) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("from_id"),
		ref("to_id"),
		word("state"), // offered, accepted, declined, withdrawn, moved
		sealed("note"),
		sealed("answer"),
		ref("made_by"),
		field.Time("settled_at").Optional().Nillable(),
		optionalRef("settled_by"),
	}
}

func (BatonOffer) Indexes() []ent.Index { return byFamily(index.Fields("to_id", "state")) }
