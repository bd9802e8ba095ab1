package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// VoiceEntry is something a child has said in the child's own words. It is
// shared with nobody until the child says yes.
type VoiceEntry struct{ ent.Schema }

func (VoiceEntry) Mixin() []ent.Mixin { return []ent.Mixin{row{}, removable{}} }

func (VoiceEntry) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("member_id"),                        // the child
		word("kind"),                            // worries, good, dreams, face, safe_adult, talk
		word("question"),                        // which question a face answers
		field.Int("face").Optional().Nillable(), // 1 to 5
		sealed("text"),
		word("how"), // self, together
		ref("written_by"),
		field.Time("answered_at").Optional().Nillable(), // somebody has talked with the child
		optionalRef("answered_by"),
	}
}

func (VoiceEntry) Indexes() []ent.Index { return byFamily(index.Fields("member_id", "kind")) }

// VoiceShare is a child's yes to one recipient for one thing the child said.
type VoiceShare struct{ ent.Schema }

func (VoiceShare) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (VoiceShare) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("entry_id"),
		ref("recipient_id"), // a user
		word("how"),         // self, together
		ref("recorded_by"),
		field.Time("ended_at").Optional().Nillable(),
		optionalRef("ended_by"),
	}
}

func (VoiceShare) Indexes() []ent.Index {
	return byFamily(index.Fields("entry_id"), index.Fields("recipient_id"))
}
