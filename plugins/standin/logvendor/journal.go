package logvendor

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// entry is one write that was done, as it came. The state is what becomes of
// doing them all, in order.
type entry struct {
	Number    int               `json:"number"`
	At        time.Time         `json:"at"`
	Operation string            `json:"operation"`
	Values    map[string]string `json:"values,omitempty"`
	Key       string            `json:"key"`
	IfMatch   string            `json:"if_match,omitempty"`
	Name      string            `json:"name,omitempty"` // of a document
	Body      []byte            `json:"body,omitempty"`
}

// journal is a file of entries, one a line. Nothing is confirmed before its line
// is on the disk.
type journal struct {
	file     *os.File // nil: nothing is kept
	requests *os.File
}

// openJournal reads what is there. A last line that was cut short by a crash was
// never confirmed, and is taken away.
func openJournal(path string) ([]entry, *journal, error) {
	if path == "" {
		return nil, &journal{}, nil
	}
	entries, whole, err := readEntries(path)
	if err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the journal: %w", err)
	}
	err = errors.Join(file.Truncate(whole), seekEnd(file), file.Sync(), syncFolder(filepath.Dir(path)))
	if err != nil {
		return nil, nil, fmt.Errorf("preparing the journal: %w", err)
	}
	requests, err := os.OpenFile(requestsPath(path), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the list of requests: %w", err)
	}
	return entries, &journal{file: file, requests: requests}, nil
}

func readEntries(path string) (entries []entry, whole int64, err error) {
	err = eachLine(path, func(line []byte) error {
		var e entry
		if err := json.Unmarshal(line, &e); err != nil {
			return err
		}
		entries = append(entries, e)
		whole += int64(len(line)) + 1
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading the journal: %w", err)
	}
	return entries, whole, nil
}

// eachLine gives every whole line of a file. One without an end is left out.
func eachLine(path string, each func([]byte) error) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(bytes.TrimSuffix(line, []byte{'\n'})); err != nil {
			return err
		}
	}
}

// store returns when the entry is on the disk.
func (j *journal) store(e entry) error {
	if j.file == nil {
		return nil
	}
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return err
	}
	return j.file.Sync()
}

func (j *journal) note(r Request) error {
	if j.requests == nil {
		return nil
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = j.requests.Write(append(line, '\n'))
	return err
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	return errors.Join(j.file.Close(), j.requests.Close())
}

func seekEnd(file *os.File) error {
	_, err := file.Seek(0, io.SeekEnd)
	return err
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func requestsPath(path string) string { return path + ".requests" }
