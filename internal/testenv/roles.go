package testenv

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const duplicateDatabase = "42P04" // PostgreSQL's code for a name that is taken

// NewRoles makes the two roles of production and returns the maintenance
// database's URL as each: owner may make databases, serve may do
// nothing until it is granted something. When the test ends the roles are
// dropped with every database that owner has made.
func NewRoles(t testing.TB) (owner, serve string) {
	t.Helper()
	maintenance := Postgres(t)
	owner, serve, err := MakeRoles(maintenance)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := dropRoles(maintenance, owner, serve); err != nil {
			t.Error(err)
		}
	})
	return owner, serve
}

// sharedRoles are the roles that a test process shares among its tests.
type sharedRoles struct {
	once         sync.Once
	maintenance  string
	owner, serve string
	err          error
}

// Roles is NewRoles for tests that make no difference to the roles: the
// process has one pair, dropped by Main with every database that owner has
// made. A test drops its own databases with DropDatabase.
func Roles(t testing.TB) (owner, serve string) {
	t.Helper()
	maintenance := Postgres(t)
	roles := &shared.roles
	roles.once.Do(func() {
		roles.maintenance = maintenance
		roles.owner, roles.serve, roles.err = MakeRoles(maintenance)
	})
	if roles.err != nil {
		t.Fatal(roles.err)
	}
	return roles.owner, roles.serve
}

func (r *sharedRoles) drop() error {
	if r.owner == "" {
		return lines.hangUp()
	}
	return errors.Join(dropRoles(r.maintenance, r.owner, r.serve), lines.hangUp())
}

// CopyDatabase makes a database as owner, with everything that is in another
// of owner's, to which serve and nobody else may connect. Making one that
// exists is no error. Nobody may be connected to the one that is copied.
func CopyDatabase(ctx context.Context, owner, serve, from, to string) error {
	err := execute(ctx, owner, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", named(to), named(from)))
	var fault *pgconn.PgError
	if err != nil && (!errors.As(err, &fault) || fault.Code != duplicateDatabase) {
		return err
	}
	parsed, err := url.Parse(serve)
	if err != nil {
		return fmt.Errorf("reading the test server's address: %w", err)
	}
	return execute(ctx, owner,
		"REVOKE ALL ON DATABASE "+named(to)+" FROM PUBLIC",
		"GRANT CONNECT ON DATABASE "+named(to)+" TO "+named(parsed.User.Username()))
}

// DropDatabase drops databases as superuser (the address is Postgres'),
// whoever is still connected.
func DropDatabase(ctx context.Context, maintenance string, names ...string) error {
	var statements []string
	for _, name := range names {
		statements = append(statements, "DROP DATABASE IF EXISTS "+named(name)+" WITH (FORCE)")
	}
	return execute(ctx, maintenance, statements...)
}

// MakeRoles is NewRoles for a server that a program has started for itself
// (StartPostgres); they end with the server.
func MakeRoles(maintenance string) (owner, serve string, err error) {
	end := strings.ToLower(randomWord())
	owner, err = asRole(maintenance, "owner_"+end)
	if err != nil {
		return "", "", err
	}
	serve, err = asRole(maintenance, "serve_"+end)
	if err != nil {
		return "", "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), cleanUpPatience)
	defer cancel()
	return owner, serve, execute(ctx, maintenance, newRole(owner, "CREATEDB"), newRole(serve, ""))
}

// asRole is the server's address as another role, with a new password.
func asRole(address, role string) (string, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("reading the test server's address: %w", err)
	}
	parsed.User = url.UserPassword(role, randomWord())
	return parsed.String(), nil
}

func newRole(address, rights string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	password, _ := parsed.User.Password()
	return fmt.Sprintf("CREATE ROLE %s LOGIN %s PASSWORD '%s'", named(parsed.User.Username()), rights, password)
}

func dropRoles(maintenance string, addresses ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), cleanUpPatience)
	defer cancel()
	var roles []string
	for _, address := range addresses {
		parsed, err := url.Parse(address)
		if err != nil {
			return fmt.Errorf("reading the test server's address: %w", err)
		}
		roles = append(roles, parsed.User.Username())
	}
	owned, err := databasesOf(ctx, maintenance, roles)
	if err != nil {
		return err
	}
	if err := DropDatabase(ctx, maintenance, owned...); err != nil {
		return err
	}
	var statements []string
	for _, role := range roles {
		statements = append(statements, "DROP OWNED BY "+named(role)+" CASCADE", "DROP ROLE "+named(role))
	}
	return execute(ctx, maintenance, statements...)
}

func databasesOf(ctx context.Context, maintenance string, roles []string) ([]string, error) {
	connection, err := pgx.Connect(ctx, maintenance)
	if err != nil {
		return nil, fmt.Errorf("reaching the test PostgreSQL: %w", err)
	}
	defer connection.Close(ctx)
	rows, err := connection.Query(ctx, "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = ANY($1)", roles)
	if err != nil {
		return nil, fmt.Errorf("looking for the databases of %v: %w", roles, err)
	}
	owned, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("looking for the databases of %v: %w", roles, err)
	}
	return owned, nil
}

func withoutPassword(statement string) string {
	text, _, _ := strings.Cut(statement, "PASSWORD")
	return text
}

func named(name string) string { return pgx.Identifier{name}.Sanitize() }
