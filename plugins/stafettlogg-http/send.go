package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// send sends a write once.
func (s *system) send(ctx context.Context, out message) (stafettlogg.Receipt, error) {
	request, err := http.NewRequestWithContext(ctx, out.method, s.base+out.path, bytes.NewReader(out.body))
	if err != nil {
		return stafettlogg.Receipt{}, fmt.Errorf("making a request: %w", err)
	}
	request.Header.Set("Content-Type", out.mediaType)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Idempotency-Key", out.key)
	if out.version != "" {
		request.Header.Set("If-Match", strconv.Quote(out.version))
	}
	if out.disposition != "" {
		request.Header.Set("Content-Disposition", out.disposition)
	}
	answer, err := s.fetch.Send(ctx, request)
	if err != nil {
		return stafettlogg.Receipt{}, whose(err)
	}
	if answer.Status == http.StatusOK || answer.Status == http.StatusCreated {
		var receipt wireReceipt
		if json.Unmarshal(answer.Body, &receipt) != nil {
			return stafettlogg.Receipt{}, oddAnswer("an answer to a write that is no receipt")
		}
		return receipt.ours(out.key)
	}
	return out.refused(answer.Status, answer.Body)
}

// refused makes a receipt of a conflict, and a fault of every other no.
func (m message) refused(status int, body []byte) (stafettlogg.Receipt, error) {
	var said wireRefusal
	_ = json.Unmarshal(body, &said) // a no without words is still a no
	cause := fmt.Errorf("status %d %s", status, shorten(said.Code))
	switch {
	case status == http.StatusPreconditionFailed && said.Version != "",
		status == http.StatusConflict && (said.Code == "lukket" || said.Code == "ikke_tilbudt"):
		return stafettlogg.Receipt{LogID: m.logID, Version: said.Version, Conflict: true}, nil
	case status == http.StatusNotFound && m.conflictWhenNotFound && said.Code == "finnes_ikke":
		return stafettlogg.Receipt{LogID: m.logID, Conflict: true}, nil
	case status == http.StatusNotFound:
		return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.not_found", Cause: cause, Message: sdk.Words{
			NB: "Stafettloggen finnes ikke i stafettloggsystemet.", NN: "Stafettloggen finst ikkje i stafettloggsystemet.",
		}}
	}
	return stafettlogg.Receipt{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.rejected", Cause: cause, Message: sdk.Words{
		NB: "Stafettloggsystemet tok ikke imot det vi sendte. Leverandøren må se på det.",
		NN: "Stafettloggsystemet tok ikkje imot det vi sende. Leverandøren må sjå på det.",
	}}
}
