package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// Find looks a log up by its reference, or its id.
func (e *exchange) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	reference = strings.TrimSpace(reference)
	if reference == "" {
		return stafettlogg.Found{}, nil
	}
	logs, err := e.scan(ctx)
	if err != nil {
		return stafettlogg.Found{}, err
	}
	var found []known
	for _, one := range logs {
		if one.logID == reference || strings.EqualFold(one.reference, reference) {
			found = append(found, one)
		}
	}
	switch len(found) {
	case 0:
		return stafettlogg.Found{}, nil
	case 1:
		title := found[0].title
		if title == "" {
			title = found[0].reference
		}
		return stafettlogg.Found{LogID: found[0].logID, Title: title}, nil
	}
	return stafettlogg.Found{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.ambiguous", Message: sdk.Words{
		NB: "Flere stafettlogger har den samme referansen. Se etter i stafettloggsystemet.",
		NN: "Fleire stafettloggar har den same referansen. Sjå etter i stafettloggsystemet.",
	}}
}

// Read gives a whole log, from the newest file that holds it.
func (e *exchange) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	document, err := e.document(ctx, logID)
	if err != nil {
		return stafettlogg.Log{}, err
	}
	if document == nil {
		return stafettlogg.Log{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.not_found", Message: sdk.Words{
			NB: "Det ligger ingen fil for denne stafettloggen.", NN: "Det ligg inga fil for denne stafettloggen.",
		}}
	}
	return ours(document), nil
}

// document gives the newest of a log as it stands, nil when there is none.
func (e *exchange) document(ctx context.Context, logID string) (format.Object, error) {
	for range 3 { // a file may be replaced between the list and the reading
		logs, err := e.scan(ctx)
		if err != nil {
			return nil, err
		}
		one, there := logs[logID]
		if !there {
			return nil, nil
		}
		documents, _, _, err := e.open(ctx, one.file)
		if err == nil && one.number < len(documents) && markOf(documents[one.number]) == one.mark {
			return documents[one.number], nil
		}
		if err != nil && !errors.Is(err, errGone) {
			return nil, err
		}
		e.seen.forget()
	}
	return nil, odd("a file that changes while it is read")
}

// Changes tells which logs are not as they were. The cursor holds a mark for each
// log as it was, so that files may come in any order and with any time.
func (e *exchange) Changes(ctx context.Context, cursor string, logIDs []string, each func(stafettlogg.Change) error) (string, error) {
	logs, err := e.scan(ctx)
	if err != nil {
		return "", err
	}
	before := strings.Split(strings.TrimPrefix(cursor, cursorVersion), ".")
	marks := []string{}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(logIDs))) {
		one, there := logs[id]
		if !there {
			continue
		}
		sum := sha256.Sum256([]byte(id + "\x00" + one.version + "\x00" + one.mark))
		mark := base64.RawURLEncoding.EncodeToString(sum[:9])
		marks = append(marks, mark)
		if slices.Contains(before, mark) {
			continue
		}
		if err := each(stafettlogg.Change{LogID: id, Version: one.version, At: one.changed, EventID: mark}); err != nil {
			return "", err
		}
	}
	return cursorVersion + strings.Join(marks, "."), nil
}

const cursorVersion = "1."
