package testenv

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"syscall"
	"time"
)

const (
	startPatience = 60 * time.Second
	stopPatience  = 15 * time.Second
	glance        = 10 * time.Millisecond
)

// Options say what kind of server a test needs.
type Options struct {
	// Durable makes the server write what it confirms to disk, as in
	// production. Only a test that kills the server itself needs it: what a
	// server has confirmed survives the death of its clients either way.
	Durable bool
}

// Server is a running PostgreSQL or Redis of one's own. It is for tests that
// take a server away, and for commands that test the whole program; other
// tests use Postgres, NewDatabase and Redis.
type Server struct {
	// URL reaches the server: PostgreSQL's maintenance database as superuser,
	// or Redis' database 0. It stays the same through Halt, Kill and Resume.
	URL string

	folder  *folder
	account *syscall.Credential
	process *process
	launch  func(*Server) (*process, error)
	ready   func(context.Context, *Server) error
	ask     syscall.Signal // stops the server in an orderly way
}

// Halt stops the server in an orderly way and keeps its data for Resume.
func (s *Server) Halt() error { return s.process.end(s.ask, stopPatience) }

// Kill ends the server at once, as a power cut would, and keeps its data for
// Resume.
func (s *Server) Kill() error { return s.process.end(syscall.SIGKILL, stopPatience) }

// Resume starts a halted or killed server again, at the same URL.
func (s *Server) Resume(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if !s.process.ended() {
		return fmt.Errorf("%s is already running", s.process.name)
	}
	for {
		err := s.start(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		// A killed server's children let go of the data a moment later.
		time.Sleep(20 * glance)
	}
}

// Stop stops the server and removes everything it wrote.
func (s *Server) Stop() error {
	return errors.Join(s.Halt(), s.folder.remove())
}

// start launches the program and waits until it answers.
func (s *Server) start(ctx context.Context) error {
	process, err := s.launch(s)
	if err != nil {
		return err
	}
	s.process = process
	for {
		attempt, cancel := context.WithTimeout(ctx, 2*time.Second)
		err := s.ready(attempt, s)
		cancel()
		if err == nil && !process.ended() {
			return nil
		}
		if process.ended() {
			return fmt.Errorf("%s ended at once:\n%s", process.name, process.lastWords())
		}
		if ctx.Err() != nil {
			process.end(syscall.SIGKILL, stopPatience)
			return fmt.Errorf("%s did not answer: %w\n%s", process.name, err, process.lastWords())
		}
		time.Sleep(glance)
	}
}

// abandon cleans up after a server that did not start.
func (s *Server) abandon(err error) error {
	if s.process != nil {
		s.process.end(syscall.SIGKILL, stopPatience)
	}
	return errors.Join(err, s.folder.remove())
}

func randomWord() string { return rand.Text() }
