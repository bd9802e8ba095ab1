package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// known is what is remembered of a document of a file: enough to find it again,
// nothing of what stands in it.
type known struct {
	file      sdk.File
	number    int // of the document in the file
	logID     string
	reference string
	title     string
	version   string
	changed   time.Time
	mark      string // of the content
}

func (k known) newerThan(other known) bool {
	if !k.changed.Equal(other.changed) {
		return k.changed.After(other.changed)
	}
	if !k.file.Changed.Equal(other.file.Changed) {
		return k.file.Changed.After(other.file.Changed)
	}
	return k.file.Name+k.version > other.file.Name+other.version
}

// seen is what files held when they were read, so that they are read again only
// when they have changed.
type seen struct {
	mu    sync.Mutex
	files map[sdk.File]held
}

// held is what a file held when it was read.
type held struct {
	known []known
	first time.Time // when the file was seen first as it is
	read  time.Time // when it was read last
}

func (s *seen) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = nil
}

// settling is how old a file must be for its time and size to tell that it is the
// same as before.
const settling = 10 * time.Second

// settled tells whether a file need not be read again. Its time is by the other
// system's clock, and the newest file tells what that has come to: one that was
// written just then is read until it has been known for a while by our own.
func (h held) settled(file sdk.File, newest, now time.Time) bool {
	if h.read.IsZero() || now.Sub(file.Changed) < settling {
		return false
	}
	return newest.Sub(file.Changed) >= settling || h.read.Sub(h.first) >= settling
}

// scan reads what is new in the box: logs are remembered, receipts are kept,
// files that cannot be read are refused with a remark, and what a newer file has
// replaced is moved aside. It returns the newest of each log.
func (e *exchange) scan(ctx context.Context) (map[string]known, error) {
	e.seen.mu.Lock()
	defer e.seen.mu.Unlock()
	files, err := e.box.list(ctx)
	if err != nil {
		return nil, err
	}
	before, newest, now := e.seen.files, time.Time{}, time.Now()
	e.seen.files = map[sdk.File]held{}
	for _, file := range files {
		if was, read := before[file]; read {
			e.seen.files[file] = was
		}
		if file.Changed.After(newest) {
			newest = file.Changed
		}
	}
	for _, file := range files {
		was := before[file]
		if !format.IsOurs(file.Name) || was.settled(file, newest, now) {
			continue
		}
		delete(e.seen.files, file)
		documents, remember, err := e.take(ctx, file)
		if err != nil {
			return nil, unhurried(err) // what has been read is remembered: the next scan goes on from here
		}
		if was.first.IsZero() {
			was.first = now
		}
		if remember {
			e.seen.files[file] = held{known: documents, first: was.first, read: now}
		}
	}
	return e.newest(ctx)
}

// unhurried makes the host's "too many" a fault that passes.
func unhurried(err error) error {
	if !isRefusal(err, sdk.TooMany) {
		return err
	}
	return &sdk.Fault{Source: sdk.FromSystem, Code: "system.many_files", RetryAfter: time.Minute, Cause: err, Message: sdk.Words{
		NB: "Det ligger mange filer der. Vi leser videre om et minutt.", NN: "Det ligg mange filer der. Vi les vidare om eit minutt.",
	}}
}

// take reads one file. It is not remembered when it has been taken care of.
func (e *exchange) take(ctx context.Context, file sdk.File) (logs []known, remember bool, err error) {
	documents, mark, problems, err := e.open(ctx, file)
	if errors.Is(err, errGone) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	for i, document := range documents {
		if format.Kind(document) == format.KindLog {
			logs = append(logs, knownOf(file, i, document))
			continue
		}
		problem, err := e.handle(ctx, document)
		if err != nil {
			return nil, false, err
		}
		if problem != nil {
			problems = append(problems, *problem)
		}
	}
	if len(problems) > 0 {
		return nil, false, e.refuse(ctx, file, mark, problems)
	}
	if len(logs) == 0 {
		return nil, false, e.box.done(ctx, file.Name)
	}
	return logs, true, nil
}

// handle takes care of a document that is no log.
func (e *exchange) handle(ctx context.Context, document format.Object) (*format.Problem, error) {
	switch format.Kind(document) {
	case format.KindReceipt:
		ours, err := e.receive(ctx, document)
		if err != nil || ours {
			return nil, err
		}
		return &format.Problem{Place: "/nokkel", Code: "no_change"}, nil
	case format.KindRemark:
		e.tell(ctx, sdk.Words{
			NB: "Det andre systemet kunne ikke lese en av filene våre. Grunnen står i filen det la fram.",
			NN: "Det andre systemet kunne ikkje lese ei av filene våre. Grunnen står i fila det la fram.",
		})
		return nil, nil
	}
	return &format.Problem{Place: "/skjema", Code: "change"}, nil
}

func knownOf(file sdk.File, number int, document format.Object) known {
	changed, _ := time.Parse(time.RFC3339, format.Text(document, "endret")) // the schema has been checked
	return known{
		file: file, number: number, logID: format.Text(document, "loggId"), reference: format.Text(document, "referanse"),
		title: format.Text(document, "tittel"), version: format.Version(document), changed: changed, mark: markOf(document),
	}
}

// markOf is of what stands in a document.
func markOf(document format.Object) string {
	content, err := json.Marshal(document)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func (e *exchange) open(ctx context.Context, file sdk.File) ([]format.Object, string, []format.Problem, error) {
	if file.Size > format.LargestFile {
		return nil, strings.Repeat("0", 64), []format.Problem{{Place: "/", Code: "too_large"}}, nil
	}
	content, err := e.box.read(ctx, file)
	if err != nil {
		return nil, "", nil, err
	}
	sum := sha256.Sum256(content)
	documents, problems := format.Read(file.Name, content)
	return documents, hex.EncodeToString(sum[:]), problems, nil
}

// refuse moves a file aside that cannot be read, and tells the other system and
// the administrator. Neither is told what stands in it, nor its name, which may
// be a child's.
func (e *exchange) refuse(ctx context.Context, file sdk.File, mark string, problems []format.Problem) error {
	remark, err := format.WriteJSON(format.Remark(mark, problems))
	if err != nil {
		return err
	}
	name := "merknad-" + mark[:16] + ".json"
	_, err = e.box.write(ctx, name, "application/json", remark)
	if err != nil && !fetch.Is(err, "system.rejected") { // rejected: it has been said before
		return err
	}
	nb, nn := problems[0].Words()
	e.tell(ctx, sdk.Words{
		NB: "En fil ble ikke lest og er lagt til side. Grunnen står i " + name + ": " + problems[0].Place + " " + nb,
		NN: "Ei fil vart ikkje lesen og er lagd til side. Grunnen står i " + name + ": " + problems[0].Place + " " + nn,
	})
	return e.box.done(ctx, file.Name)
}

// newest finds the newest document of each log, and moves files aside that hold
// nothing of the newest.
func (e *exchange) newest(ctx context.Context) (map[string]known, error) {
	newest := map[string]known{}
	for _, was := range e.seen.files {
		for _, one := range was.known {
			if best, there := newest[one.logID]; !there || one.newerThan(best) {
				newest[one.logID] = one
			}
		}
	}
	for file, was := range e.seen.files {
		current := len(was.known) == 0
		for _, one := range was.known {
			current = current || newest[one.logID].file == file
		}
		if current {
			continue
		}
		if err := e.box.done(ctx, file.Name); err != nil {
			return nil, err
		}
		delete(e.seen.files, file)
	}
	return newest, nil
}

// receive keeps what became of a change. A receipt for what has not been sent is
// not ours.
func (e *exchange) receive(ctx context.Context, receipt format.Object) (ours bool, err error) {
	err = e.advance(ctx, format.Text(receipt, "nokkel"), func(k kept) (kept, bool) {
		ours = k.State != ""
		if k.State != trying && k.State != isOut {
			return k, false // not ours, or the same receipt again
		}
		k.State, k.Number = format.Text(receipt, "utfall"), format.Text(receipt, "kvitteringsnummer")
		k.Version = format.Text(receipt, "versjon")
		if id := format.Text(receipt, "loggId"); id != "" {
			k.Log = id
		}
		if id := format.Text(receipt, "id"); id != "" {
			k.Item = id
		}
		return k, true
	})
	return ours, err
}
