package sdk

import (
	"context"
	"net/http"
	"time"
)

// Host is the way out. Every call is checked against what the municipality has
// granted and put on record. ctx must come from the method being served: the
// host answers only for operations it is waiting for.
type Host interface {
	// HTTP sends requests through the host, to host names that are granted.
	// Redirects are not followed. A refusal is a *Refusal inside the error.
	HTTP() *http.Client

	// ReadState reads what the plugin has kept under a key, nil when nothing.
	ReadState(ctx context.Context, key string) ([]byte, error)

	// WriteState keeps up to 64 KiB, across restarts and upgrades; nil forgets.
	// Nothing about persons may be kept.
	WriteState(ctx context.Context, key string, value []byte) error

	// Folder is the folder for exchanging files, when granted.
	Folder() Folder

	// Log says something to the administrator, at most 500 characters, without
	// personal data.
	Log(ctx context.Context, level LogLevel, text string)
}

// Folder exchanges files with another system. A file that others are writing
// is not shown before it is whole.
type Folder interface {
	// List lists what others have put in, or what the plugin has put out.
	List(ctx context.Context, box Box) ([]File, error)
	// Read reads a file others have put in.
	Read(ctx context.Context, name string) ([]byte, error)
	// Write puts a file out, whole or not at all. The same name and content
	// again is done already; other content is a *Refusal (Conflict).
	Write(ctx context.Context, name string, content []byte) error
	// Done moves a file that was put in aside.
	Done(ctx context.Context, name string) error
}

// Box is one side of a Folder.
type Box int

// The boxes of a folder.
const (
	In  Box = iota + 1 // what others have put there
	Out                // what the plugin has put there
)

// File is one file of a Folder.
type File struct {
	Name    string
	Size    int64 // bytes
	Changed time.Time
}

// LogLevel is how much a line matters.
type LogLevel int

// The levels of a line.
const (
	Info LogLevel = iota + 1
	Warn
	Error
)

// SecretHeader has the host put a secret into a header, so that the plugin
// never holds it. Use it on a request before it is sent:
//
//	sdk.SecretHeader(request, "token", "Authorization", "Bearer ")
func SecretHeader(request *http.Request, setting, header, prefix string) {
	addSecret(request, secret{Setting: setting, Header: header, Prefix: prefix})
}

// SecretPassword has the host put username and a secret into Authorization.
func SecretPassword(request *http.Request, username, setting string) {
	addSecret(request, secret{Setting: setting, Header: "Authorization", Prefix: "Basic ", Basic: true, Username: username})
}

type secret struct {
	Setting, Header, Prefix string
	Basic                   bool
	Username                string
}

type secretsKey struct{}

// addSecret keeps the wish in the request's context, where HTTP's transport
// finds it; never in a header, where it could be sent as it stands.
func addSecret(request *http.Request, wish secret) {
	kept, _ := request.Context().Value(secretsKey{}).([]secret)
	kept = append(kept[:len(kept):len(kept)], wish)
	*request = *request.WithContext(context.WithValue(request.Context(), secretsKey{}, kept))
}

func secretsOf(ctx context.Context) []secret {
	kept, _ := ctx.Value(secretsKey{}).([]secret)
	return kept
}
