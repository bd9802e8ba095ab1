package audit

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// readHead is a signed head that could be read and whose signature is good.
type readHead struct {
	size int64
	root tlog.Hash
	own  bool // the municipality's copy, not the control plane's
}

// openHead reads a signed head and checks its signature.
func (v *verification) openHead(head SignedHead, own bool) {
	whose := "the control plane's copy"
	if own {
		whose = "the municipality's copy"
	}
	size, root, err := parseHeadText(head.Note)
	if err == nil && v.Verifiers != nil {
		size, root, err = OpenHead(head.Note, v.Verifiers)
	}
	if err == nil && size != head.Size {
		err = errors.New("it was signed for another size")
	}
	if err != nil {
		v.ownBad[head.Size] = own
		v.find(head.Size, head.Size, HeadForged, false, "signed head, %s: %v", whose, err)
		return
	}
	v.wanted[size] = true
	v.heads = append(v.heads, readHead{size, root, own})
}

// judgeHeads compares the head row and the signed heads with the lines.
func (v *verification) judgeHeads() {
	slices.SortFunc(v.heads, func(a, b readHead) int { return cmp.Compare(a.size, b.size) })
	length := v.end - v.shift // as many lines as were written, as far as the table tells
	fits, rewritten := v.judgeSigned(length)
	v.judgeCopies(length)
	v.judgeLength(length, fits)
	if v.headErr == nil && v.head.size == length && !rewritten {
		v.judgeHeadRow()
	}
	if errors.Is(v.headErr, sql.ErrNoRows) {
		v.find(length, length, HeadForged, false, "the head row is gone")
	} else if v.headErr != nil {
		v.find(length, length, HeadForged, false, "the head row cannot be read")
	}
}

// judgeSigned returns the largest size whose signed head fits the lines, and
// whether the lines differ from what was signed.
func (v *verification) judgeSigned(length int64) (fits int64, rewritten bool) {
	for _, head := range v.heads {
		root, known := v.roots[head.size]
		switch {
		case head.size > length:
		case known && root == head.root:
			v.report.Heads++
			fits = head.size
		case v.sound < head.size: // explained by a line
		case !rewritten:
			rewritten = true
			v.find(fits, head.size-1, Rewritten, true, "lines and links fit each other, but not the head signed for size %d", head.size)
		}
	}
	return fits, rewritten
}

// judgeCopies misses heads of the control plane in the municipality's table.
func (v *verification) judgeCopies(length int64) {
	own := map[int64]bool{}
	for _, head := range v.heads {
		own[head.size] = own[head.size] || head.own
	}
	for size, found := range own {
		if !found && !v.ownBad[size] && size <= length && len(v.Heads) > 0 {
			v.find(size, size, HeadForged, false, "the municipality's copy of the signed head is gone or changed")
		}
	}
}

// judgeLength compares how long the log is with how long its heads say.
func (v *verification) judgeLength(length, fits int64) {
	signed := int64(0)
	if len(v.heads) > 0 {
		signed = v.heads[len(v.heads)-1].size
	}
	longest := max(signed, v.head.size)
	if longest > length {
		v.find(length, longest-1, TailCut, true, "the head row says %d lines, the last signed head %d", v.head.size, signed)
	}
	if v.headErr != nil || v.head.size >= length {
		return
	}
	if fits > v.head.size {
		v.find(v.head.size, v.head.size, HeadForged, false, "the head row was set back; a head signed for size %d fits", fits)
		return
	}
	v.find(v.head.size, length-1, Inserted, true, "it stands beyond the end the head row knows")
}

// judgeHeadRow compares a head row of the right size with the lines.
func (v *verification) judgeHeadRow() {
	if v.sound < v.head.size || v.treeOff {
		return // the lines are at fault, and have been named
	}
	root := v.head.root()
	if root != v.roots[v.head.size] {
		v.find(v.head.size, v.head.size, HeadForged, false, "the head row's tree is not that of the lines: it or the last line was changed")
		return
	}
	if v.head.link != v.link && v.head.link != v.computed {
		v.find(v.head.size, v.head.size, HeadForged, false, "the head row's link is not that of the last line")
	}
}
