package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Plugin is a plugin the municipality has installed, what it was granted, and
// how it has gone with it.
type Plugin struct{ ent.Schema }

func (Plugin) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (Plugin) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").MaxLen(64).Unique(),      // "registry-udir"
		word("release"),                               // version
		field.String("digest").MaxLen(64).Default(""), // of the release's manifest, hex
		word("state"),                                 // asked, active, paused
		field.Text("grant").Default(""),               // the lock file: what was granted, as JSON
		word("wanted"),                                // version waiting for approval
		field.String("wanted_digest").MaxLen(64).Default(""),
		sealed("settings"), // JSON without secrets
		sealed("secrets"),  // JSON
		ref("installed_by"),
		optionalRef("granted_by"),
		field.Time("granted_at").Optional().Nillable(),
		word("health"),        // healthy, degraded, failing, quarantined
		word("problem_whose"), // host, plugin, system, settings
		word("problem_code"),
		field.Int("crashes").Default(0), // since the last healthy run
		field.Time("next_run_at").Optional().Nillable(),
		field.Time("last_good_at").Optional().Nillable(),
		sealed("cursor"), // what a plugin says is sealed: it may say anything
	}
}

// PluginState is what a plugin has asked the host to keep.
type PluginState struct{ ent.Schema }

func (PluginState) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (PluginState) Fields() []ent.Field {
	return []ent.Field{ref("plugin_id"), field.String("key").MaxLen(200), sealed("value")}
}

func (PluginState) Indexes() []ent.Index {
	return []ent.Index{index.Fields("plugin_id", "key").Unique()}
}

// PluginRun is one thing a plugin was asked to do and how it went. No content.
type PluginRun struct{ ent.Schema }

func (PluginRun) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (PluginRun) Fields() []ent.Field {
	return []ent.Field{
		ref("plugin_id"),
		word("release"),
		word("job"), // sync, check, read, write, publish, inspect, start
		optionalRef("asked_by"),
		optionalRef("case_file_id"), // shown as a number of families only
		field.Time("ended_at").Optional().Nillable(),
		word("outcome"), // done, failed, stopped
		word("whose"),   // host, plugin, system, settings
		word("code"),
		field.Int("received").Default(0),
		field.Int("sent").Default(0),
		field.Int("changed").Default(0),
		list("classes"),   // data classes that were handed over
		sealed("remarks"), // what could not be read, JSON
	}
}

func (PluginRun) Indexes() []ent.Index {
	return []ent.Index{index.Fields("plugin_id", "created_at"), index.Fields("case_file_id")}
}

// PluginCall is one request the host sent out for a plugin. No content.
type PluginCall struct{ ent.Schema }

func (PluginCall) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (PluginCall) Fields() []ent.Field {
	return []ent.Field{
		ref("plugin_id"),
		ref("run_id"),
		word("kind"), // http, folder, log
		field.String("place").MaxLen(200).Default(""), // host name or folder
		word("method"),
		field.Int("status").Default(0),
		field.Int("bytes_out").Default(0),
		field.Int("bytes_in").Default(0),
		field.Int("milliseconds").Default(0),
		sealed("line"), // what the plugin said to the administrator
	}
}

func (PluginCall) Indexes() []ent.Index {
	return []ent.Index{index.Fields("plugin_id", "created_at"), index.Fields("run_id")}
}

// LogLink ties a family's follow-up to a stafettlogg in another system.
type LogLink struct{ ent.Schema }

func (LogLink) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (LogLink) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("member_id"), // the child
		ref("plugin_id"),
		ref("unit_id"), // the unit that holds the log, and must have the family's yes
		word("state"),  // starting, active, closed, ended
		word("closed_because"),
		sealed("log"),       // the other system's id of it
		sealed("reference"), // what people call it there
		sealed("snapshot"),  // as it was last read, JSON
		sealed("child_reference"),
		ref("linked_by"),
		field.Time("read_at").Optional().Nillable(),
		field.Time("ended_at").Optional().Nillable(),
		optionalRef("ended_by"),
		word("problem_whose"),
		word("problem_code"),
	}
}

func (LogLink) Indexes() []ent.Index {
	return byFamily(index.Fields("plugin_id", "state"), index.Fields("member_id"))
}

// LogItem ties a goal, a measure or a meeting of a plan to the same in a
// stafettlogg.
type LogItem struct{ ent.Schema }

func (LogItem) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (LogItem) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("link_id"),
		word("kind"), // goal, measure, meeting
		optionalRef("our_id"),
		sealed("their_id"),
		sealed("their_version"),
		sealed("agreed"), // what both had when they were last in step, JSON
		word("state"),    // in_step, ours, theirs, both, sending, left_alone
		field.Time("settled_at").Optional().Nillable(),
		optionalRef("settled_by"),
	}
}

func (LogItem) Indexes() []ent.Index {
	return byFamily(index.Fields("link_id"), index.Fields("our_id"))
}

// LogWrite is one change on its way to a stafettlogg, and its receipt.
type LogWrite struct{ ent.Schema }

func (LogWrite) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (LogWrite) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("link_id"),
		optionalRef("item_id"),
		word("what"),  // start, goal, measure, meeting, offer_baton, answer_baton, close, attachment
		word("state"), // waiting, confirmed, conflict, refused, failed, recalled
		field.String("idempotency_key").MaxLen(100).Unique(),
		list("classes"),
		ref("asked_by"),
		sealed("receipt"),
		field.Time("confirmed_at").Optional().Nillable(),
		word("problem_whose"),
		word("problem_code"),
	}
}

func (LogWrite) Indexes() []ent.Index { return byFamily(index.Fields("link_id")) }
