package audit

import (
	"database/sql"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestTheLogKeepsItsPromisesOnPostgres(t *testing.T) {
	Suite(t, func(t testing.TB) (*sql.DB, Dialect) {
		db, err := sql.Open("pgx", testenv.NewDatabase(t))
		must(t, err)
		db.SetMaxOpenConns(6)
		t.Cleanup(func() { db.Close() })
		return db, Postgres
	})
}
