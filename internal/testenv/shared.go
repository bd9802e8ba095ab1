package testenv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
)

// The environment variables that carry the shared servers' addresses from the
// testenv command to the packages' tests.
const (
	PostgresVariable = "HVERDAG_TEST_POSTGRES_URL"
	RedisVariable    = "HVERDAG_TEST_REDIS_URL"
)

// The environment variables that carry the PostgreSQL's address as each of
// production's two roles, for tests that run the program itself.
const (
	OwnerVariable = "HVERDAG_TEST_OWNER_URL"
	ServeVariable = "HVERDAG_TEST_SERVE_URL"
)

// shared are the servers that a test process shares among its tests.
var shared = struct {
	inMain   bool
	postgres sharedServer
	redis    sharedServer
	roles    sharedRoles
}{
	postgres: sharedServer{variable: PostgresVariable, start: StartPostgres},
	redis:    sharedServer{variable: RedisVariable, start: StartRedis},
}

// sharedServer is given by the environment, or started at the first need.
type sharedServer struct {
	variable string
	start    func(context.Context, Options) (*Server, error)
	once     sync.Once
	url      string
	server   *Server // nil when the environment gave the address
	err      error
}

// Main runs a package's tests, stops the servers that they started, and ends
// the process. It is all that such a package's TestMain does.
func Main(m *testing.M) {
	shared.inMain = true
	code := m.Run()
	if err := stopShared(); err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func stopShared() error {
	return errors.Join(shared.roles.drop(), shared.postgres.stop(), shared.redis.stop())
}

func (s *sharedServer) reach(t testing.TB) string {
	t.Helper()
	if !shared.inMain {
		t.Fatal("this package's TestMain must call testenv.Main, so that the servers are stopped")
	}
	s.once.Do(func() {
		s.url = os.Getenv(s.variable)
		if s.url != "" {
			return
		}
		s.server, s.err = s.start(context.Background(), Options{})
		if s.err == nil {
			s.url = s.server.URL
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.url
}

func (s *sharedServer) stop() error {
	if s.server == nil {
		return nil
	}
	return s.server.Stop()
}
