package testenv

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
)

const portAttempts = 5

// StartPostgres starts a PostgreSQL of one's own on a free port of the
// loopback interface. Whoever calls it stops it with Stop.
func StartPostgres(ctx context.Context, options Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	programs, err := usualPlaces().postgresFolder()
	if err != nil {
		return nil, err
	}
	account, err := serverAccount()
	if err != nil {
		return nil, err
	}
	home, err := newFolder(options.Durable)
	if err != nil {
		return nil, err
	}
	s := &Server{folder: home, account: account, ask: syscall.SIGINT, ready: postgresAnswers}
	password := randomWord()
	if err := s.initialise(ctx, programs, password); err != nil {
		return nil, s.abandon(err)
	}
	for range portAttempts {
		err = s.onFreePort(ctx, programs, password, options)
		if err == nil {
			return s, nil
		}
		if !strings.Contains(err.Error(), "could not bind") {
			break
		}
	}
	return nil, s.abandon(err)
}

// initialise makes the cluster. The superuser has a password, and so must
// every role: a test with a wrong password fails as it would in production.
func (s *Server) initialise(ctx context.Context, programs, password string) error {
	secret, err := s.folder.writeFor(s.account, "password", password+"\n")
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, filepath.Join(programs, "initdb"),
		"-D", s.folder.join("data"), "-U", "postgres", "--pwfile", secret,
		"-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	command.Dir = s.folder.path
	command.Env = bareEnvironment(s.folder.path)
	command.SysProcAttr = &syscall.SysProcAttr{Credential: s.account, Setpgid: true}
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("making a PostgreSQL cluster: %w\n%s", err, output)
	}
	return nil
}

func (s *Server) onFreePort(ctx context.Context, programs, password string, options Options) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	s.URL = (&url.URL{
		Scheme: "postgres", User: url.UserPassword("postgres", password),
		Host: net.JoinHostPort("127.0.0.1", port), Path: "/postgres", RawQuery: "sslmode=disable",
	}).String()
	s.launch = func(s *Server) (*process, error) {
		command := exec.Command(filepath.Join(programs, "postgres"), postgresArguments(s.folder, port, options)...)
		command.Dir = s.folder.path
		command.Env = bareEnvironment(s.folder.path)
		command.SysProcAttr = &syscall.SysProcAttr{Credential: s.account}
		return spawn("PostgreSQL", command, s.folder.join("postgres.log"), syscall.SIGQUIT)
	}
	return s.start(ctx)
}

func postgresArguments(home *folder, port string, options Options) []string {
	settings := []string{
		"listen_addresses=127.0.0.1", "port=" + port,
		"unix_socket_directories=" + home.path, "unix_socket_permissions=0700",
		"max_connections=300", "shared_buffers=64MB", "timezone=UTC",
		"log_min_messages=warning", "log_min_error_statement=panic", // tests provoke errors on purpose
	}
	if !options.Durable {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "max_wal_size=256MB", "autovacuum=off")
	}
	arguments := []string{"-D", home.join("data")}
	for _, setting := range settings {
		arguments = append(arguments, "-c", setting)
	}
	return arguments
}

// freePort takes a port that nobody listens on. Somebody may take it before
// the server does; StartPostgres then tries another.
func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("finding a free port: %w", err)
	}
	defer listener.Close()
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return "", errors.New("finding a free port: the address has none")
	}
	return strconv.Itoa(address.Port), nil
}

// postgresAnswers signs in: another server on the same port would not know
// the password.
func postgresAnswers(ctx context.Context, s *Server) error {
	connection, err := pgx.Connect(ctx, s.URL)
	if err != nil {
		return err
	}
	defer connection.Close(ctx)
	return connection.Ping(ctx)
}
