package main

import (
	"context"
	"errors"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// codeNotConfirmed is of a write that the other system has not answered.
const codeNotConfirmed = "system.not_confirmed"

// patience is how long a receipt is waited for before the same file is put out
// again.
const patience = 6 * time.Hour

// Write puts a change out, once, and gives a receipt when the other system has
// said that it is stored; or at once, when the municipality has chosen that a
// file put out is delivered.
func (e *exchange) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	defer e.writing.lock(write.Key)()
	c, err := e.toChange(write)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	if problems := format.Check(c.document); len(problems) > 0 {
		return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromPlugin, Code: "plugin.bad_change", Cause: errors.New(problems[0].Place + " " + problems[0].Code)}
	}
	k, err := e.recall(ctx, write.Key)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	if k.State == isOut {
		receipt, err := e.await(ctx, write.Key)
		if !fetch.Is(err, codeNotConfirmed) || time.Since(time.Unix(k.OutAt, 0)) < patience {
			return receipt, err
		}
		return e.deliver(ctx, write.Key, c) // the file or its receipt may have been lost
	}
	if k.State != "" && k.State != trying {
		return k.receipt()
	}
	if k.State == "" {
		conflict, version, err := e.conflicts(ctx, c)
		if err != nil || conflict {
			return stafettlogg.Receipt{LogID: write.LogID, Version: version, Conflict: conflict}, err
		}
	}
	return e.deliver(ctx, write.Key, c)
}

// deliver puts the files out. It is remembered before and after, so that a
// plugin that is killed knows what it may have done.
func (e *exchange) deliver(ctx context.Context, key string, c change) (stafettlogg.Receipt, error) {
	err := e.advance(ctx, key, func(k kept) (kept, bool) {
		return kept{State: trying, Log: c.log, Item: c.item}, k.State == "" || k.State == trying || k.State == isOut
	})
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	if a := c.attachment; a != nil {
		if _, err := e.box.write(ctx, attachmentFile(*a), a.MediaType, a.Content); err != nil {
			return stafettlogg.Receipt{}, err
		}
	}
	name, mediaType, content, err := e.file(key, c.document)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	answer, err := e.box.write(ctx, name, mediaType, content)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	if len(answer) > 0 {
		if err := e.answered(ctx, key, answer); err != nil {
			return stafettlogg.Receipt{}, err
		}
	}
	err = e.advance(ctx, key, func(k kept) (kept, bool) {
		if k.State != trying {
			return k, false // the receipt has come
		}
		k.State, k.OutAt = isOut, time.Now().Unix()
		if !e.wait {
			k.State, k.Version = format.Stored, format.Version(c.document)
		}
		return k, true
	})
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	return e.await(ctx, key)
}

// file is the change as it is written.
func (e *exchange) file(key string, document format.Object) (name, mediaType string, content []byte, err error) {
	name = "endring-" + short(key)
	if e.csv {
		content, err = format.WriteCSV(document)
		return name + ".csv", "text/csv", content, err
	}
	content, err = format.WriteJSON(document)
	return name + ".json", "application/json", content, err
}

// answered takes a receipt that came at once.
func (e *exchange) answered(ctx context.Context, key string, answer []byte) error {
	documents, problems := format.Read("svar.json", answer)
	if len(problems) > 0 || format.Kind(documents[0]) != format.KindReceipt || format.Text(documents[0], "nokkel") != key {
		return odd("an answer to a change that is no receipt for it")
	}
	_, err := e.receive(ctx, documents[0])
	return err
}

// await gives the receipt, if it has come.
func (e *exchange) await(ctx context.Context, key string) (stafettlogg.Receipt, error) {
	k, err := e.recall(ctx, key)
	if err == nil && k.State == isOut {
		if _, err = e.scan(ctx); err == nil {
			k, err = e.recall(ctx, key)
		}
	}
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	return k.receipt()
}

// receipt is what a write has come to.
func (k kept) receipt() (stafettlogg.Receipt, error) {
	switch k.State {
	case format.Stored:
		return stafettlogg.Receipt{LogID: k.Log, ItemID: k.Item, Version: k.Version, Reference: k.Number}, nil
	case format.Changed:
		return stafettlogg.Receipt{LogID: k.Log, Version: k.Version, Conflict: true}, nil
	case format.Rejected:
		return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.rejected", Message: sdk.Words{
			NB: "Det andre systemet tok ikke imot endringen. Grunnen står i kvitteringen.",
			NN: "Det andre systemet tok ikkje imot endringa. Grunnen står i kvitteringa.",
		}}
	}
	return stafettlogg.Receipt{}, &sdk.Fault{
		Source: sdk.FromSystem, Code: codeNotConfirmed, RetryAfter: 10 * time.Minute, Message: sdk.Words{
			NB: "Filen er lagt fram. Det andre systemet har ikke kvittert ennå.",
			NN: "Fila er lagd fram. Det andre systemet har ikkje kvittert enno.",
		},
	}
}

// conflicts looks whether what is to be changed is still as the host thinks, in
// the newest file there is. The other system looks again.
func (e *exchange) conflicts(ctx context.Context, c change) (conflict bool, version string, err error) {
	if format.Text(c.document, "forventetVersjon") == "" {
		return false, "", nil
	}
	log, err := e.document(ctx, c.log)
	if err != nil || log == nil {
		return false, "", err
	}
	after, outcome, _ := format.Apply(log, c.document)
	if outcome != format.Changed {
		return false, "", nil
	}
	version = format.Version(after)
	for _, list := range []string{"maal", "tiltak", "moter"} {
		for _, item := range format.Items(log, list) {
			if format.Text(item, "id") == c.item {
				version = format.Version(item)
			}
		}
	}
	return true, version, nil
}

// Lookup tells what became of a write.
func (e *exchange) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	if _, err := e.scan(ctx); err != nil {
		return stafettlogg.Receipt{}, false, err
	}
	k, err := e.recall(ctx, key)
	if err != nil || k.State != format.Stored {
		return stafettlogg.Receipt{}, false, err
	}
	receipt, err := k.receipt()
	return receipt, err == nil, err
}
