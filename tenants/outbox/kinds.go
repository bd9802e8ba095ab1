package outbox

import (
	"fmt"
	"strings"
)

// kinds narrows what a box works on.
type kinds struct {
	named  []string // none: every kind
	except bool     // every kind but those named
}

// Only is the outbox as somebody sees it who delivers some kinds alone, and
// Except as the one who delivers all the others does. What goes to a system that
// may be slow has a worker of its own by them, and holds no notice back. A
// family's messages keep their order within a lane whoever delivers them.
func (b *Box) Only(named ...string) *Box { return b.narrowed(kinds{named: named}) }

// Except is told of at Only.
func (b *Box) Except(named ...string) *Box { return b.narrowed(kinds{named: named, except: true}) }

func (b *Box) narrowed(to kinds) *Box {
	other := *b
	other.kinds = to
	return &other
}

// where is the condition on a message m, with parameters numbered from first.
func (k kinds) where(first int) (condition string, named []any) {
	if len(k.named) == 0 {
		return "", nil
	}
	var places []string
	for i, name := range k.named {
		places = append(places, fmt.Sprintf("$%d", first+i))
		named = append(named, name)
	}
	not := ""
	if k.except {
		not = "NOT "
	}
	return " AND m.kind " + not + "IN (" + strings.Join(places, ", ") + ")", named
}
