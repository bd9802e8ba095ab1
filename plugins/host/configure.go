package host

import (
	"context"
	"errors"
	"time"

	"google.golang.org/protobuf/proto"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// errBusy says that the process is busy with what it was asked under settings
// that are no longer those of the municipality.
var errBusy = errors.New("the plugin is busy")

// configure gives the process the settings of in, unless it has them. It goes
// on when the caller gives up: others wait for it too. A plugin takes settings
// only when it does nothing else; one that is busy for long returns errBusy.
func (s *seat) configure(ctx context.Context, p *process, in Instance) error {
	request := sdk.SetupProto(in.Setup)
	encoded, err := proto.MarshalOptions{Deterministic: true}.Marshal(request)
	if err != nil {
		return &Problem{Whose: Settings, Code: "settings.invalid", Lasting: true, Cause: err}
	}
	select {
	case s.settle <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.settle }()
	if p.settings == string(encoded) && len(encoded) > 0 {
		return nil
	}
	if p.settings != "" && !p.rests(ctx) {
		if err := ctx.Err(); err != nil {
			return err
		}
		return errBusy
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.house.Limits.Start)
	defer cancel()
	settling, end := p.operations.begin(settling, in)
	defer end()
	_, err = basev1.NewPluginClient(p.conn).Configure(settling, request)
	if err == nil {
		p.settings = string(encoded)
		s.fared(p, nil)
		return nil
	}
	p.settings = ""
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
