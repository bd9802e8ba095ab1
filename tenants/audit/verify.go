package audit

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// What says what is wrong with a place in the log.
type What string

// What Verify can find.
const (
	Changed    What = "changed"     // the line is not what was written
	Removed    What = "removed"     // the line is gone
	Inserted   What = "inserted"    // the line was never written by the log
	Reordered  What = "reordered"   // the line of this place stands at another
	Emptied    What = "emptied"     // emptied as if erased, with no erasure on record
	TailCut    What = "tail cut"    // the log's end is gone
	HeadForged What = "head forged" // a head does not fit the lines, which are whole
	Rewritten  What = "rewritten"   // lines and links fit, but not what was signed
)

// Finding is one thing that does not fit: the places From to To, both
// included. For a head, they are the head's size.
type Finding struct {
	Place  int64
	To     int64
	What   What
	Detail string
}

func (f Finding) String() string {
	if f.To > f.Place {
		return fmt.Sprintf("places %d-%d: %s: %s", f.Place, f.To, f.What, f.Detail)
	}
	return fmt.Sprintf("place %d: %s: %s", f.Place, f.What, f.Detail)
}

// Report is what Verify found.
type Report struct {
	Size     int64     // lines in the table
	Root     tlog.Hash // root of the tree of those lines
	Erased   int64     // lines emptied because a family was erased
	Heads    int       // signed heads that fit
	Findings []Finding // in order of place; none means that everything fits
}

// VerifyConfig says what to verify, and with what.
type VerifyConfig struct {
	DB        *sql.DB // reads
	Dialect   Dialect
	Keys      *seal.Keys     // nil: only the tree, not the texts
	Verifiers note.Verifiers // nil: signed heads are compared, their signatures not checked
	Heads     []SignedHead   // the control plane's copies
}

// maxFindings is where Verify stops explaining and says that there is more.
const maxFindings = 1000

// verification is one run of Verify.
type verification struct {
	VerifyConfig
	tx       *sql.Tx
	report   Report
	head     edge
	headErr  error
	heads    []readHead
	ownBad   map[int64]bool      // sizes whose own copy has been named already
	roots    map[int64]tlog.Hash // by size, for the sizes heads speak of
	wanted   map[int64]bool
	tree     edge
	treeOff  bool  // a place is missing, so the tree cannot go on
	sound    int64 // every place before this one has the content it was written with
	shift    int64 // id minus the place the line was written for
	end      int64 // one past the last id
	link     [sha256.Size]byte
	computed [sha256.Size]byte // the last link as it should be
	suspects []suspect
	missing  []gap
	texts    texts
}

// Verify reads the whole log in one snapshot, recomputes every link, the tree
// and every head, unseals every text when it has the keys, and says which
// places do not fit and why. Tampering is a finding, not an error; an error
// means that the log could not be read.
//
// What it can tell depends on what it is given: without keys and signed heads,
// somebody who rewrites every line from a place on and the head row with them
// leaves no trace; with the control plane's heads that is found.
func Verify(ctx context.Context, c VerifyConfig) (Report, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if c.Dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := c.DB.BeginTx(ctx, options)
	if err != nil {
		return Report{}, fmt.Errorf("verifying audit log: %w", err)
	}
	defer tx.Rollback()
	v := &verification{VerifyConfig: c, tx: tx, roots: map[int64]tlog.Hash{}, wanted: map[int64]bool{}, ownBad: map[int64]bool{}, sound: math.MaxInt64}
	for _, step := range []func(context.Context) error{v.readHeads, v.readLines} {
		if err := step(ctx); err != nil {
			return Report{}, fmt.Errorf("verifying audit log: %w", err)
		}
	}
	v.judgeSuspects()
	v.judgeTexts()
	v.judgeHeads()
	v.report.Root = v.tree.root()
	slices.SortStableFunc(v.report.Findings, func(a, b Finding) int { return cmp.Compare(a.Place, b.Place) })
	return v.report, nil
}

// find adds a finding. content says whether the tree from there on differs
// from the one that was written, so that heads that do not fit are explained.
func (v *verification) find(place, to int64, what What, content bool, detail string, args ...any) {
	if content {
		v.sound = min(v.sound, place)
	}
	if len(v.report.Findings) == maxFindings {
		v.report.Findings = append(v.report.Findings, Finding{place, to, what, "and more; Verify stops listing here"})
	}
	if len(v.report.Findings) > maxFindings {
		return
	}
	v.report.Findings = append(v.report.Findings, Finding{place, to, what, fmt.Sprintf(detail, args...)})
}

// readHeads reads the head row and all signed heads, so that the roots they
// speak of can be noted while the lines go by.
func (v *verification) readHeads(ctx context.Context) error {
	v.head, v.headErr = scanEdge(v.tx.QueryRowContext(ctx, selectHead))
	if v.headErr != nil && !errors.Is(v.headErr, ErrDamaged) && !errors.Is(v.headErr, sql.ErrNoRows) {
		return v.headErr
	}
	v.wanted[v.head.size] = true
	own, err := v.ownHeads(ctx)
	if err != nil {
		return err
	}
	for _, head := range own {
		v.openHead(head, true)
	}
	for _, head := range v.Heads {
		v.openHead(head, false)
	}
	v.roots[0] = v.tree.root()
	return nil
}

func (v *verification) ownHeads(ctx context.Context) ([]SignedHead, error) {
	rows, err := v.tx.QueryContext(ctx, `SELECT id, note, signed_at FROM audit_signed_heads ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var heads []SignedHead
	for rows.Next() {
		var head SignedHead
		if err := rows.Scan(&head.Size, &head.Note, &head.SignedAt); err != nil {
			return nil, err
		}
		heads = append(heads, head)
	}
	return heads, rows.Err()
}
