package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"math"
)

// How far Verify looks for an explanation around a line that does not fit.
const (
	windowBefore = 64
	windowAfter  = 130
	maxInserted  = 64
	maxRemoved   = 1000
	maxSuspects  = 64
)

// suspect is a line whose link does not follow from the line before, or which
// stands beyond a break where nothing can be told.
type suspect struct {
	row
	place  int64             // the place it claims
	before [sha256.Size]byte // the link that stands before it
}

// gap is a run of places without a line.
type gap struct {
	from, to int64
	before   [sha256.Size]byte
}

// selectLeaf reads just what the tree is made of.
const selectLeaf = `SELECT id, happened_at, commitment, link, CASE WHEN salt IS NULL THEN 1 ELSE 0 END FROM audit_entries`

// readLines streams the lines in order of place and stops at each break to
// explain it.
func (v *verification) readLines(ctx context.Context) error {
	next := int64(math.MinInt64)
	for breaks := 0; ; breaks++ {
		if breaks == maxFindings {
			v.find(next, next, Changed, true, "more lines from here on may not follow from the line before")
		}
		broken, err := v.stream(ctx, next, breaks < maxFindings)
		if err != nil || broken == nil {
			return err
		}
		if next, err = v.explain(ctx, broken); err != nil {
			return err
		}
	}
}

// stream checks lines from an id on. It returns the first one that does not
// follow from the line before; nil at the end of the log.
func (v *verification) stream(ctx context.Context, from int64, explain bool) (*row, error) {
	query := selectLeaf
	if v.Keys != nil {
		query = selectRow
	}
	rows, err := v.tx.QueryContext(ctx, query+` WHERE id >= $1 ORDER BY id`, from)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var r row
	for rows.Next() {
		if err := v.scan(&r, rows); err != nil {
			return nil, err
		}
		if !v.follows(&r) && explain {
			broken := r
			return &broken, nil
		}
		v.pass(&r)
	}
	return nil, rows.Err()
}

func (v *verification) scan(r *row, rows *sql.Rows) error {
	if v.Keys != nil {
		*r = row{} // what is kept of a line must not be written over
		return r.scan(rows)
	}
	var erased int
	var commitment, link sql.RawBytes
	err := rows.Scan(&r.id, &r.at, &commitment, &link, &erased)
	r.commitment = append(r.commitment[:0], commitment...)
	r.link = append(r.link[:0], link...)
	r.salt = nil
	if erased == 0 {
		r.salt = filled
	}
	return err
}

// filled stands for a salt that was not read.
var filled = make([]byte, saltBytes)

// follows reports whether a line's link follows from the line before; a line
// after a gap has nothing to follow from.
func (v *verification) follows(r *row) bool {
	if r.id < 0 {
		v.find(r.id, r.id, Inserted, false, "the log has no such place")
		return true
	}
	if r.id > v.end && v.headErr == nil && v.end-v.shift >= v.head.size {
		return true // beyond the end, where judgeLength names it
	}
	if r.id > v.end {
		v.find(v.end-v.shift, r.id-1-v.shift, Removed, true, "the log has no line there")
		v.missing = append(v.missing, gap{v.end - v.shift, r.id - 1 - v.shift, v.link})
		v.treeOff = true
		return true
	}
	return v.fits(r, v.shift, v.link)
}

// fits reports whether a line's link is made of before and the line as it
// would stand with that shift.
func (v *verification) fits(r *row, shift int64, before [sha256.Size]byte) bool {
	if r == nil {
		return false
	}
	link := linkHash(before, leafHash(r.id-shift, r.at, r.commitment))
	return string(link[:]) == string(r.link)
}

// pass takes a line into the tree and goes on to the next.
func (v *verification) pass(r *row) {
	v.report.Size++
	if r.id < 0 {
		return
	}
	leaf := leafHash(r.id-v.shift, r.at, r.commitment)
	if !v.treeOff {
		v.tree.addLeaf(leaf)
		if v.wanted[v.tree.size] {
			v.roots[v.tree.size] = v.tree.root()
		}
	}
	v.computed = linkHash(v.link, leaf)
	v.link = asLink(r.link)
	v.end = r.id + 1
	v.texts.check(v, r)
}

func asLink(link []byte) (out [sha256.Size]byte) {
	copy(out[:], link)
	return out
}

// explain finds out what happened where the chain breaks, at line r, and
// returns the id to go on from.
func (v *verification) explain(ctx context.Context, r *row) (int64, error) {
	near, err := v.window(ctx, r.id)
	if err != nil {
		return 0, err
	}
	if v.fits(near[r.id+1], v.shift, asLink(r.link)) {
		v.suspect(r)
		return r.id + 1, nil
	}
	if first, after, found := v.insertion(near, r.id); found {
		v.inserted(near, first, after, r.id)
		return after, nil
	}
	if count, found := v.removal(near, r); found {
		place := r.id - v.shift
		v.find(place, place+count-1, Removed, true, "the lines after were moved down to hide it")
		v.shift -= count
		v.treeOff = true
		v.pass(r)
		return r.id + 1, nil
	}
	v.suspect(r)
	return r.id + 1, nil
}

func (v *verification) window(ctx context.Context, id int64) (map[int64]*row, error) {
	rows, err := v.tx.QueryContext(ctx, selectRow+` WHERE id >= $1 AND id < $2 ORDER BY id`, id-windowBefore, id+windowAfter)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	near := map[int64]*row{}
	for rows.Next() {
		r := &row{}
		if err := r.scan(rows); err != nil {
			return nil, err
		}
		near[r.id] = r
	}
	return near, rows.Err()
}

func (v *verification) suspect(r *row) {
	v.suspects = append(v.suspects, suspect{row: *r, place: r.id - v.shift, before: v.link})
	v.pass(r)
}

// insertion looks for lines first..after-1 that were put in, the lines from
// after on being moved up.
func (v *verification) insertion(near map[int64]*row, id int64) (first, after int64, found bool) {
	for after = id; after <= id+maxInserted; after++ {
		for count := int64(1); count <= maxInserted; count++ {
			first = after - count
			if first > id || first < 0 {
				continue
			}
			var before [sha256.Size]byte
			if prior := near[first-1]; prior != nil {
				before = asLink(prior.link)
			} else if first-v.shift != 0 {
				continue
			}
			if v.fits(near[after], v.shift+count, before) && v.confirmed(near, after, v.shift+count) {
				return first, after, true
			}
		}
	}
	return 0, 0, false
}

// confirmed tells lines that were moved from lines that changed places: the
// line after, too, must fit the shift, or the log must end as its head says.
func (v *verification) confirmed(near map[int64]*row, id, shift int64) bool {
	if next := near[id+1]; next != nil {
		return v.fits(next, shift, asLink(near[id].link))
	}
	return v.headErr == nil && v.head.size == id+1-shift
}

// inserted names the lines that were put in and goes on at after, with the
// link that stood before them.
func (v *verification) inserted(near map[int64]*row, first, after, id int64) {
	v.find(first, after-1, Inserted, true, "the lines after were moved up to make room")
	for place := first; place < id; place++ {
		v.texts.forget(place - v.shift)
	}
	v.report.Size += after - id
	v.treeOff = true
	v.shift += after - first
	v.end = after
	v.link = [sha256.Size]byte{}
	if prior := near[first-1]; prior != nil {
		v.link = asLink(prior.link)
	}
}

// removal looks for lines that were taken out at r, the lines after them
// being moved down.
func (v *verification) removal(near map[int64]*row, r *row) (count int64, found bool) {
	for count = 1; count <= maxRemoved; count++ {
		if v.fits(near[r.id+1], v.shift-count, asLink(r.link)) && v.removalConfirmed(near, r.id+1, v.shift-count) {
			return count, true
		}
	}
	return 0, false
}

func (v *verification) removalConfirmed(near map[int64]*row, id, shift int64) bool {
	next := near[id+1]
	return next == nil || v.fits(next, shift, asLink(near[id].link))
}
