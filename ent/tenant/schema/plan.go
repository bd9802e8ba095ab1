package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Plan is a family's Hverdagsplan; there is one for each family.
type Plan struct{ ent.Schema }

func (Plan) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}} }

func (Plan) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("state"), // draft, proposed, agreed
		date("from_on"),
		date("to_on"),
		date("evaluate_on"),
	}
}

func (Plan) Indexes() []ent.Index { return []ent.Index{index.Fields("case_file_id").Unique()} }

// Strength is what works in the family; recorded before needs.
type Strength struct{ ent.Schema }

func (Strength) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Strength) Fields() []ent.Field { return observation() }

func (Strength) Indexes() []ent.Index { return byFamily() }

// Need is what the family needs more of.
type Need struct{ ent.Schema }

func (Need) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Need) Fields() []ent.Field { return observation() }

func (Need) Indexes() []ent.Index { return byFamily() }

func observation() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("area"), // code of Kunnskapsmodellen, "1.2"
		optionalRef("member_id"),
		sealed("text"),
		sealed("said_by"),
		ref("written_by"),
		field.Int("position").Default(0),
	}
}

// Goal is what the family wants, in their own words.
type Goal struct{ ent.Schema }

func (Goal) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Goal) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("area"),
		optionalRef("member_id"),
		sealed("title"),
		sealed("child_words"),
		word("state"), // active, reached, stopped
		field.Int("position").Default(0),
	}
}

func (Goal) Edges() []ent.Edge { return []ent.Edge{edge.To("measures", Measure.Type)} }

func (Goal) Indexes() []ent.Index { return byFamily() }

// Measure is one thing somebody will do towards a goal.
type Measure struct{ ent.Schema }

func (Measure) Mixin() []ent.Mixin { return []ent.Mixin{row{}, versioned{}, removable{}} }

func (Measure) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("goal_id"),
		sealed("what"),
		sealed("why"),
		optionalRef("responsible_id"),
		sealed("responsible_name"), // someone without a login, in the family's words
		optionalRef("unit_id"),
		word("level"), // universal, selective, indicated
		date("from_on"),
		date("due_on"),
		date("evaluate_on"),
		word("status"), // planned, under_way, done, stopped
		field.Time("status_at").Optional().Nillable(),
		optionalRef("meeting_id"),
		field.Int("position").Default(0),
	}
}

func (Measure) Edges() []ent.Edge {
	return []ent.Edge{edge.From("goal", Goal.Type).Ref("measures").Field("goal_id").Unique().Required()}
}

func (Measure) Indexes() []ent.Index {
	return byFamily(index.Fields("goal_id"), index.Fields("responsible_id", "status"), index.Fields("due_on"))
}

// Evaluation of a measure or of a goal; opens with the child's experience.
type Evaluation struct{ ent.Schema }

func (Evaluation) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Evaluation) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		optionalRef("goal_id"),
		optionalRef("measure_id"),
		date("evaluated_on"),
		sealed("child_experience"),
		word("done"),                              // yes, partly, no
		field.Int("effect").Optional().Nillable(), // -2 to +2
		sealed("what_it_did"),
		word("next_step"), // reached, continue, new_measures, others_needed
		ref("written_by"),
	}
}

func (Evaluation) Indexes() []ent.Index {
	return byFamily(index.Fields("goal_id"), index.Fields("measure_id"))
}

// PlanVersion is the whole plan as it was put before the family, sealed.
type PlanVersion struct{ ent.Schema }

func (PlanVersion) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (PlanVersion) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		field.Int("number"),
		word("state"), // proposed, agreed, withdrawn
		sealed("content"),
		ref("proposed_by"),
		field.Time("agreed_at").Optional().Nillable(),
	}
}

func (PlanVersion) Indexes() []ent.Index {
	return []ent.Index{index.Fields("case_file_id", "number").Unique()}
}

// Agreement is one party's answer to a version of the plan.
type Agreement struct{ ent.Schema }

func (Agreement) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Agreement) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		ref("plan_version_id"),
		ref("member_id"),
		word("answer"), // yes, missing
		word("how"),    // self, oral, written
		sealed("text"),
		field.Time("answered_at"),
		ref("recorded_by"),
	}
}

func (Agreement) Indexes() []ent.Index {
	return byFamily(index.Fields("plan_version_id", "member_id"))
}

// Remark is what somebody other than the coordinator says about the plan: a
// caregiver's proposal, or a professional's note on a measure of theirs.
type Remark struct{ ent.Schema }

func (Remark) Mixin() []ent.Mixin { return []ent.Mixin{row{}} }

func (Remark) Fields() []ent.Field {
	return []ent.Field{
		ref("case_file_id"),
		word("kind"), // proposal, note
		optionalRef("goal_id"),
		optionalRef("measure_id"),
		sealed("text"),
		ref("written_by"),
		word("state"), // open, accepted, answered
		sealed("answer"),
		field.Time("answered_at").Optional().Nillable(),
		optionalRef("answered_by"),
	}
}

func (Remark) Indexes() []ent.Index {
	return byFamily(index.Fields("measure_id"), index.Fields("state"))
}
