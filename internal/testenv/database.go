package testenv

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
)

const cleanUpPatience = 30 * time.Second

// Postgres returns the URL of the PostgreSQL's maintenance database, as
// superuser. The server is shared with other tests: a test makes databases and
// roles with random names, and drops them.
func Postgres(t testing.TB) string {
	t.Helper()
	return shared.postgres.reach(t)
}

// NewDatabase returns the URL of a new, empty database, as superuser. It is
// dropped when the test ends, whoever is still connected.
func NewDatabase(t testing.TB) string {
	t.Helper()
	maintenance := Postgres(t)
	name := "t_" + strings.ToLower(randomWord())
	run(t, maintenance, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, maintenance, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return replace(t, maintenance, func(u *url.URL) { u.Path = "/" + name })
}

// NewRoles makes the two roles of production and returns the maintenance
// database's URL as each: owner may make databases, serve may do
// nothing until it is granted something. When the test ends the roles are
// dropped with every database that owner has made.
func NewRoles(t testing.TB) (owner, serve string) {
	t.Helper()
	maintenance := Postgres(t)
	end := strings.ToLower(randomWord())
	owner = newRole(t, maintenance, "owner_"+end, "CREATEDB")
	serve = newRole(t, maintenance, "serve_"+end, "")
	t.Cleanup(func() { dropRoles(t, maintenance, "owner_"+end, "serve_"+end) })
	return owner, serve
}

func newRole(t testing.TB, maintenance, name, rights string) string {
	t.Helper()
	password := randomWord()
	run(t, maintenance, fmt.Sprintf("CREATE ROLE %s LOGIN %s PASSWORD '%s'", name, rights, password))
	return replace(t, maintenance, func(u *url.URL) { u.User = url.UserPassword(name, password) })
}

func dropRoles(t testing.TB, maintenance string, names ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), cleanUpPatience)
	defer cancel()
	connection, err := pgx.Connect(ctx, maintenance)
	if err != nil {
		t.Errorf("dropping %v: %v", names, err)
		return
	}
	defer connection.Close(ctx)
	rows, err := connection.Query(ctx, "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = ANY($1)", names)
	if err != nil {
		t.Errorf("looking for the databases of %v: %v", names, err)
		return
	}
	databases, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Errorf("looking for the databases of %v: %v", names, err)
		return
	}
	statements := []string{}
	for _, database := range databases {
		statements = append(statements, "DROP DATABASE "+pgx.Identifier{database}.Sanitize()+" WITH (FORCE)")
	}
	for _, name := range names {
		statements = append(statements, "DROP OWNED BY "+name+" CASCADE", "DROP ROLE "+name)
	}
	for _, statement := range statements {
		if _, err := connection.Exec(ctx, statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// Redis returns the URL of a Redis database that is this test's own, empty,
// and emptied when the test ends. Channels are not a database's own: Redis
// has them in common, so a test that publishes uses a random prefix.
func Redis(t testing.TB) string {
	t.Helper()
	address := shared.redis.reach(t)
	client := redisClient(t, address)
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), cleanUpPatience)
	defer cancel()
	number, err := client.Incr(ctx, "testenv:databases").Result()
	if err != nil {
		t.Fatalf("taking a Redis database: %v", err)
	}
	own := replace(t, address, func(u *url.URL) {
		u.RawQuery = url.Values{"db": {fmt.Sprint(1 + number%(redisDatabases-1))}}.Encode()
	})
	empty := func() {
		client := redisClient(t, own)
		defer client.Close()
		if err := client.FlushDB(context.Background()).Err(); err != nil {
			t.Errorf("emptying a Redis database: %v", err)
		}
	}
	empty()
	t.Cleanup(empty)
	return own
}

func redisClient(t testing.TB, address string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(address)
	if err != nil {
		t.Fatalf("reading the address of Redis: %v", err)
	}
	return redis.NewClient(options)
}

func run(t testing.TB, address, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), cleanUpPatience)
	defer cancel()
	connection, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatalf("reaching the test PostgreSQL: %v", err)
	}
	defer connection.Close(ctx)
	if _, err := connection.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", strings.SplitN(statement, "PASSWORD", 2)[0], err)
	}
}

func replace(t testing.TB, address string, change func(*url.URL)) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatalf("reading the test server's address: %v", err)
	}
	change(parsed)
	return parsed.String()
}
