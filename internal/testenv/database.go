package testenv

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Folder is a folder of the test's own, in memory where there is room, for what
// need not survive the machine.
func Folder(t testing.TB) string {
	t.Helper()
	if os.Getenv("TMPDIR") != "" || !isRoomyMemory(memory) {
		return t.TempDir()
	}
	own, err := lockedFolder(memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := own.remove(); err != nil {
			t.Errorf("removing the folder that was tested in: %v", err)
		}
	})
	files := own.join("files")
	if err := os.Mkdir(files, 0o700); err != nil {
		t.Fatalf("making a folder to test in: %v", err)
	}
	return files
}

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
	if err := execute(ctx, address, statement); err != nil {
		t.Fatal(err)
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
