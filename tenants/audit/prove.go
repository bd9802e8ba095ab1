package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof is a line with all that shows that it stands in a signed log as it was
// written: its text, the salt of its commitment, and the way from its leaf to
// the root that the head vouches for (RFC 6962, section 2.1.1). Whoever holds
// it needs neither the log nor the municipality's keys.
type Proof struct {
	Place int64            `json:"place"`
	At    time.Time        `json:"at"`
	Text  string           `json:"text"` // empty for a line that could not be read
	Salt  []byte           `json:"salt"`
	Path  tlog.RecordProof `json:"path"`
}

// ErrProof says that a line is not the one that stands in the signed log.
var ErrProof = errors.New("the line is not as it stands in the signed log")

// Check returns what the line says, when it stands at its place in the log of
// this size and root. It returns ErrProof for anything else.
func (p Proof) Check(size int64, root tlog.Hash) (Entry, error) {
	if p.Text == "" || len(p.Salt) != saltBytes {
		return Entry{}, fmt.Errorf("%w: it could not be read", ErrProof)
	}
	if p.Place < 0 || p.Place >= size {
		return Entry{}, fmt.Errorf("%w: the log has no place %d", ErrProof, p.Place)
	}
	commitment := commit(p.Salt, p.Text)
	if err := tlog.CheckRecord(p.Path, size, root, p.Place, leafHash(p.Place, p.At, commitment[:])); err != nil {
		return Entry{}, fmt.Errorf("%w: %w", ErrProof, err)
	}
	var b body
	if err := json.Unmarshal([]byte(p.Text), &b); err != nil {
		return Entry{}, fmt.Errorf("%w: %w", ErrProof, err)
	}
	if b.At != p.At.UnixMicro() {
		return Entry{}, fmt.Errorf("%w: its time is another", ErrProof)
	}
	return b.entry(p.At.UTC()), nil
}

// Prove gives the proofs of lines in a log that was signed as head. A line
// that cannot be read, or whose family was erased, gets a proof without text,
// which Check refuses. It returns ErrDamaged when the log is not the one that
// was signed.
func (l *Log) Prove(ctx context.Context, head Head, places []int64) ([]Proof, error) {
	wanted := hashesWanted{}
	for _, place := range places {
		if _, err := tlog.ProveRecord(head.Size, place, tlog.HashReaderFunc(wanted.note)); err != nil {
			return nil, fmt.Errorf("proving line %d: %w", place, err)
		}
	}
	if err := l.collect(ctx, head, wanted); err != nil {
		return nil, err
	}
	proofs := make([]Proof, 0, len(places))
	for chunk := range slices.Chunk(places, readLimit) {
		texts, err := l.provable(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, place := range chunk {
			proof := texts[place]
			proof.Place = place
			if proof.Path, err = tlog.ProveRecord(head.Size, place, tlog.HashReaderFunc(wanted.read)); err != nil {
				return nil, fmt.Errorf("proving line %d: %w", place, err)
			}
			proofs = append(proofs, proof)
		}
	}
	return proofs, nil
}

// hashesWanted are the tree's hashes that some proofs need, by tlog's index.
type hashesWanted map[int64]tlog.Hash

// note remembers which hashes are asked for; what it answers is thrown away.
func (h hashesWanted) note(indexes []int64) ([]tlog.Hash, error) {
	for _, index := range indexes {
		h[index] = tlog.Hash{}
	}
	return make([]tlog.Hash, len(indexes)), nil
}

func (h hashesWanted) read(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		hashes = append(hashes, h[index])
	}
	return hashes, nil
}

// collect walks the leaves once, from the first, and keeps the hashes that are
// wanted: the log stores none of the tree but its edge.
func (l *Log) collect(ctx context.Context, head Head, wanted hashesWanted) (err error) {
	rows, err := l.reads.QueryContext(ctx,
		`SELECT id, happened_at, commitment FROM audit_entries WHERE id < $1 ORDER BY id`, head.Size)
	if err != nil {
		return fmt.Errorf("proving audit lines: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	tree := edge{}
	for rows.Next() {
		var place int64
		var at time.Time
		var commitment []byte
		if err := rows.Scan(&place, &at, &commitment); err != nil {
			return fmt.Errorf("proving audit lines: %w", err)
		}
		if place != tree.size {
			return fmt.Errorf("%w: line %d is missing", ErrDamaged, tree.size)
		}
		wanted.keep(&tree, leafHash(place, at, commitment))
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("proving audit lines: %w", err)
	}
	if tree.size != head.Size || tree.root() != head.Root {
		return fmt.Errorf("%w: it is not the log that was signed", ErrDamaged)
	}
	return nil
}

// keep appends a leaf to the tree and keeps those of the subtrees it completes
// that are wanted.
func (h hashesWanted) keep(tree *edge, leaf tlog.Hash) {
	place, level, hash := tree.size, 0, leaf
	h.put(level, place, hash)
	for n := place; n&1 == 1; n >>= 1 {
		level++
		hash = nodeHash(tree.hashes[len(tree.hashes)-level], hash)
		h.put(level, n>>1, hash)
	}
	tree.addLeaf(leaf)
}

func (h hashesWanted) put(level int, n int64, hash tlog.Hash) {
	index := tlog.StoredHashIndex(level, n)
	if _, wanted := h[index]; wanted {
		h[index] = hash
	}
}

// provable reads the texts and salts of lines that can be read.
func (l *Log) provable(ctx context.Context, places []int64) (proofs map[int64]Proof, err error) {
	rows, err := l.reads.QueryContext(ctx, selectRow+` WHERE id IN (`+placeList(places)+`)`)
	if err != nil {
		return nil, fmt.Errorf("proving audit lines: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	proofs = map[int64]Proof{}
	for rows.Next() {
		var r row
		if err := r.scan(rows); err != nil {
			return nil, fmt.Errorf("proving audit lines: %w", err)
		}
		proof := Proof{At: r.at}
		if _, err := r.open(l.keys, r.id); err == nil {
			if proof.Text, err = l.keys.Open(bodyPlace(r.id), r.body); err != nil {
				return nil, fmt.Errorf("proving audit line %d: %w", r.id, err)
			}
			proof.Salt = r.salt
		}
		proofs[r.id] = proof
	}
	return proofs, rows.Err()
}
