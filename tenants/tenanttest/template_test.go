package tenanttest

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestACopiedHouseIsServedByARoleThatOwnsNothing(t *testing.T) {
	for range 2 {
		house := Postgres(t)
		house.Family("Lia")
		for _, refused := range []string{
			"ALTER TABLE goals ADD COLUMN extra int", "CREATE TABLE extra (id int)", "DROP TABLE goals",
			"DELETE FROM audit_entries", "UPDATE audit_entries SET salt = NULL", "UPDATE schema_versions SET version = 0",
		} {
			if _, err := house.Scope.WriteDB().ExecContext(t.Context(), refused); err == nil {
				t.Errorf("the serving role could do: %s", refused)
			}
		}
	}
}

func TestHousesShareNothing(t *testing.T) {
	Both(t, func(t *testing.T, house *House) {
		house.Family("Lia")
		other := SQLite(t)
		if house.Folder == "" {
			other = Postgres(t)
		}
		count, err := other.Scope.Client().CaseFile.Query().Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if count != 0 {
			t.Errorf("a new house has %d families, want none", count)
		}
	})
}

func TestAKeptHouseStandsAsItDidAndSharesNothing(t *testing.T) {
	model := SQLite(t)
	model.Family("Lia")
	coordinator := model.Coordinator()
	kept := model.Keep()
	model.Family("Etterpå")
	for range 2 {
		house := kept.House(t)
		if again := house.Coordinator(); again.Viewer.ID != coordinator.Viewer.ID || house.Token(again) != model.Token(coordinator) {
			t.Error("the coordinator is somebody else")
		}
		count, err := house.Scope.Client().CaseFile.Query().Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if count != 1 {
			t.Errorf("%d families, want the one that was there", count)
		}
		house.Family("Til")
	}
}
