// Package testenv starts private, throw-away PostgreSQL and Redis servers for
// tests, and stops them again. It works as root (the servers then run as an
// account without rights) and as an ordinary user, on Linux, and needs nothing
// but the servers' programs: no service, no fixed port, no container.
//
// A package whose tests need a server says so in its TestMain:
//
//	func TestMain(m *testing.M) { testenv.Main(m) }
//
// and then asks for a database or a Redis of its own in each test with
// NewDatabase, NewRoles (or Roles and CopyDatabase) and Redis. Under `make test` all packages share one
// PostgreSQL and one Redis, which the command internal/testenv/cmd/testenv
// starts; a package tested alone starts its own at the first need. A server
// whose program is missing fails the test; it never skips it.
//
// Only tests and the project's own commands for testing may import it.
package testenv
