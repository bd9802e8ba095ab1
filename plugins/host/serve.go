package host

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"time"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// refusal is the host's no, and why. The detail is for the plugin's author, and
// says nothing the plugin does not know.
type refusal struct {
	reason hostv1.Refusal_Reason
	detail string
}

// Error says it for a log.
func (r refusal) Error() string { return r.detail }

// chunkSize is the most of a body or a file in one answer.
const chunkSize = 256 << 10

// serve does what was asked, answers, and puts it on record.
func (a *attachment) serve(ctx context.Context, in *Instance, call *hostv1.Call) {
	var err error
	switch ask := call.GetAsk().(type) {
	case *hostv1.Call_Http:
		err = a.http(ctx, in, call.GetId(), ask.Http)
	case *hostv1.Call_StateRead:
		err = a.readState(ctx, in, call.GetId(), ask.StateRead)
	case *hostv1.Call_StateWrite:
		err = a.writeState(ctx, in, call.GetId(), ask.StateWrite)
	case *hostv1.Call_FileList:
		err = a.listFiles(in, call.GetId(), ask.FileList)
	case *hostv1.Call_FileRead:
		err = a.readFile(ctx, in, call.GetId(), ask.FileRead)
	case *hostv1.Call_FileWrite:
		err = a.writeFile(in, call.GetId(), ask.FileWrite)
	case *hostv1.Call_FileDone:
		err = a.doneFile(in, call.GetId(), ask.FileDone)
	default:
		err = refusal{hostv1.Refusal_REASON_INVALID, "the host does not know this call"}
	}
	if err == nil {
		return
	}
	var refused refusal
	if !errors.As(err, &refused) {
		if a.stream.Context().Err() == nil {
			a.process.house.Log.Error("serving a plugin", "plugin", in.Manifest.Name, "municipality", in.Municipality, slog.Any("error", err))
		}
		refused = refusal{hostv1.Refusal_REASON_UNSPECIFIED, "the host failed"}
	}
	a.no(call.GetId(), refused)
}

// refuse says no to a call that is not served at all, and puts that on record,
// as long as it is not done all the time.
func (a *attachment) refuse(call *hostv1.Call, in *Instance, why refusal) {
	a.mu.Lock()
	noted := a.refusals.pass(time.Now())
	a.mu.Unlock()
	if noted {
		record(in, Call{Kind: kindOf(call), Refused: why.detail})
	}
	select {
	case a.refusing <- struct{}{}:
	case <-a.stream.Context().Done(): // a plugin that does not read its answers is not read either
		return
	}
	a.tasks.Go(func() {
		a.no(call.GetId(), why)
		<-a.refusing
	})
}

func (a *attachment) no(id uint64, why refusal) {
	// A plugin that is gone needs no answer.
	_ = a.answer(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Refusal{
		Refusal: &hostv1.Refusal{Reason: why.reason, Detail: why.detail},
	}})
}

func (a *attachment) yes(id uint64) error {
	return a.answer(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Done{Done: &hostv1.Done{}}})
}

func kindOf(call *hostv1.Call) string {
	switch call.GetAsk().(type) {
	case *hostv1.Call_Http:
		return "http"
	case *hostv1.Call_FileList, *hostv1.Call_FileRead, *hostv1.Call_FileWrite, *hostv1.Call_FileDone:
		return "folder"
	default:
		return "state"
	}
}

func record(in *Instance, call Call) {
	if in.Record != nil {
		in.Record.Called(call)
	}
}

// say hands a line on to the administrator, cleaned and not too often.
func (a *attachment) say(in *Instance, line *hostv1.LogLine) {
	a.mu.Lock()
	pass := a.lines.pass(a.process.house.Clock.Now())
	a.mu.Unlock()
	text := cleanLine(line.GetText(), 500)
	if !pass || text == "" || in.Record == nil {
		return
	}
	level := sdk.LogLevel(line.GetLevel())
	if level < sdk.Info || level > sdk.Error {
		level = sdk.Info
	}
	in.Record.Said(level, text)
}

const mostState = 64 << 10

var stateKey = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$`)

func (a *attachment) readState(ctx context.Context, in *Instance, id uint64, ask *hostv1.StateRead) error {
	if in.State == nil || !stateKey.MatchString(ask.GetKey()) {
		return refusal{hostv1.Refusal_REASON_INVALID, "the key is not one"}
	}
	value, found, err := in.State.Read(ctx, ask.GetKey())
	if err != nil {
		return err
	}
	return a.answer(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_State{State: &hostv1.State{Value: value, Found: found}}})
}

func (a *attachment) writeState(ctx context.Context, in *Instance, id uint64, ask *hostv1.StateWrite) error {
	if in.State == nil || !stateKey.MatchString(ask.GetKey()) {
		return refusal{hostv1.Refusal_REASON_INVALID, "the key is not one"}
	}
	if len(ask.GetValue()) > mostState {
		return refusal{hostv1.Refusal_REASON_TOO_LARGE, "a value is at most 64 KiB"}
	}
	value := ask.GetValue()
	if len(value) == 0 {
		value = nil
	}
	err := in.State.Write(ctx, ask.GetKey(), value)
	if errors.Is(err, ErrStateFull) {
		return refusal{hostv1.Refusal_REASON_TOO_LARGE, "the plugin keeps too much already"}
	}
	if err != nil {
		return err
	}
	return a.yes(id)
}
