package audit

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// SignedHead is a head as it was signed and stored, here and in the control
// plane. Note is a checkpoint: the signer's name, the size and the root, each
// on its line, and the signature (golang.org/x/mod/sumdb/note).
type SignedHead struct {
	Size     int64
	Note     string
	SignedAt time.Time
}

// Head is a signed head and the root it vouches for.
type Head struct {
	SignedHead
	Root tlog.Hash
}

// ErrHead says that a signed head cannot be read or its signature is not good.
var ErrHead = errors.New("signed head is not good")

// SignHead signs the log as it is now and keeps the signed head, for others to
// copy where the municipality's database cannot reach. When the log has not
// grown since the last signature, that one is returned. An empty log gives a
// Head of size 0 without a note.
func (l *Log) SignHead(ctx context.Context, signer note.Signer) (Head, error) {
	e, err := scanEdge(l.reads.QueryRowContext(ctx, selectHead))
	if err != nil {
		return Head{}, fmt.Errorf("signing audit head: %w", err)
	}
	if e.size == 0 {
		return Head{Root: e.root()}, nil
	}
	signed, err := note.Sign(&note.Note{Text: headText(signer.Name(), e.size, e.root())}, signer)
	if err != nil {
		return Head{}, fmt.Errorf("signing audit head: %w", err)
	}
	_, err = l.db.ExecContext(ctx, `INSERT INTO audit_signed_heads (id, note, signed_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
		e.size, string(signed), l.clock.Now())
	if err != nil {
		return Head{}, fmt.Errorf("keeping signed audit head: %w", err)
	}
	head := Head{SignedHead: SignedHead{Size: e.size}}
	err = l.db.QueryRowContext(ctx, `SELECT note, signed_at FROM audit_signed_heads WHERE id = $1`, e.size).Scan(&head.Note, &head.SignedAt)
	if err != nil {
		return Head{}, fmt.Errorf("reading signed audit head: %w", err)
	}
	head.SignedAt = head.SignedAt.UTC()
	_, head.Root, err = parseHeadText(head.Note)
	if err != nil {
		return Head{}, err
	}
	if head.Root != e.root() {
		return Head{}, fmt.Errorf("%w: size %d was signed with another root", ErrDamaged, e.size)
	}
	return head, nil
}

func headText(name string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", name, size, base64.StdEncoding.EncodeToString(root[:]))
}

// parseHeadText reads size and root of a note without judging its signature.
func parseHeadText(text string) (int64, tlog.Hash, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 {
		return 0, tlog.Hash{}, fmt.Errorf("%w: it is too short", ErrHead)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size <= 0 {
		return 0, tlog.Hash{}, fmt.Errorf("%w: its size cannot be read", ErrHead)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("%w: its root cannot be read", ErrHead)
	}
	return size, root, nil
}

// OpenHead checks a note's signature and returns the size and root it vouches
// for. It returns ErrHead for anything that was not signed as it stands.
func OpenHead(text string, verifiers note.Verifiers) (int64, tlog.Hash, error) {
	opened, err := note.Open([]byte(text), verifiers)
	if err != nil {
		return 0, tlog.Hash{}, fmt.Errorf("%w: %w", ErrHead, err)
	}
	return parseHeadText(opened.Text + "\n")
}
