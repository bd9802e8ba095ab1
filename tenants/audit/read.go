package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// readLimit is how many lines Read gives when nobody says, and at most.
const readLimit = 1000

// Filter says which lines to read. Zero fields do not restrict.
type Filter struct {
	CaseFile uuid.UUID
	Actor    uuid.UUID
	From     time.Time // lines at this time or later
	Until    time.Time // lines before this time
	Before   int64     // lines at places before this one; 0 for from the newest
	After    int64     // lines at this place or later
	Places   []int64   // these places alone; nil for any
	Limit    int       // 1000 when zero, and at most
	Oldest   bool      // the oldest places first
}

// Line is an entry and its place in the log.
type Line struct {
	Place int64
	Entry
	Erased     bool // the family was erased; only Place and At are left
	Unreadable bool // the line was tampered with; only Place and At are shown
}

// Read returns lines, newest place first unless asked otherwise, unsealed. A line that does not
// fit its own commitment, or stands under another family or person than it was
// written for, is given as Unreadable and reported in the program's log; the
// others are given all the same.
func (l *Log) Read(ctx context.Context, f Filter) ([]Line, error) {
	query, args := f.query()
	rows, err := l.reads.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading audit log: %w", err)
	}
	return l.readRows(ctx, rows)
}

func (l *Log) readRows(ctx context.Context, rows *sql.Rows) ([]Line, error) {
	defer rows.Close()
	var lines []Line
	for rows.Next() {
		var r row
		if err := r.scan(rows); err != nil {
			return nil, fmt.Errorf("reading audit log: %w", err)
		}
		lines = append(lines, l.read(ctx, r))
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading audit log: %w", err)
	}
	return lines, nil
}

func (l *Log) read(ctx context.Context, r row) Line {
	line := Line{Place: r.id, Entry: Entry{At: r.at}}
	if r.erased() {
		line.Erased = true
		return line
	}
	b, err := r.open(l.keys, r.id)
	if err != nil {
		l.log.ErrorContext(ctx, "audit line cannot be read", "place", r.id, "error", err)
		line.Unreadable = true
		return line
	}
	line.Entry = b.entry(r.at)
	return line
}

func (f Filter) query() (string, []any) {
	var where []string
	var args []any
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, condition+strconv.Itoa(len(args)))
	}
	if f.CaseFile != uuid.Nil {
		add("case_file_id = $", f.CaseFile.String())
	}
	if f.Actor != uuid.Nil {
		add("actor_id = $", f.Actor.String())
	}
	if !f.From.IsZero() {
		add("happened_at >= $", f.From.UTC())
	}
	if !f.Until.IsZero() {
		add("happened_at < $", f.Until.UTC())
	}
	if f.Before > 0 {
		add("id < $", f.Before)
	}
	if f.After > 0 {
		add("id >= $", f.After)
	}
	if f.Places != nil {
		where = append(where, "id IN ("+placeList(f.Places)+")")
	}
	query := selectRow
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	limit := f.Limit
	if limit <= 0 || limit > readLimit {
		limit = readLimit
	}
	order := " ORDER BY id DESC LIMIT "
	if f.Oldest {
		order = " ORDER BY id LIMIT "
	}
	return query + order + strconv.Itoa(limit), args
}

// placeList writes places for a query; numbers need no quoting. Those beyond
// what Read gives at most are left out.
func placeList(places []int64) string {
	if len(places) == 0 {
		return "-1"
	}
	words := make([]string, 0, len(places))
	for _, place := range places[:min(len(places), readLimit)] {
		words = append(words, strconv.FormatInt(place, 10))
	}
	return strings.Join(words, ",")
}

// row is a line as it stands in the table.
type row struct {
	id         int64
	at         time.Time
	caseFile   uuid.NullUUID
	actor      uuid.NullUUID
	body       []byte
	salt       []byte
	commitment []byte
	link       []byte
}

const selectRow = `SELECT id, happened_at, case_file_id, actor_id, body, salt, commitment, link FROM audit_entries`

func (r *row) scan(rows *sql.Rows) error {
	err := rows.Scan(&r.id, &r.at, &r.caseFile, &r.actor, &r.body, &r.salt, &r.commitment, &r.link)
	r.at = r.at.UTC()
	return err
}

func (r *row) erased() bool { return len(r.body) == 0 && len(r.salt) == 0 }

var (
	errCommitment = errors.New("its text does not fit its commitment")
	errTime       = errors.New("its time is not the one it was written with")
	errColumns    = errors.New("its family or person is not the one it was written with")
)

// open unseals a line's text, written for place, and checks it against the
// line's commitment and columns.
func (r *row) open(keys *seal.Keys, place int64) (body, error) {
	text, err := keys.Open(bodyPlace(place), r.body)
	if err != nil {
		return body{}, fmt.Errorf("its text cannot be opened: %w", err)
	}
	commitment := commit(r.salt, text)
	if string(commitment[:]) != string(r.commitment) || len(r.salt) != saltBytes {
		return body{}, errCommitment
	}
	var b body
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return body{}, fmt.Errorf("its text cannot be read: %w", err)
	}
	if b.At != r.at.UnixMicro() {
		return body{}, errTime
	}
	if value(b.CaseFile) != r.caseFile.UUID || value(b.Actor) != r.actor.UUID {
		return body{}, errColumns
	}
	return b, nil
}
