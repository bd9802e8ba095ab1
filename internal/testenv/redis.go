package testenv

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"syscall"

	"github.com/redis/go-redis/v9"
)

// redisDatabases is how many tests can have a Redis database of their own at
// the same time.
const redisDatabases = 1024

// StartRedis starts a Redis of one's own on a Unix socket. Whoever calls it
// stops it with Stop.
func StartRedis(ctx context.Context, options Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	program, err := usualPlaces().redis()
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
	socket := home.join("redis.sock")
	s := &Server{URL: "unix://" + socket, folder: home, account: account, ask: syscall.SIGTERM, ready: redisAnswers}
	s.launch = func(s *Server) (*process, error) {
		command := exec.Command(program, "-") // reads its configuration from standard input
		command.Stdin = strings.NewReader(redisConfiguration(home, socket, options))
		command.Dir = home.path
		command.Env = bareEnvironment(home.path)
		command.SysProcAttr = &syscall.SysProcAttr{Credential: account}
		return spawn("Redis", command, home.join("redis.log"), syscall.SIGKILL)
	}
	if err := s.start(ctx); err != nil {
		return nil, s.abandon(err)
	}
	return s, nil
}

func redisConfiguration(home *folder, socket string, options Options) string {
	lines := []string{
		"port 0",
		"unixsocket " + socket,
		"unixsocketperm 700",
		"dir " + home.path,
		"daemonize no",
		`save ""`,
		fmt.Sprintf("databases %d", redisDatabases),
	}
	if options.Durable {
		lines = append(lines, "appendonly yes", "appendfsync always")
	}
	return strings.Join(lines, "\n") + "\n"
}

func redisAnswers(ctx context.Context, s *Server) error {
	options, err := redis.ParseURL(s.URL)
	if err != nil {
		return err
	}
	options.MaxRetries = -1
	client := redis.NewClient(options)
	defer client.Close()
	return client.Ping(ctx).Err()
}
