package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// headRow is the id of the one row in audit_heads.
const headRow = 1

// edge is the right-hand edge of the tree: the hashes of its complete
// subtrees, largest first (one for each bit set in size), and the last link.
type edge struct {
	size   int64
	hashes []tlog.Hash
	link   [sha256.Size]byte
}

// add appends one leaf to the tree and returns its link.
func (e *edge) add(leaf tlog.Hash) [sha256.Size]byte {
	e.link = linkHash(e.link, leaf)
	e.addLeaf(leaf)
	return e.link
}

// addLeaf appends one leaf to the tree alone.
func (e *edge) addLeaf(leaf tlog.Hash) {
	for bit := e.size; bit&1 == 1; bit >>= 1 {
		last := len(e.hashes) - 1
		leaf = nodeHash(e.hashes[last], leaf)
		e.hashes = e.hashes[:last]
	}
	e.hashes = append(e.hashes, leaf)
	e.size++
}

// root is the RFC 6962 tree hash.
func (e *edge) root() tlog.Hash {
	if e.size == 0 {
		return sha256.Sum256(nil)
	}
	last := len(e.hashes) - 1
	root := e.hashes[last]
	for i := last - 1; i >= 0; i-- {
		root = nodeHash(e.hashes[i], root)
	}
	return root
}

// nodeHash is tlog.NodeHash without its allocation.
func nodeHash(left, right tlog.Hash) tlog.Hash {
	var buffer [1 + 2*sha256.Size]byte
	buffer[0] = 1
	copy(buffer[1:], left[:])
	copy(buffer[1+sha256.Size:], right[:])
	return sha256.Sum256(buffer[:])
}

func (e *edge) clone() edge {
	return edge{size: e.size, hashes: append(make([]tlog.Hash, 0, len(e.hashes)+8), e.hashes...), link: e.link}
}

func (e *edge) bytes() []byte {
	out := make([]byte, 0, len(e.hashes)*sha256.Size)
	for _, hash := range e.hashes {
		out = append(out, hash[:]...)
	}
	return out
}

// parseEdge reads the head row's columns; it returns ErrDamaged when they
// cannot belong together.
func parseEdge(size int64, hashes, link []byte) (edge, error) {
	bits := 0
	for rest := size; rest > 0; rest &= rest - 1 {
		bits++
	}
	if size < 0 || len(hashes) != bits*sha256.Size || len(link) != sha256.Size {
		return edge{}, fmt.Errorf("%w: the head row cannot be read", ErrDamaged)
	}
	e := edge{size: size, hashes: make([]tlog.Hash, bits, bits+8)}
	for i := range e.hashes {
		copy(e.hashes[i][:], hashes[i*sha256.Size:])
	}
	copy(e.link[:], link)
	return e, nil
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

const selectHead = `SELECT size, edge, link FROM audit_heads WHERE id = 1`

// readEdge reads and, on PostgreSQL, locks the head row until the transaction
// ends. (On SQLite an immediate transaction is the lock.)
func readEdge(ctx context.Context, tx *sql.Tx, dialect Dialect) (edge, error) {
	if dialect == Postgres {
		return scanEdge(tx.QueryRowContext(ctx, selectHead+` FOR UPDATE`))
	}
	return scanEdge(tx.QueryRowContext(ctx, selectHead))
}

func scanEdge(row *sql.Row) (edge, error) {
	var size int64
	var hashes, link []byte
	if err := row.Scan(&size, &hashes, &link); err != nil {
		return edge{}, fmt.Errorf("reading audit head: %w", err)
	}
	return parseEdge(size, hashes, link)
}
