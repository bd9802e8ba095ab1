package audit

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
)

// BenchmarkAppend compares the log with plain inserts of the same rows, each
// in its own transaction, by one caller and by sixteen.
func BenchmarkAppend(b *testing.B) {
	for _, callers := range []int{1, 16} {
		b.Run(fmt.Sprintf("plain/callers=%d", callers), func(b *testing.B) {
			m := newBench(b, openSQLite(b, ""), SQLite)
			statement, err := m.db.Prepare(insertRuns[SQLite][0])
			must(b, err)
			body, salt, hash := make([]byte, 330), make([]byte, saltBytes), make([]byte, 32)
			var place atomic.Int64
			together(b, callers, func() error {
				_, err := statement.Exec(place.Add(1), m.clock.Now(), uuid.NewString(), uuid.NewString(), body, salt, hash, hash)
				return err
			})
		})
		b.Run(fmt.Sprintf("log/callers=%d", callers), func(b *testing.B) {
			m := newBench(b, openSQLite(b, ""), SQLite)
			l := m.open(b)
			together(b, callers, func() error {
				return l.Record(b.Context(), look(uuid.New(), uuid.New(), "goals", "measures"))
			})
		})
	}
}

// together shares b.N calls between callers.
func together(b *testing.B, callers int, call func() error) {
	b.SetParallelism((callers + 1) / 2)
	b.ResetTimer()
	if callers == 1 {
		for range b.N {
			must(b, call())
		}
		return
	}
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if err := call(); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkVerify verifies a million lines: the tree alone, and the texts too.
func BenchmarkVerify(b *testing.B) {
	const lines = 1_000_000
	m := newBench(b, openSQLite(b, ""), SQLite)
	l := m.open(b)
	entries := slices.Repeat([]Entry{look(uuid.New(), uuid.New(), "goals", "measures")}, 5000)
	for range lines / len(entries) {
		must(b, l.Record(b.Context(), entries...))
	}
	for name, config := range map[string]VerifyConfig{"tree": {}, "texts": {Keys: m.keys}} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				wantWhole(b, m.verifyWith(b, config), lines)
			}
		})
	}
}
