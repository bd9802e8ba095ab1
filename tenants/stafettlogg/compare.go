package stafettlogg

// Agreed is what both sides had when somebody last settled an item, or when it
// was last sent. They differ where the coordinator has left a difference alone,
// and where the other system writes the same thing in its own way.
type Agreed struct {
	Ours   Part `json:"ours"`
	Theirs Part `json:"theirs"`
}

// Standing is how an item stands between the two systems.
type Standing string

// The standings.
const (
	InStep      Standing = "in_step"
	OursNew     Standing = "ours_new"     // only we have it, and it was never sent
	TheirsNew   Standing = "theirs_new"   // only they have it, and it was never taken in
	OursChange  Standing = "ours"         // changed here since they were in step
	TheirChange Standing = "theirs"       // changed there
	BothChange  Standing = "both"         // changed in both, and not to the same
	LeftAlone   Standing = "left_alone"   // they differ, on purpose
	OursGone    Standing = "ours_gone"    // taken out of the plan here
	TheirsGone  Standing = "theirs_gone"  // taken out there
	NotShared   Standing = "not_shared"   // ours, and may not leave
	Sending     Standing = "sending"      // on its way
	NotSent     Standing = "not_sent"     // could not be delivered
	TheirsAlone Standing = "theirs_alone" // only they have it, and we leave it there
)

// Difference is one field of an item on both sides.
type Difference struct {
	Field       string
	Ours        string
	Theirs      string
	OursChanged bool // since they were in step
	TheyChanged bool
}

// compare is what differs between two versions of an item, by what both had when
// they were last in step, and how the item stands.
func compare(kind Kind, agreed Agreed, ours, theirs Part) (Standing, []Difference) {
	var differ []Difference
	oursChanged, theyChanged := false, false
	for _, name := range kind.Fields() {
		one := Difference{Field: name, Ours: *ours.field(name), Theirs: *theirs.field(name)}
		if one.Ours == one.Theirs || untold(name, one.Ours, one.Theirs) {
			continue
		}
		one.OursChanged = one.Ours != *agreed.Ours.field(name)
		one.TheyChanged = one.Theirs != *agreed.Theirs.field(name)
		differ = append(differ, one)
		oursChanged = oursChanged || one.OursChanged
		theyChanged = theyChanged || one.TheyChanged
	}
	switch {
	case len(differ) == 0:
		return InStep, nil
	case oursChanged && theyChanged:
		return BothChange, differ
	case oursChanged:
		return OursChange, differ
	case theyChanged:
		return TheirChange, differ
	}
	return LeftAlone, differ
}

// untold reports whether one side is empty because it is not told there: we tell
// who is responsible as a role or a unit, and where we know neither, what the
// other system says stands; and not every system has the areas.
func untold(field, ours, theirs string) bool {
	return field == FieldResponsible && ours == "" || field == FieldArea && theirs == ""
}

// Sides of a choice.
const (
	Ours   = "ours"
	Theirs = "theirs"
)

// merge takes each field that differs from the side that was chosen for it;
// ours when nothing was.
func merge(kind Kind, ours, theirs Part, choice map[string]string) Part {
	merged := ours
	for _, name := range kind.Fields() {
		if choice[name] == Theirs {
			*merged.field(name) = *theirs.field(name)
		}
	}
	return merged
}
