package sdk

import (
	"context"
	"errors"
	"io"
	"time"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/host/v1"
)

// ReadState reads what the plugin has kept under key.
func (l *link) ReadState(ctx context.Context, key string) ([]byte, error) {
	answer, err := l.one(ctx, &hostv1.Call{Ask: &hostv1.Call_StateRead{StateRead: &hostv1.StateRead{Key: key}}})
	if err != nil {
		return nil, err
	}
	if !answer.GetState().GetFound() {
		return nil, nil
	}
	return answer.GetState().GetValue(), nil
}

// WriteState keeps value under key.
func (l *link) WriteState(ctx context.Context, key string, value []byte) error {
	_, err := l.one(ctx, &hostv1.Call{Ask: &hostv1.Call_StateWrite{StateWrite: &hostv1.StateWrite{Key: key, Value: value}}})
	return err
}

// longestLine is the most a line to the administrator is, in characters.
const longestLine = 500

// Log says something to the administrator. Nobody answers, and what cannot be
// said is not missed.
func (l *link) Log(ctx context.Context, level LogLevel, text string) {
	l.mu.Lock()
	stream := l.stream
	l.last++
	id := l.last
	l.mu.Unlock()
	if stream == nil {
		return
	}
	if characters := []rune(text); len(characters) > longestLine {
		text = string(characters[:longestLine])
	}
	_ = l.send(stream, &hostv1.Call{Id: id, Operation: operationOf(ctx), Ask: &hostv1.Call_Log{
		Log: &hostv1.LogLine{Level: hostv1.LogLine_Level(level), Text: text},
	}})
}

// Folder returns the folder for exchanging files.
func (l *link) Folder() Folder { return folder{l} }

type folder struct{ link *link }

func (f folder) List(ctx context.Context, box Box) ([]File, error) {
	answer, err := f.link.one(ctx, &hostv1.Call{Ask: &hostv1.Call_FileList{FileList: &hostv1.FileList{Box: hostv1.FileList_Box(box)}}})
	if err != nil {
		return nil, err
	}
	return each(answer.GetFiles().GetFiles(), func(p *hostv1.File) File {
		return File{Name: p.GetName(), Size: p.GetSize(), Changed: time.Unix(p.GetChangedUnix(), 0).UTC()}
	}), nil
}

func (f folder) Read(ctx context.Context, name string) ([]byte, error) {
	waits, err := f.link.ask(ctx, &hostv1.Call{Ask: &hostv1.Call_FileRead{FileRead: &hostv1.FileRead{Name: name}}})
	if err != nil {
		return nil, err
	}
	defer waits.stop()
	content := []byte{}
	for {
		answer, err := waits.next()
		if errors.Is(err, io.EOF) {
			return content, nil
		}
		if err != nil {
			return nil, err
		}
		content = append(content, answer.GetChunk()...)
	}
}

func (f folder) Write(ctx context.Context, name string, content []byte) error {
	if len(content) > MaxContent {
		return &Refusal{Reason: TooLarge, Detail: "a file is at most 4 MiB"}
	}
	_, err := f.link.one(ctx, &hostv1.Call{Ask: &hostv1.Call_FileWrite{FileWrite: &hostv1.FileWrite{Name: name, Content: content}}})
	return err
}

func (f folder) Done(ctx context.Context, name string) error {
	_, err := f.link.one(ctx, &hostv1.Call{Ask: &hostv1.Call_FileDone{FileDone: &hostv1.FileDone{Name: name}}})
	return err
}
