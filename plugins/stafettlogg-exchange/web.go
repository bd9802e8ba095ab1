package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/fetch"
)

// mostListed is the most of one answer: a list or a file.
const mostListed = 5 << 20

// web is a system that gives and takes files over HTTP, as
// docs/plugins/exchange-format.md describes.
type web struct {
	base  string
	fetch *fetch.Client
}

type listed struct {
	Files []struct {
		Name    string `json:"navn"`
		Size    int64  `json:"storrelse"`
		Changed string `json:"endret"`
	} `json:"filer"`
}

func (w web) list(ctx context.Context) ([]sdk.File, error) {
	var said listed
	if _, err := w.fetch.JSON(ctx, w.base+"/filer", &said); err != nil {
		return nil, whose(err)
	}
	var files []sdk.File
	for _, one := range said.Files {
		changed, err := time.Parse(time.RFC3339, one.Changed)
		if err != nil || one.Name == "" {
			return nil, odd("a file without a name or a time")
		}
		files = append(files, sdk.File{Name: one.Name, Size: one.Size, Changed: changed})
	}
	return files, nil
}

// read reads a file. A file that is not as long as the list says is an answer
// that has been spoiled on the way, and no fault of the file.
func (w web) read(ctx context.Context, file sdk.File) ([]byte, error) {
	answer, err := w.fetch.Get(ctx, w.base+"/filer/"+url.PathEscape(file.Name), nil)
	if fetch.Is(err, "system.not_found") {
		return nil, errGone
	}
	if err != nil {
		return nil, whose(err)
	}
	if int64(len(answer.Body)) != file.Size {
		return nil, odd("a file of another length than was said")
	}
	return answer.Body, nil
}

func (w web) write(ctx context.Context, name, mediaType string, content []byte) ([]byte, error) {
	request, err := http.NewRequest(http.MethodPut, w.base+"/mottak/"+url.PathEscape(name), bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", mediaType)
	answer, err := w.fetch.Send(ctx, request)
	switch {
	case err != nil:
		return nil, whose(err)
	case answer.Status == http.StatusOK, answer.Status == http.StatusCreated, answer.Status == http.StatusNoContent:
		return answer.Body, nil
	case answer.Status == http.StatusConflict:
		return nil, otherContent(fmt.Errorf("status %d", answer.Status))
	}
	return nil, odd(fmt.Sprintf("status %d to a file", answer.Status))
}

func (w web) done(ctx context.Context, name string) error {
	request, err := http.NewRequest(http.MethodDelete, w.base+"/filer/"+url.PathEscape(name), nil)
	if err != nil {
		return err
	}
	_, err = w.fetch.Send(ctx, request)
	return whose(err)
}

// whose turns a refused key into a fault of the setting.
func whose(err error) error {
	if !fetch.Is(err, "system.refused") {
		return err
	}
	var refused *sdk.Fault
	errors.As(err, &refused)
	return &sdk.Fault{Source: sdk.FromSettings, Code: "settings.token", Field: settingToken, Cause: refused.Cause, Message: sdk.Words{
		NB: "Det andre systemet godtar ikke nøkkelen. Be leverandøren om en ny.",
		NN: "Det andre systemet godtek ikkje nøkkelen. Be leverandøren om ein ny.",
	}}
}

func odd(why string) error {
	return &sdk.Fault{Source: sdk.FromSystem, Code: "system.odd_answer", Cause: errors.New(why), Message: sdk.Words{
		NB: "Det andre systemet svarer noe vi ikke forstår.", NN: "Det andre systemet svarar noko vi ikkje forstår.",
	}}
}
