package plan

// Field is a field of the plan that two versions can differ in.
type Field string

// Fields.
const (
	FieldText       Field = "text"
	FieldSaidBy     Field = "said_by"
	FieldArea       Field = "area"
	FieldWhom       Field = "whom"
	FieldTitle      Field = "title"
	FieldChildWords Field = "child_words"
	FieldGoalState  Field = "goal_state"
	FieldWhat       Field = "what"
	FieldWhy        Field = "why"
	FieldWho        Field = "who"
	FieldWhoTitle   Field = "who_title"
	FieldUnit       Field = "unit"
	FieldLevel      Field = "level"
	FieldFrom       Field = "from"
	FieldTo         Field = "to"
	FieldDue        Field = "due"
	FieldEvaluateOn Field = "evaluate_on"
	FieldStatus     Field = "status"
)

var fieldKeys = map[Field]string{
	FieldText: "plan.field.text", FieldSaidBy: "plan.field.said_by", FieldArea: "plan.field.area",
	FieldWhom: "plan.field.whom", FieldTitle: "plan.field.title", FieldChildWords: "plan.field.child_words",
	FieldGoalState: "plan.field.goal_state", FieldWhat: "plan.field.what", FieldWhy: "plan.field.why",
	FieldWho: "plan.field.who", FieldWhoTitle: "plan.field.who_title", FieldUnit: "plan.field.unit",
	FieldLevel: "plan.field.level", FieldFrom: "plan.field.from", FieldTo: "plan.field.to",
	FieldDue: "plan.field.due", FieldEvaluateOn: "plan.field.evaluate_on", FieldStatus: "plan.field.status",
}

// Key is the locale key of the field's name.
func (f Field) Key() string { return fieldKeys[f] }

// IsDate reports whether the field's values are dates.
func (f Field) IsDate() bool {
	return f == FieldFrom || f == FieldTo || f == FieldDue || f == FieldEvaluateOn
}

// WordKey is the locale key of a value of the field, when its values are words
// of an enumeration; else it is empty and the value is a date or a text.
func (f Field) WordKey(value string) string {
	switch f {
	case FieldArea:
		return Area(value).Key()
	case FieldGoalState:
		return GoalState(value).Key()
	case FieldLevel:
		return Level(value).Key()
	case FieldStatus:
		return Status(value).Key()
	}
	return ""
}
