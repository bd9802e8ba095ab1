package testenv

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"
)

// roleVariable makes the test program act as something else than tests, so
// that a test can watch a process of this package from outside.
const roleVariable = "HVERDAG_TESTENV_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "":
		Main(m)
	case "command":
		os.Exit(RunCommand(os.Args[1:]))
	case "owner":
		os.Exit(actAsOwner())
	case "inspector":
		os.Exit(actAsInspector())
	}
}

// actAsOwner starts both servers, says which processes and folders they have,
// and waits to be killed.
func actAsOwner() int {
	postgres, err := StartPostgres(context.Background(), Options{})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	redis, err := StartRedis(context.Background(), Options{})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	for _, server := range []*Server{postgres, redis} {
		fmt.Println(server.process.command.Process.Pid, server.folder.path)
	}
	fmt.Println("ready")
	time.Sleep(time.Minute)
	return 1
}

// actAsInspector is run under the testenv command: it reaches both servers by
// their variables and ends with a code of its own.
func actAsInspector() int {
	ctx := context.Background()
	if err := postgresAnswers(ctx, &Server{URL: os.Getenv(PostgresVariable)}); err != nil {
		fmt.Println(err)
		return 1
	}
	if err := redisAnswers(ctx, &Server{URL: os.Getenv(RedisVariable)}); err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("both servers answered user", os.Geteuid())
	if os.Getenv("HVERDAG_TESTENV_WAIT") != "" {
		time.Sleep(time.Minute)
	}
	return 7
}
