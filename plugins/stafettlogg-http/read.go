package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// mostPages is more than any log has; a system that never ends its list is
// stopped there.
const mostPages = 500

// Find looks a log up by what people call it in the system.
func (s *system) Find(ctx context.Context, reference string) (stafettlogg.Found, error) {
	reference = strings.TrimSpace(reference)
	if reference == "" {
		return stafettlogg.Found{}, nil
	}
	found, _, err := all[wireFound](ctx, s, "/saker", url.Values{"referanse": {reference}})
	if err != nil {
		return stafettlogg.Found{}, err
	}
	var match []wireFound
	for _, one := range found {
		if strings.EqualFold(strings.TrimSpace(one.Reference), reference) {
			match = append(match, one)
		}
	}
	switch len(match) {
	case 0:
		return stafettlogg.Found{}, nil
	case 1:
		title := match[0].Shown
		if title == "" {
			title = match[0].Reference
		}
		return stafettlogg.Found{LogID: match[0].ID, Title: title}, nil
	}
	return stafettlogg.Found{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.ambiguous", Message: sdk.Words{
		NB: "Flere stafettlogger har den samme referansen. Se etter i stafettloggsystemet.",
		NN: "Fleire stafettloggar har den same referansen. Sjå etter i stafettloggsystemet.",
	}}
}

// Read gives a whole log. The system gives it in parts; if it changes while it is
// read, it is read again.
func (s *system) Read(ctx context.Context, logID string) (stafettlogg.Log, error) {
	for range 3 {
		log, steady, err := s.readOnce(ctx, "/saker/"+url.PathEscape(logID))
		if err != nil || steady {
			return log, err
		}
	}
	return stafettlogg.Log{}, &sdk.Fault{Source: sdk.FromSystem, Code: "system.changing", RetryAfter: 10 * time.Second, Message: sdk.Words{
		NB: "Stafettloggen blir endret mens vi leser den. Vi prøver igjen om litt.",
		NN: "Stafettloggen blir endra medan vi les han. Vi prøver igjen om litt.",
	}}
}

func (s *system) readOnce(ctx context.Context, path string) (log stafettlogg.Log, steady bool, err error) {
	var parts logParts
	if err := s.get(ctx, path, nil, &parts.sak); err != nil {
		return log, false, err
	}
	if parts.sak.ID == "" || parts.sak.Version == "" {
		return log, false, oddAnswer("the log has no id or no version")
	}
	for _, read := range []func() (string, error){
		list(ctx, s, path+"/maal", &parts.goals),
		list(ctx, s, path+"/tiltak", &parts.measures),
		list(ctx, s, path+"/moter", &parts.meetings),
		list(ctx, s, path+"/deltakere", &parts.participants),
		list(ctx, s, path+"/overganger", &parts.transitions),
	} {
		version, err := read()
		if err != nil {
			return log, false, err
		}
		if version != parts.sak.Version {
			return log, false, nil
		}
	}
	log, err = s.words.log(parts)
	return log, err == nil, err
}

// list reads a whole list into items, and tells which version of the log it is of.
func list[T any](ctx context.Context, s *system, path string, items *[]T) func() (string, error) {
	return func() (version string, err error) {
		*items, version, err = all[T](ctx, s, path, nil)
		return version, err
	}
}

// all reads every page of a list. The version is that of the log, or empty when
// it was not the same on all pages.
func all[T any](ctx context.Context, s *system, path string, query url.Values) (items []T, version string, err error) {
	for number := range mostPages {
		var page wirePage[T]
		asked := url.Values{"side": {strconv.Itoa(number)}}
		for name, values := range query {
			asked[name] = values
		}
		if err := s.get(ctx, path, asked, &page); err != nil {
			return nil, "", err
		}
		if number == 0 {
			version = page.Version
		}
		if page.Version != version {
			return nil, "", nil
		}
		items = append(items, page.Items...)
		if number+1 >= page.Pages {
			return items, version, nil
		}
	}
	return nil, "", oddAnswer("a list that does not end")
}

func oddAnswer(format string, values ...any) error {
	return &sdk.Fault{
		Source: sdk.FromSystem, Code: "system.odd_answer", Cause: fmt.Errorf(format, values...),
		Message: sdk.Words{
			NB: "Stafettloggsystemet svarer noe vi ikke forstår.", NN: "Stafettloggsystemet svarar noko vi ikkje forstår.",
		},
	}
}
