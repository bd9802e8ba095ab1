package testenv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// The exit codes of a shell, for what never ran and for what a signal ended.
const (
	exitNotRun   = 127
	exitSignaled = 128
)

// RunCommand starts both servers, runs the command with their addresses in
// its environment, passes signals on to it, stops the servers, and returns the
// command's exit code. Its caller is the testenv command.
func RunCommand(arguments []string) int {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	if len(arguments) == 0 {
		fmt.Fprintln(os.Stderr, "testenv: which command? testenv -- COMMAND [ARGUMENT ...]")
		return exitNotRun
	}
	environment, stop, err := startBoth(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
		return exitNotRun
	}
	code := runUnder(arguments, environment, signals)
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
		code = max(code, 1)
	}
	return code
}

func startBoth(ctx context.Context) (environment []string, stop func() error, err error) {
	postgres, err := StartPostgres(ctx, Options{})
	if err != nil {
		return nil, nil, err
	}
	redis, err := StartRedis(ctx, Options{})
	if err != nil {
		return nil, nil, errors.Join(err, postgres.Stop())
	}
	stop = func() error { return errors.Join(postgres.Stop(), redis.Stop()) }
	owner, serve, err := MakeRoles(postgres.URL)
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	environment = []string{
		PostgresVariable + "=" + postgres.URL, RedisVariable + "=" + redis.URL,
		OwnerVariable + "=" + owner, ServeVariable + "=" + serve,
	}
	return environment, stop, nil
}

func runUnder(arguments, environment []string, signals <-chan os.Signal) int {
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), environment...)
	if err := command.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
		return exitNotRun
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case received := <-signals:
			command.Process.Signal(received)
		case <-ended:
			return exitCode(command.ProcessState)
		}
	}
}

func exitCode(state *os.ProcessState) int {
	status, ok := state.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return exitSignaled + int(status.Signal())
	}
	return state.ExitCode()
}
