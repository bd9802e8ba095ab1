package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Conversation is a row of messages between people of one family's follow-up.
type Conversation struct{ ent.Schema }

func (Conversation) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Conversation) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		optionalRef("member_id"), // whom it is about; empty: the whole family
		sealed("subject"),
		ref("begun_by"),
		field.Time("latest_at"),
	}
}

func (Conversation) Indexes() []ent.Index { return byFamily(index.Fields("latest_at")) }

// Participant is somebody in a conversation.
type Participant struct{ ent.Schema }

func (Participant) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Participant) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("conversation_id"),
		ref("user_id"),
		field.Time("read_at").Optional().Nillable(),
		field.Time("left_at").Optional().Nillable(),
	}
}

func (Participant) Indexes() []ent.Index {
	return byFamily(index.Fields("conversation_id", "user_id").Unique(), index.Fields("user_id"))
}

// Message is one message of a conversation. It is never changed.
type Message struct{ ent.Schema }

func (Message) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Message) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("conversation_id"),
		ref("written_by"),
		sealed("text"),
	}
}

func (Message) Indexes() []ent.Index { return byFamily(index.Fields("conversation_id")) }

// Document is a file, checked when it came in and sealed whole.
type Document struct{ ent.Schema }

func (Document) Mixin() []ent.Mixin { return []ent.Mixin{row{}, removable{}} }

func (Document) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		optionalRef("member_id"), // whom it is about; empty: the whole family
		word("filed_under"),      // the section that must be open too
		sealed("title"),
		sealed("file_name"),
		word("media_type"),
		field.Int("size"), // bytes
		sealed("content"),
		ref("uploaded_by"),
	}
}

func (Document) Indexes() []ent.Index { return byFamily() }

// Channel is a way somebody can be reached: when, or never.
type Channel struct{ ent.Schema }

func (Channel) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (Channel) Fields() []ent.Field {
	return []ent.Field{
		ref("user_id"),
		word("kind"), // mail, sms
		sealed("address"),
		word("state"),                            // safe, unsafe
		field.Int("from_minute").Default(0),      // of the day in Norway
		field.Int("to_minute").Default(1440),     // not included
		field.Int("weekdays").Default(0b1111111), // bit 0 is Monday
	}
}

func (Channel) Indexes() []ent.Index { return []ent.Index{index.Fields("user_id", "kind").Unique()} }
