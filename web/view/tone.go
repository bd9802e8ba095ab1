package view

// Tone is the colour and picture of a message or state. It never stands
// alone: there are always words beside it.
type Tone string

// The tones. Danger is for real danger and for faults, nothing else.
const (
	Neutral   Tone = "neutral" // nothing to do, not begun
	Info      Tone = "info"    // under way
	Good      Tone = "success" // done, in order
	Attention Tone = "warning" // somebody should look
	Danger    Tone = "danger"  // wrong, or dangerous
	Accent    Tone = "teal"    // our own colour
	Warm      Tone = "plum"    // the family's and the child's words
)

func (t Tone) color() string {
	if t == "" {
		return string(Neutral)
	}
	return string(t)
}

// icon tells tones apart without colour.
func (t Tone) icon() Icon {
	switch t {
	case Good:
		return IconCheck
	case Info:
		return IconHalf
	case Attention:
		return IconClock
	case Danger:
		return IconStop
	case Accent:
		return IconInfo
	case Warm:
		return IconHeart
	}
	return IconRing
}

// noticeIcon is the picture of a message, where there is no state to tell.
func (t Tone) noticeIcon() Icon {
	switch t {
	case Info, Neutral, "":
		return IconInfo
	case Attention:
		return IconAlert
	}
	return t.icon()
}
