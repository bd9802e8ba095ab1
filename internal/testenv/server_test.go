package testenv

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
)

func TestTwoTestsShareNoDatabaseAndLeaveNone(t *testing.T) {
	t.Parallel()
	var names []string
	t.Run("a test with two databases", func(t *testing.T) {
		one, other := NewDatabase(t), NewDatabase(t)
		if one == other {
			t.Fatalf("two databases have the same address %s", one)
		}
		connection := connect(t, one)
		if _, err := connection.Exec(t.Context(), "CREATE TABLE mine (id int)"); err != nil {
			t.Fatal(err)
		}
		if count(t, connect(t, other), "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") != 0 {
			t.Error("a table made in one database is seen in the other")
		}
		names = []string{databaseOf(t, one), databaseOf(t, other)}
	})
	left := count(t, connect(t, Postgres(t)), "SELECT count(*) FROM pg_database WHERE datname = ANY($1)", names)
	if len(names) != 2 || left != 0 {
		t.Errorf("%d of the databases %v are left after the test, though one was connected", left, names)
	}
}

func TestTheServingRoleMayDoNothingUntilGranted(t *testing.T) {
	t.Parallel()
	var roles []string
	t.Run("a test with roles", func(t *testing.T) {
		owner, serve := NewRoles(t)
		roles = []string{userOf(t, owner), userOf(t, serve)}
		if _, err := connect(t, owner).Exec(t.Context(), "CREATE DATABASE of_"+roles[0]); err != nil {
			t.Errorf("the owner may not make a database: %v", err)
		}
		if _, err := connect(t, serve).Exec(t.Context(), "CREATE DATABASE of_"+roles[1]); err == nil {
			t.Error("the serving role may make a database")
		}
		wrong := replace(t, serve, func(u *url.URL) { u.User = url.UserPassword(roles[1], "wrong") })
		if connection, err := pgx.Connect(t.Context(), wrong); err == nil {
			connection.Close(t.Context())
			t.Error("a wrong password is let in")
		}
	})
	server := connect(t, Postgres(t))
	if count(t, server, "SELECT count(*) FROM pg_roles WHERE rolname = ANY($1)", roles) != 0 {
		t.Error("the roles are left after the test")
	}
	if count(t, server, "SELECT count(*) FROM pg_database WHERE datname = $1", "of_"+roles[0]) != 0 {
		t.Error("the owner's database is left after the test")
	}
}

func TestEachTestHasAnEmptyRedisOfItsOwn(t *testing.T) {
	t.Parallel()
	one, other := redisClient(t, Redis(t)), redisClient(t, Redis(t))
	defer one.Close()
	defer other.Close()
	if err := one.Set(t.Context(), "key", "value", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if err := other.Get(t.Context(), "key").Err(); err != redis.Nil {
		t.Errorf("one test's key gives %v in another's Redis, want none", err)
	}
}

func TestADurableServerKeepsWhatItConfirmedWhenKilled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	postgres, err := StartPostgres(ctx, Options{Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, postgres)
	if _, err := connect(t, postgres.URL).Exec(ctx, "CREATE TABLE kept AS SELECT 1 AS id"); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Kill(); err != nil {
		t.Fatal(err)
	}
	if connection, err := pgx.Connect(ctx, postgres.URL); err == nil {
		connection.Close(ctx)
		t.Fatal("a killed server still answers")
	}
	if err := postgres.Resume(ctx); err != nil {
		t.Fatal(err)
	}
	if count(t, connect(t, postgres.URL), "SELECT count(*) FROM kept") != 1 {
		t.Error("what was confirmed before the kill is lost")
	}
}

func TestARedisCanBeTakenAwayAndComeBackAtTheSameAddress(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server, err := StartRedis(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, server)
	if err := server.Resume(ctx); err == nil {
		t.Error("a running server was started twice")
	}
	if err := server.Halt(); err != nil {
		t.Fatal(err)
	}
	if err := redisAnswers(ctx, server); err == nil {
		t.Fatal("a halted server still answers")
	}
	if err := server.Resume(ctx); err != nil {
		t.Fatal(err)
	}
	if err := redisAnswers(ctx, server); err != nil {
		t.Errorf("the server does not answer again: %v", err)
	}
}

func TestAMissingServerSaysWhatToInstall(t *testing.T) {
	t.Parallel()
	nowhere := places{folders: []string{t.TempDir()}, pattern: filepath.Join(t.TempDir(), "*")}
	_, err := nowhere.redis()
	if err == nil || err.Error() != "redis-server is missing: apt-get install redis-server, or run make test" {
		t.Errorf("a missing Redis says %v", err)
	}
	_, err = nowhere.postgresFolder()
	if err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("a missing PostgreSQL says %v", err)
	}
}

func TestTheNewestPostgresIsChosen(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, version := range []string{"9", "15", "17", "notes"} {
		folder := filepath.Join(root, version, "bin")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, program := range []string{"initdb", "postgres"} {
			if err := os.WriteFile(filepath.Join(folder, program), nil, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	found, err := places{pattern: filepath.Join(root, "*", "bin")}.postgresFolder()
	if err != nil || found != filepath.Join(root, "17", "bin") {
		t.Errorf("chose %s, %v", found, err)
	}
}

func stop(t *testing.T, server *Server) {
	t.Helper()
	if err := server.Stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(server.folder.path); !os.IsNotExist(err) {
		t.Errorf("the server's folder is left: %v", err)
	}
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close(context.Background()) })
	return connection
}

func count(t *testing.T, connection *pgx.Conn, query string, arguments ...any) (number int) {
	t.Helper()
	if err := connection.QueryRow(t.Context(), query, arguments...).Scan(&number); err != nil {
		t.Fatal(err)
	}
	return number
}

func databaseOf(t *testing.T, address string) (name string) {
	t.Helper()
	replace(t, address, func(u *url.URL) { name = strings.TrimPrefix(u.Path, "/") })
	return name
}

func userOf(t *testing.T, address string) (name string) {
	t.Helper()
	replace(t, address, func(u *url.URL) { name = u.User.Username() })
	return name
}
