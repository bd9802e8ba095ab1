package main

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/url"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Write does one change. It is sent once: when the answer is lost, the host asks
// Lookup and sends it again with the same key.
func (s *system) Write(ctx context.Context, write stafettlogg.Write) (stafettlogg.Receipt, error) {
	out, err := s.message(write)
	if err != nil {
		return stafettlogg.Receipt{}, err
	}
	return s.send(ctx, out)
}

// message is one request that writes.
type message struct {
	key, version         string
	method, path         string
	mediaType            string
	disposition          string
	body                 []byte
	logID                string
	conflictWhenNotFound bool
}

func (s *system) message(write stafettlogg.Write) (message, error) {
	out := message{key: write.Key, version: write.ExpectedVersion, method: http.MethodPost, logID: write.LogID, mediaType: "application/json"}
	log := "/saker/" + url.PathEscape(write.LogID)
	var content fields
	switch {
	case write.Start != nil:
		out.path, out.version, content = "/saker", "", s.words.start(*write.Start)
	case write.Goal != nil:
		out.at(log+"/maal", write.Goal.ID)
		content = s.words.goal(*write.Goal)
	case write.Measure != nil:
		out.at(log+"/tiltak", write.Measure.ID)
		content = s.words.measure(*write.Measure)
	case write.Meeting != nil:
		out.at(log+"/moter", write.Meeting.ID)
		content = s.words.meeting(*write.Meeting)
	case write.OfferBaton != nil:
		out.path, content = log+"/stafettpinne/tilbud", holderFields(*write.OfferBaton)
	case write.AnswerBaton != nil:
		out.path, content = log+"/stafettpinne/svar", fields{"godtatt": write.AnswerBaton.Accepted}
	case write.Close != nil:
		out.path, content = log+"/avslutning", fields{"grunn": s.reason(write.Close.Because)}
	case write.Attachment != nil:
		out.attach(log+"/vedlegg", *write.Attachment)
		return out, nil
	default:
		return out, &sdk.Fault{Source: sdk.FromPlugin, Code: "plugin.empty_write", Cause: errors.New("the write holds nothing")}
	}
	var err error
	out.body, err = json.Marshal(content)
	return out, err
}

func (s *system) reason(ours string) string {
	if theirs := s.words.write(wordReason, ours); theirs != "" {
		return theirs
	}
	return s.words.write(wordReason, stafettlogg.OtherReason)
}

// at is where an item is written: a new one to the list, a known one to itself.
func (m *message) at(list, id string) {
	m.path = list
	if id != "" {
		m.method, m.path = http.MethodPatch, list+"/"+url.PathEscape(id)
		m.conflictWhenNotFound = true
	}
}

func (m *message) attach(path string, document stafettlogg.Attachment) {
	m.path, m.version, m.body, m.mediaType = path, "", document.Content, document.MediaType
	m.disposition = mime.FormatMediaType("attachment", map[string]string{"filename": document.Name})
}

// Lookup tells what became of a write.
func (s *system) Lookup(ctx context.Context, key string) (stafettlogg.Receipt, bool, error) {
	var receipt wireReceipt
	err := s.get(ctx, "/kvitteringer/"+url.PathEscape(key), nil, &receipt)
	if fetch.Is(err, "system.not_found") {
		return stafettlogg.Receipt{}, false, nil
	}
	if err != nil {
		return stafettlogg.Receipt{}, false, err
	}
	ours, err := receipt.ours(key)
	return ours, err == nil, err
}

// ours takes a receipt that is whole and for this key. Anything else is no
// receipt.
func (r wireReceipt) ours(key string) (stafettlogg.Receipt, error) {
	if r.Key != key || r.Number == "" || r.Log == "" || r.Version == "" {
		return stafettlogg.Receipt{}, oddAnswer("a receipt that is not whole, or for something else")
	}
	return stafettlogg.Receipt{LogID: r.Log, ItemID: r.Item, Version: r.Version, Reference: r.Number}, nil
}
