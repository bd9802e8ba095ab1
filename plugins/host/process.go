package host

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// process is one running plugin: a process, a connection to it, and the stream
// on which it asks for things.
type process struct {
	house  *Supervisor
	seat   *seat
	in     Instance // as it was started; grants are those of each operation
	spec   sandbox.Spec
	run    *run
	client *goplugin.Client
	conn   *grpc.ClientConn
	reach  *attachment

	operations operations
	settings   atomic.Pointer[sdk.Setup] // those it has taken; nil: none, or others are on their way
	timeouts   atomic.Int32
	memory     atomic.Int64
	busy       busy // for the watcher alone
	ending     ending
	isWatched  atomic.Bool
	finished   chan struct{} // closed by the watcher when everything of it is gone
}

// ending is why a process ends: the first to say so is believed.
type ending struct {
	mu    sync.Mutex
	why   *Problem
	asked bool
}

// because notes why the process is about to end; asked when the host wants it
// to, for no fault of the plugin's.
func (p *process) because(why *Problem, asked bool) {
	p.ending.mu.Lock()
	defer p.ending.mu.Unlock()
	if p.ending.why == nil {
		p.ending.why, p.ending.asked = why, asked
	}
}

// why returns why the process has ended or is ending, and nil while it is well.
func (p *process) why() *Problem {
	p.ending.mu.Lock()
	defer p.ending.mu.Unlock()
	return p.ending.why
}

// dying waits a moment for a process whose connection broke to be seen to end.
func (p *process) dying() *Problem {
	select {
	case <-p.run.exited:
		p.because(p.run.crash(), false)
	case <-time.After(time.Second):
	}
	return p.why()
}

func (p *process) gone() bool {
	select {
	case <-p.run.exited:
		return true
	default:
		return p.why() != nil
	}
}

func (p *process) number() int { return p.run.cmd.Process.Pid }

// watched has the seat told when the process has ended.
func (p *process) watched() {
	p.isWatched.Store(true) // from here on it is the watcher that lets go
	p.house.tasks.Go(func() {
		<-p.run.exited
		p.because(p.run.crash(), false)
		p.finish()
		p.ending.mu.Lock()
		why, asked := p.ending.why, p.ending.asked
		p.ending.mu.Unlock()
		p.seat.ended(p, why, asked)
		close(p.finished)
	})
}

// tell lets the seat know how a call went.
func (p *process) tell(problem *Problem) { p.seat.fared(p, problem) }

// stop ends the process because the host wants it to, and returns when it is
// gone: it is asked, and soon killed.
func (p *process) stop(why *Problem) {
	select {
	case <-p.run.exited: // by itself: that is not our wish
		p.because(p.run.crash(), false)
	default:
		p.because(why, true)
	}
	p.operations.refuse()
	p.reach.goodbye()
	ctx, cancel := context.WithTimeout(context.Background(), p.house.Limits.Goodbye)
	defer cancel()
	go func() {
		// It may not answer, and need not.
		_ = p.conn.Invoke(ctx, "/plugin.GRPCController/Shutdown", &emptypb.Empty{}, &emptypb.Empty{})
	}()
	select {
	case <-p.run.exited:
	case <-ctx.Done():
	}
	p.kill()
}

// kill ends the process at once and returns when it is gone.
func (p *process) kill() {
	p.run.kill()
	<-p.run.exited
	if p.isWatched.Load() {
		<-p.finished
		return
	}
	p.finish()
}

// finish lets go of everything the process had.
func (p *process) finish() {
	p.operations.refuse()
	if p.conn != nil {
		_ = p.conn.Close() // its other end is gone
	}
	p.reach.close()
	p.run.close()
	p.client.Kill() // only lets go: the process has no number any more
}

// blame kills the process for something it has done.
func (p *process) blame(code string, cause error) {
	p.because(&Problem{Whose: Plugins, Code: code, Cause: cause}, false)
	p.run.kill()
}

// attach opens the stream on which the plugin asks for things.
func (p *process) attach() error {
	reach, err := newAttachment(p)
	if err != nil {
		return err
	}
	p.reach = reach
	return nil
}
