package host

import "runtime"

// thread is an operating system thread that lives as long as the Supervisor.
// The kernel kills a plugin when the thread that started it ends, so every
// plugin is started from here.
type thread struct {
	work chan func()
	done chan struct{}
}

func newThread() *thread {
	t := &thread{work: make(chan func()), done: make(chan struct{})}
	go func() {
		defer close(t.done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		for do := range t.work {
			do()
		}
	}()
	return t
}

// run does something on the thread, and waits for it.
func (t *thread) run(do func()) {
	done := make(chan struct{})
	t.work <- func() {
		defer close(done)
		do()
	}
	<-done
}

func (t *thread) close() {
	close(t.work)
	<-t.done
}
