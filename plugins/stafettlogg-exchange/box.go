package main

import (
	"context"
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// box is where files are exchanged.
type box interface {
	// list lists what the other system has put there.
	list(ctx context.Context) ([]sdk.File, error)
	// read reads one of them. errGone when it is not there any more.
	read(ctx context.Context, file sdk.File) ([]byte, error)
	// write puts a file out for the other system, whole, and gives what it said at
	// once: nothing, or a receipt.
	write(ctx context.Context, name, mediaType string, content []byte) (answer []byte, err error)
	// done moves a file of the other system's aside.
	done(ctx context.Context, name string) error
}

var errGone = errors.New("the file is not there any more")

// folder is the host's folder for exchange.
type folder struct{ sdk.Folder }

func (f folder) list(ctx context.Context) ([]sdk.File, error) { return f.List(ctx, sdk.In) }

func (f folder) read(ctx context.Context, file sdk.File) ([]byte, error) {
	content, err := f.Read(ctx, file.Name)
	if isRefusal(err, sdk.NotFound) {
		return nil, errGone
	}
	return content, err
}

func (f folder) write(ctx context.Context, name, _ string, content []byte) ([]byte, error) {
	err := f.Write(ctx, name, content)
	if isRefusal(err, sdk.Conflict) {
		return nil, otherContent(err)
	}
	return nil, err
}

func (f folder) done(ctx context.Context, name string) error {
	err := f.Done(ctx, name)
	if isRefusal(err, sdk.NotFound) {
		return nil
	}
	return err
}

func isRefusal(err error, reason sdk.Reason) bool {
	var refusal *sdk.Refusal
	return errors.As(err, &refusal) && refusal.Reason == reason
}

// otherContent says that a file with the name is there, with something else in
// it: a key has been used twice.
func otherContent(cause error) error {
	return &sdk.Fault{Source: sdk.FromSystem, Code: "system.rejected", Cause: cause, Message: sdk.Words{
		NB: "Det ligger alt en annen fil med samme navn.", NN: "Det ligg alt ei anna fil med same namn.",
	}}
}
