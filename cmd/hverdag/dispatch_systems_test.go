package main

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
)

func TestASlowJobHoldsNoOtherBackAndIsNotBegunTwice(t *testing.T) {
	workers := newApart(2)
	slow := uuid.New()
	begun, answer, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var times atomic.Int32
	job := func() { times.Add(1); close(begun); <-answer }
	workers.begin(t.Context(), slow, job)
	<-begun
	workers.begin(t.Context(), slow, job)
	workers.begin(t.Context(), uuid.New(), func() { close(done) })
	<-done // though the slow one has not ended
	close(answer)
	workers.wait()
	if n := times.Load(); n != 1 {
		t.Errorf("the slow one was begun %d times", n)
	}
}

func TestAJobThatFindsNoPlaceHasItsTurn(t *testing.T) {
	workers := newApart(1)
	slow := uuid.New()
	begun, answer, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	workers.begin(t.Context(), slow, func() { close(begun); <-answer })
	<-begun
	workers.begin(t.Context(), uuid.New(), func() { close(done) })
	close(answer)
	<-done // without being asked again
	workers.wait()
	again := make(chan struct{})
	workers.begin(t.Context(), slow, func() { close(again) })
	<-again
	workers.wait()
}

func TestAJobThatWaitsWhenTheProgramEndsIsLeft(t *testing.T) {
	workers := newApart(1)
	begun, answer := make(chan struct{}), make(chan struct{})
	workers.begin(t.Context(), uuid.New(), func() { close(begun); <-answer })
	<-begun
	ctx, end := context.WithCancel(t.Context())
	other := uuid.New()
	workers.begin(ctx, other, func() { t.Error("it was begun after the end") })
	end()
	for waits := true; waits; {
		_, waits = workers.under.Load(other)
	}
	close(answer)
	workers.wait()
}
