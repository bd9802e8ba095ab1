package audit

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"
)

// length is how many lines the log has that is tampered with.
const length = 40

// tampering is what somebody with the database, but neither keys nor the
// control plane, does to a log of 40 lines, and what Verify must say.
type tampering struct {
	name string
	do   func(t *testing.T, b *bench)
	want []string // "place what" or "from-to what"
	tree []string // without the keys; nil for the same, none for nothing
}

var none = []string{}

func update(set string, where ...any) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) { b.exec(t, fmt.Sprintf("UPDATE audit_entries SET "+set, where...)) }
}

func hexBytes(b *bench, n int) string {
	data := make([]byte, n)
	rand.Read(data)
	if b.dialect == Postgres {
		return fmt.Sprintf(`'\x%x'::bytea`, data)
	}
	return fmt.Sprintf("x'%x'", data)
}

func setBytes(column string, place, n int) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		b.exec(t, fmt.Sprintf("UPDATE audit_entries SET %s = %s WHERE id = %d", column, hexBytes(b, n), place))
	}
}

// moveIDs shifts all lines from a place on.
func moveIDs(t *testing.T, b *bench, from, by int) {
	b.exec(t, fmt.Sprintf("UPDATE audit_entries SET id = id + 1000000 WHERE id >= %d", from))
	b.exec(t, fmt.Sprintf("UPDATE audit_entries SET id = id - 1000000 + %d WHERE id >= 1000000", by))
}

func remove(from, to int, hide bool) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		b.exec(t, fmt.Sprintf("DELETE FROM audit_entries WHERE id BETWEEN %d AND %d", from, to))
		if hide {
			moveIDs(t, b, to+1, from-to-1)
		}
	}
}

// insert puts count lines in at a place; linked ones follow from the line
// before as a careful forger would make them.
func insert(at, count int, linked bool) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		template := rowAt(t, b, 0)
		if at < length {
			moveIDs(t, b, at, count)
		}
		for i := range count {
			r := template
			r.id, r.commitment, r.link = int64(at+i), make([]byte, 32), make([]byte, 32)
			rand.Read(r.commitment)
			rand.Read(r.link)
			if linked {
				var before [32]byte
				if r.id > 0 {
					before = asLink(rowAt(t, b, r.id-1).link)
				}
				link := linkHash(before, leafHash(r.id, r.at, r.commitment))
				r.link = link[:]
			}
			put(t, b, r)
		}
	}
}

func rowAt(t *testing.T, b *bench, place int64) row {
	t.Helper()
	rows, err := b.db.Query(selectRow+` WHERE id = $1`, place)
	must(t, err)
	defer rows.Close()
	var r row
	if !rows.Next() {
		t.Fatalf("no line %d", place)
	}
	must(t, r.scan(rows))
	return r
}

func put(t *testing.T, b *bench, r row) {
	t.Helper()
	b.exec(t, insertRuns[b.dialect][0], r.id, r.at, r.caseFile, r.actor, r.body, r.salt, r.commitment, r.link)
}

// swap exchanges two lines; keepLinks leaves the links where they stand.
func swap(i, j int64, keepLinks bool) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		first, second := rowAt(t, b, i), rowAt(t, b, j)
		b.exec(t, `DELETE FROM audit_entries WHERE id IN ($1, $2)`, i, j)
		first.id, second.id = j, i
		if keepLinks {
			first.link, second.link = second.link, first.link
		}
		put(t, b, first)
		put(t, b, second)
	}
}

// relink changes a line's commitment and makes links anew to the line last.
func relink(from, last int64) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		setBytes("commitment", int(from), 32)(t, b)
		for place := from; place <= last; place++ {
			before := asLink(rowAt(t, b, place-1).link)
			r := rowAt(t, b, place)
			link := linkHash(before, leafHash(place, r.at, r.commitment))
			b.exec(t, `UPDATE audit_entries SET link = $1 WHERE id = $2`, link[:], place)
		}
	}
}

// setHead makes the head row that goes with the first size lines as they stand.
func setHead(size int64) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		var e edge
		for place := range size {
			r := rowAt(t, b, place)
			e.add(leafHash(place, r.at, r.commitment))
		}
		b.exec(t, `UPDATE audit_heads SET size = $1, edge = $2, link = $3`, size, e.bytes(), e.link[:])
	}
}

func both(steps ...func(*testing.T, *bench)) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) {
		for _, step := range steps {
			step(t, b)
		}
	}
}

func sqlOf(query string) func(*testing.T, *bench) {
	return func(t *testing.T, b *bench) { b.exec(t, query) }
}

var tamperings = []tampering{
	{"nothing", func(*testing.T, *bench) {}, none, nil},
	{"a time", func(t *testing.T, b *bench) {
		b.exec(t, `UPDATE audit_entries SET happened_at = $1 WHERE id = 17`, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	}, []string{"17 changed"}, nil},
	{"a commitment", setBytes("commitment", 17, 32), []string{"17 changed"}, nil},
	{"the first commitment", setBytes("commitment", 0, 32), []string{"0 changed"}, nil},
	{"the last commitment", setBytes("commitment", length-1, 32), []string{"39 changed"}, nil},
	{"a commitment cut short", setBytes("commitment", 17, 31), []string{"17 changed"}, nil},
	{"a link", setBytes("link", 17, 32), []string{"17 changed"}, nil},
	{"the last link", setBytes("link", length-1, 32), []string{"39 changed"}, nil},
	{"two neighbours", both(setBytes("commitment", 17, 32), setBytes("commitment", 18, 32)), []string{"17 changed", "18 changed"}, nil},
	{"two apart", both(setBytes("commitment", 3, 32), setBytes("commitment", 30, 32)), []string{"3 changed", "30 changed"}, nil},
	{"a text", setBytes("body", 17, 100), []string{"17 changed"}, none},
	{"a text moved", update("body = (SELECT body FROM audit_entries WHERE id = 4) WHERE id = 17"), []string{"17 changed"}, none},
	{"a salt", setBytes("salt", 17, saltBytes), []string{"17 changed"}, none},
	{"whom it concerns", update("case_file_id = '%s' WHERE id = 17", uuid.New()), []string{"17 changed"}, none},
	{"that it concerns a family", update("case_file_id = NULL WHERE id = 17"), []string{"17 changed"}, none},
	{"who it was", update("actor_id = '%s' WHERE id = 17", uuid.New()), []string{"17 changed"}, none},
	{"emptied", update("body = NULL, salt = NULL, actor_id = NULL, case_file_id = NULL WHERE id = 17"), []string{"17 emptied"}, none},
	{"emptied in part", update("salt = NULL WHERE id = 17"), []string{"17 changed"}, none},
	{"text away", update("body = NULL WHERE id = 17"), []string{"17 changed"}, none},

	{"removed", remove(17, 17, false), []string{"17 removed"}, nil},
	{"the first removed", remove(0, 0, false), []string{"0 removed"}, nil},
	{"five removed", remove(10, 14, false), []string{"10-14 removed"}, nil},
	{"removed and hidden", remove(17, 17, true), []string{"17 removed"}, nil},
	{"the first removed and hidden", remove(0, 0, true), []string{"0 removed"}, nil},
	{"five removed and hidden", remove(10, 14, true), []string{"10-14 removed"}, nil},
	{"removed twice", both(remove(30, 31, true), remove(5, 5, false)), []string{"5 removed", "30-31 removed"}, nil},

	{"inserted", insert(17, 1, false), []string{"17 inserted"}, nil},
	{"inserted first", insert(0, 1, false), []string{"0 inserted"}, nil},
	{"inserted before the last", insert(length-1, 1, false), []string{"39 inserted"}, nil},
	{"inserted and linked", insert(17, 1, true), []string{"17 inserted"}, nil},
	{"three inserted", insert(17, 3, false), []string{"17-19 inserted"}, nil},
	{"three inserted and linked", insert(17, 3, true), []string{"17-19 inserted"}, nil},
	{"inserted at the end", insert(length, 2, false), []string{"40-41 inserted"}, nil},
	{"inserted at the end and linked", insert(length, 2, true), []string{"40-41 inserted"}, nil},
	{"inserted before the beginning", func(t *testing.T, b *bench) {
		r := rowAt(t, b, 3)
		r.id = -5
		put(t, b, r)
	}, []string{"-5 inserted"}, nil},

	{"swapped", swap(10, 30, false), []string{"10 reordered", "30 reordered"}, nil},
	{"swapped but not the links", swap(10, 30, true), []string{"10 reordered", "30 reordered"}, nil},
	{"neighbours swapped", swap(17, 18, false), []string{"17 reordered", "18 reordered"}, nil},
	{"neighbours swapped but not the links", swap(17, 18, true), []string{"17 reordered", "18 reordered"}, nil},
	{"the last swapped", swap(38, 39, false), []string{"38 reordered", "39 reordered"}, nil},
	{"the first swapped", swap(0, 1, false), []string{"0 reordered", "1 reordered"}, nil},
	{"three moved round", both(swap(10, 20, false), swap(20, 30, false)), []string{"10 reordered", "20 reordered", "30 reordered"}, nil},

	{"tail cut", remove(35, 39, false), []string{"35-39 tail cut"}, nil},
	{"all cut", remove(0, 39, false), []string{"0-39 tail cut"}, nil},
	{"head row gone", sqlOf(`DELETE FROM audit_heads`), []string{"40 head forged"}, nil},
	{"head row's edge", func(t *testing.T, b *bench) {
		b.exec(t, `UPDATE audit_heads SET edge = `+hexBytes(b, 64))
	}, []string{"40 head forged"}, nil},
	{"head row's edge cut", func(t *testing.T, b *bench) {
		b.exec(t, `UPDATE audit_heads SET edge = `+hexBytes(b, 63))
	}, []string{"40 head forged"}, nil},
	{"head row's link", func(t *testing.T, b *bench) {
		b.exec(t, `UPDATE audit_heads SET link = `+hexBytes(b, 32))
	}, []string{"40 head forged"}, nil},

	{"rewritten from a place on", both(relink(17, 39), setHead(length)), []string{"17 changed"}, none},
	{"changed and linked anew", relink(17, 17), []string{"17 changed"}, []string{"18 changed"}},
}

func testTampering(t *testing.T, b *bench) {
	for _, c := range tamperings {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			b.fill(t, length)
			c.do(t, b)
			wantFindings(t, b.verify(t), c.want)
			if c.tree == nil {
				c.tree = c.want
			}
			wantFindings(t, b.verifyWith(t, VerifyConfig{}), c.tree)
		})
	}
}

// fill begins the log again with n lines about a few families.
func (b *bench) fill(t *testing.T, n int) *Log {
	t.Helper()
	b.exec(t, `DELETE FROM audit_entries`)
	b.exec(t, `DELETE FROM audit_heads`)
	b.exec(t, `DELETE FROM audit_signed_heads`)
	l := b.open(t)
	for range n / 4 {
		b.clock.Advance(time.Second)
		must(t, l.Record(t.Context(), slices.Repeat([]Entry{look(uuid.New(), uuid.New(), "goals")}, 4)...))
	}
	return l
}

func wantFindings(t *testing.T, report Report, want []string) {
	t.Helper()
	got := []string{}
	for _, f := range report.Findings {
		text := fmt.Sprint(f.Place)
		if f.To != f.Place {
			text += fmt.Sprint("-", f.To)
		}
		got = append(got, text+" "+string(f.What))
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q: %v", got, want, report.Findings)
	}
}

func signerFor(t testing.TB) (note.Signer, note.Verifiers) {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, "hverdag.example/heads")
	must(t, err)
	signer, err := note.NewSigner(private)
	must(t, err)
	verifier, err := note.NewVerifier(public)
	must(t, err)
	return signer, note.VerifierList(verifier)
}

// signedTamperings are done by somebody who rewrites links and head row too;
// heads were signed at 20 and 40 lines and stand in the control plane.
var signedTamperings = []tampering{
	{"nothing", func(*testing.T, *bench) {}, none, nil},
	{"rewritten after the first head", both(relink(25, 39), setHead(length)), []string{"20-39 rewritten"}, nil},
	{"rewritten before the first head", both(relink(7, 39), setHead(length)), []string{"0-19 rewritten"}, nil},
	{"tail cut and head row set back", both(remove(35, 39, false), setHead(35)), []string{"35-39 tail cut"}, nil},
	{"tail cut to a signed head", both(remove(20, 39, false), setHead(20), sqlOf(`DELETE FROM audit_signed_heads WHERE id = 40`)), []string{"20-39 tail cut"}, nil},
	{"all gone", both(remove(0, 39, false), setHead(0), sqlOf(`DELETE FROM audit_signed_heads`)), []string{"0-39 tail cut"}, nil},
	{"head row set back", setHead(30), []string{"30 head forged"}, nil},
	{"a line changed", setBytes("commitment", 7, 32), []string{"7 changed"}, nil},
	{"own copy gone", sqlOf(`DELETE FROM audit_signed_heads WHERE id = 20`), []string{"20 head forged"}, nil},
	{"own copy changed", sqlOf(`UPDATE audit_signed_heads SET note = REPLACE(note, 'hverdag.example', 'hverdag.exemple') WHERE id = 20`), []string{"20 head forged"}, nil},
	{"own copy for another size", sqlOf(`UPDATE audit_signed_heads SET id = 21 WHERE id = 20`), []string{"20 head forged", "21 head forged"}, nil},
}

func testRewritten(t *testing.T, b *bench) {
	signer, verifiers := signerFor(t)
	for _, c := range signedTamperings {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			l := b.fill(t, length/2)
			first, err := l.SignHead(t.Context(), signer)
			must(t, err)
			must(t, l.Record(t.Context(), slices.Repeat([]Entry{look(uuid.New(), uuid.New())}, length/2)...))
			second, err := l.SignHead(t.Context(), signer)
			must(t, err)
			c.do(t, b)
			heads := []SignedHead{first.SignedHead, second.SignedHead}
			wantFindings(t, b.verifyWith(t, VerifyConfig{Verifiers: verifiers, Heads: heads}), c.want)
		})
	}
}

func testSignHead(t *testing.T, b *bench) {
	signer, verifiers := signerFor(t)
	l := b.fill(t, 0)
	empty, err := l.SignHead(t.Context(), signer)
	must(t, err)
	if empty.Size != 0 || empty.Note != "" {
		t.Errorf("an empty log was signed: %+v", empty)
	}
	must(t, l.Record(t.Context(), look(uuid.New(), uuid.New()), look(uuid.New(), uuid.New()), look(uuid.New(), uuid.New())))
	head, err := l.SignHead(t.Context(), signer)
	must(t, err)
	size, root, err := OpenHead(head.Note, verifiers)
	must(t, err)
	_, want := reference(t, b)
	if size != 3 || root != want || head.Root != want || !head.SignedAt.Equal(b.clock.Now()) {
		t.Errorf("signed %d %v at %v, want 3 %v", size, root, head.SignedAt, want)
	}
	b.clock.Advance(time.Hour)
	again, err := l.SignHead(t.Context(), signer)
	must(t, err)
	if again != head {
		t.Errorf("a log that did not grow was signed again: %+v, then %+v", head, again)
	}
	_, strangers := signerFor(t)
	if _, _, err := OpenHead(head.Note, strangers); err == nil {
		t.Error("a head was believed without its signer")
	}
	forged := head.SignedHead
	forged.Note = strings.Replace(forged.Note, "\n3\n", "\n4\n", 1)
	wantFindings(t, b.verifyWith(t, VerifyConfig{Verifiers: verifiers, Heads: []SignedHead{forged}}), []string{"3 head forged"})
}

func TestLinesWithoutAHeadAreNotBegunAgain(t *testing.T) {
	b := newBench(t, openSQLite(t, ""), SQLite)
	b.fill(t, 4)
	b.exec(t, `DELETE FROM audit_heads`)
	if _, err := Open(t.Context(), Config{DB: b.db, Dialect: SQLite, Keys: b.keys}); err == nil {
		t.Error("a log whose head row is gone was begun again")
	}
}

func TestAnotherMunicipalitysKeysOpenNothing(t *testing.T) {
	b := newBench(t, openSQLite(t, ""), SQLite)
	b.fill(t, 4)
	other := newBench(t, openSQLite(t, ""), SQLite)
	report := b.verifyWith(t, VerifyConfig{Keys: other.keys})
	wantFindings(t, report, []string{"0 changed", "1 changed", "2 changed", "3 changed"})
}
