package host

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/client"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// errBusy says that the process is busy with what it was asked under settings
// that are no longer those of the municipality.
var errBusy = errors.New("the plugin is busy")

// configure gives the process the settings of in, unless it has them. It goes
// on when the caller gives up: others wait for it too. A plugin takes settings
// only when it does nothing else; one that is busy for long returns errBusy.
func (s *seat) configure(ctx context.Context, p *process, in Instance) error {
	if has := p.settings.Load(); has != nil && sameSetup(*has, in.Setup) {
		return nil
	}
	if _, err := proto.Marshal(sdk.SetupProto(in.Setup)); err != nil {
		return &Problem{Whose: Settings, Code: "settings.invalid", Lasting: true, Cause: err}
	}
	select {
	case s.settle <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.settle }()
	has := p.settings.Load()
	if has != nil && sameSetup(*has, in.Setup) {
		return nil
	}
	p.settings.Store(nil) // who comes from here on waits
	if has != nil && !p.rests(ctx) {
		p.settings.Store(has)
		if err := ctx.Err(); err != nil {
			return err
		}
		return errBusy
	}
	return s.give(ctx, p, in)
}

// sameSetup tells whether a plugin that has taken a need not be given b.
func sameSetup(a, b sdk.Setup) bool {
	return a.Municipality == b.Municipality && maps.Equal(a.Settings, b.Settings) &&
		slices.Equal(a.Secrets, b.Secrets) && slices.Equal(a.Granted, b.Granted)
}

// give has the process take the settings of in. The caller holds settle.
func (s *seat) give(ctx context.Context, p *process, in Instance) error {
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.house.Limits.Start)
	defer cancel()
	this := p.operations.begin(settling, &in)
	defer p.operations.end(this)
	err := client.New(p.conn).Configure(this.carrying(settling), in.Setup)
	if err == nil {
		taken := in.Setup
		taken.Settings, taken.Secrets, taken.Granted = maps.Clone(taken.Settings), slices.Clone(taken.Secrets), slices.Clone(taken.Granted)
		p.settings.Store(&taken)
		s.fared(p, nil)
		return nil
	}
	problem := p.explain(settling, err)
	if problem.Code == CodeTimeout && problem.Whose == Plugins {
		problem = &Problem{Whose: Plugins, Code: CodeStartTimeout, Cause: errors.New("it did not take its settings in time")}
		p.because(problem, false)
		p.kill()
		return problem
	}
	s.fared(p, problem)
	return problem
}

// rests waits a little for the operations of the process to end.
func (p *process) rests(ctx context.Context) bool {
	patience := time.After(p.house.Limits.Goodbye)
	for p.operations.count() > 0 {
		select {
		case <-ctx.Done():
			return false
		case <-patience:
			return false
		case <-time.After(5 * time.Millisecond):
		}
	}
	return true
}
