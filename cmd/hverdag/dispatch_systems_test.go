package main

import (
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
)

func TestASlowJobHoldsNoOtherBackAndIsNotBegunTwice(t *testing.T) {
	workers := newApart(2)
	slow, quick, third := uuid.New(), uuid.New(), uuid.New()
	answer, done := make(chan struct{}), make(chan struct{})
	var begun atomic.Int32
	for range 3 {
		workers.begin(slow, func() { begun.Add(1); <-answer })
	}
	workers.begin(quick, func() { close(done) })
	<-done // though the slow one has not ended
	for begun.Load() == 0 {
	}
	held, free := make(chan struct{}), make(chan struct{})
	workers.begin(third, func() { close(held); <-free })
	select {
	case <-held:
	default: // quick may not have left its place yet
		for begunThird := false; !begunThird; {
			select {
			case <-held:
				begunThird = true
			default:
				workers.begin(third, func() { close(held); <-free })
			}
		}
	}
	workers.begin(uuid.New(), func() { t.Error("there was no place for it") })
	close(answer)
	close(free)
	workers.wait()
	if n := begun.Load(); n != 1 {
		t.Errorf("the slow one was begun %d times", n)
	}
	again := make(chan struct{})
	workers.begin(slow, func() { close(again) })
	<-again
	workers.wait()
}
