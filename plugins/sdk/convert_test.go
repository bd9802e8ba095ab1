package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// filled is a value of which every field says something of its own, so that one
// that is forgotten or mixed up on the way is found.
func filled[T any]() T {
	var value T
	count := 0
	fill(reflect.ValueOf(&value).Elem(), &count)
	return value
}

func fill(v reflect.Value, count *int) {
	*count++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("æøå %d", *count))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(1 + *count%7))
	case reflect.Float64:
		v.SetFloat(float64(*count) + 0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), count)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte{0, 255, byte(*count)})
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), count)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf("b"))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*count)*1000, 0).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), count)
		}
	}
}

func same[T any](t *testing.T, over func(T) T, but ...func(*T)) {
	t.Helper()
	sent := filled[T]()
	for _, change := range but {
		change(&sent)
	}
	if got := over(sent); !reflect.DeepEqual(got, sent) {
		t.Errorf("%T was sent as\n%+v\nand came as\n%+v", sent, sent, got)
	}
	var empty T
	for _, change := range but {
		change(&empty)
	}
	if got := over(empty); !reflect.DeepEqual(got, empty) {
		t.Errorf("an empty %T came as %+v", empty, got)
	}
}

func TestEveryFieldComesOverTheWireAsItWas(t *testing.T) {
	same(t, func(v sdk.Description) sdk.Description { return sdk.DescriptionOf(sdk.DescriptionProto(v)) })
	same(t, func(v sdk.Setup) sdk.Setup { return sdk.SetupOf(sdk.SetupProto(v), nil) })
	same(t, func(v sdk.Health) sdk.Health { return sdk.HealthOf(sdk.HealthProto(v)) })
	same(t, func(v levels.Levels) levels.Levels { return levels.LevelsOf(levels.LevelsProto(v)) })
	same(t, func(v levels.Move) levels.Move { return levels.MoveOf(levels.MoveProto(v)) })
	same(t, func(v levels.Assessment) levels.Assessment { return levels.AssessmentOf(levels.AssessmentProto(v)) })
	same(t, func(v registry.Chunk) (chunk registry.Chunk) {
		registry.FillChunk(&chunk, registry.ChunkProto(v))
		return chunk
	})
	same(t, func(v registry.End) registry.End { return registry.EndOf(registry.EndProto(v)) })
	same(t, func(v registry.Inspection) registry.Inspection {
		return registry.InspectionOf(registry.InspectionProto(v))
	})
	same(t, func(v registry.Query) registry.Query { return registry.QueryOf(registry.QueryProto(v)) }, func(q *registry.Query) {
		if q.File != nil {
			q.File.MediaType = "" // only of what is published
		}
	})
	same(t, func(v stafettlogg.Found) stafettlogg.Found { return stafettlogg.FoundOf(stafettlogg.FoundProto(v)) })
	same(t, func(v stafettlogg.Change) stafettlogg.Change { return stafettlogg.ChangeOf(stafettlogg.ChangeProto(v)) })
	same(t, func(v stafettlogg.Log) stafettlogg.Log { return stafettlogg.LogOf(stafettlogg.LogProto(v)) })
	same(t, func(v stafettlogg.Receipt) stafettlogg.Receipt {
		return stafettlogg.ReceiptOf(stafettlogg.ReceiptProto(v))
	})
}

func TestNothingOfOneChunkIsLeftInTheNext(t *testing.T) {
	chunk, next := registry.Chunk{}, registry.Chunk{Units: []registry.Unit{{ID: "1"}}}
	registry.FillChunk(&chunk, registry.ChunkProto(filled[registry.Chunk]()))
	registry.FillChunk(&chunk, registry.ChunkProto(next))
	if !reflect.DeepEqual(chunk, next) {
		t.Errorf("what came is %+v", chunk)
	}
}

func TestEachChangeOfAWriteComesOverTheWireAndOneOnly(t *testing.T) {
	whole := filled[stafettlogg.Write]()
	if _, err := stafettlogg.WriteProto(whole); !errors.Is(err, stafettlogg.ErrNothingToWrite) {
		t.Error("several changes are sent as one:", err)
	}
	if _, err := stafettlogg.WriteProto(stafettlogg.Write{Key: "1"}); !errors.Is(err, stafettlogg.ErrNothingToWrite) {
		t.Error("nothing is sent as a change:", err)
	}
	changes := 0
	for i := range reflect.TypeOf(whole).NumField() {
		from := reflect.ValueOf(whole).Field(i)
		if from.Kind() != reflect.Pointer {
			continue
		}
		one := stafettlogg.Write{Key: whole.Key, LogID: whole.LogID, ExpectedVersion: whole.ExpectedVersion}
		reflect.ValueOf(&one).Elem().Field(i).Set(from)
		sent, err := stafettlogg.WriteProto(one)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := stafettlogg.WriteOf(sent); err != nil || !reflect.DeepEqual(got, one) {
			t.Errorf("%s: sent %+v, came %+v, %v", reflect.TypeOf(whole).Field(i).Name, one, got, err)
		}
		changes++
	}
	if changes != 8 {
		t.Errorf("%d kinds of change were tried", changes)
	}
}

func TestWhoseFaultItIsComesOverTheWire(t *testing.T) {
	words := sdk.Words{NB: "Nøkkelen er gammel.", NN: "Nøkkelen er gammal."}
	wrapped := fmt.Errorf("listing: %w", &sdk.Fault{
		Source: sdk.FromSystem, Code: "system.rate_limited", RetryAfter: 1500 * time.Millisecond, Message: words,
	})
	refused := &url.Error{Op: "Get", URL: "https://skole.example/elev/17?navn=x", Err: &sdk.Refusal{Reason: sdk.NotGranted, Detail: "no"}}
	for _, c := range []struct {
		name string
		err  error
		want sdk.Fault
		code codes.Code
	}{
		{"a wrapped fault", wrapped, sdk.Fault{Source: sdk.FromSystem, Code: "system.rate_limited", RetryAfter: 2 * time.Second, Message: words}, codes.Unavailable},
		{"a setting", sdk.BadSetting("base_url", "settings.x", words), sdk.Fault{Source: sdk.FromSettings, Code: "settings.x", Field: "base_url", Message: words}, codes.InvalidArgument},
		{"any error", errors.New("oops"), sdk.Fault{Source: sdk.FromPlugin, Code: sdk.CodeError}, codes.Internal},
		{"a host that is not granted", refused, sdk.Fault{Source: sdk.FromHost, Code: "host.not_granted"}, codes.FailedPrecondition},
		{"a system that is down", &sdk.Refusal{Reason: sdk.Unreachable}, sdk.Fault{Source: sdk.FromSystem, Code: sdk.CodeUnreachable}, codes.Unavailable},
		{"its own deadline", context.DeadlineExceeded, sdk.Fault{Source: sdk.FromSystem, Code: sdk.CodeSystemTimeout}, codes.Unavailable},
		{"not UTF-8", sdk.SystemFault("system.\xff", errors.New("\xff")), sdk.Fault{Source: sdk.FromSystem, Code: "system.\uFFFD"}, codes.Unavailable},
	} {
		sent := sdk.StatusOf(t.Context(), c.err)
		got := *sdk.FaultsOf(sent)[0]
		got.Cause = nil
		if got != c.want || status.Code(sent) != c.code {
			t.Errorf("%s: %v came as %+v (%v)", c.name, c.err, got, status.Code(sent))
		}
		if strings.Contains(sent.Error(), "elev") {
			t.Errorf("%s tells whom it was about: %v", c.name, sent)
		}
	}
	both := sdk.FaultsOf(sdk.StatusOf(t.Context(), errors.Join(sdk.BadSetting("a", "x", words), sdk.BadSetting("b", "y", words))))
	if len(both) != 2 || both[1].Field != "b" {
		t.Error("one of two faults was lost:", both)
	}
}

func TestACallThatTheHostGaveUpIsNobodysFault(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if sent := sdk.StatusOf(ctx, sdk.SystemFault("system.x", nil)); status.Code(sent) != codes.Canceled {
		t.Error(sent)
	}
	for code, want := range map[codes.Code]string{
		codes.Unimplemented: sdk.CodeNotImplemented, codes.Unavailable: sdk.CodeGone, codes.DeadlineExceeded: sdk.CodeTimeout,
		codes.ResourceExhausted: sdk.CodeTooLarge, codes.Internal: sdk.CodeError,
	} {
		if got := sdk.FaultsOf(status.Error(code, "x"))[0]; got.Code != want || got.Source != sdk.FromPlugin {
			t.Errorf("%v: %+v", code, got)
		}
	}
}

func TestAResponseSaysWhoseFaultItIs(t *testing.T) {
	in := time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	for _, c := range []struct {
		status int
		after  string
		source sdk.Source
		code   string
		wait   bool
	}{
		{401, "", sdk.FromSettings, "settings.refused", false}, {404, "", sdk.FromSystem, "system.not_found", false},
		{412, "", sdk.FromSystem, "system.conflict", false}, {429, "30", sdk.FromSystem, "system.rate_limited", true},
		{503, in, sdk.FromSystem, "system.failed", true}, {302, "x", sdk.FromSystem, "system.unexpected", false},
		{503, "-5", sdk.FromSystem, "system.failed", false}, {503, "9223372036854775807", sdk.FromSystem, "system.failed", true},
	} {
		err := sdk.ResponseFault(&http.Response{StatusCode: c.status, Header: http.Header{"Retry-After": {c.after}}})
		var fault *sdk.Fault
		if !errors.As(err, &fault) || fault.Source != c.source || fault.Code != c.code || (fault.RetryAfter > 20*time.Second) != c.wait {
			t.Errorf("%d: %+v", c.status, fault)
		}
	}
	if err := sdk.ResponseFault(&http.Response{StatusCode: 204}); err != nil {
		t.Error(err)
	}
}

func TestAListAndFilesAreCutToSize(t *testing.T) {
	var chunk registry.Chunk
	for i := range 613 {
		chunk.Units = append(chunk.Units, registry.Unit{ID: fmt.Sprint("u", i)})
	}
	for i := range 7 {
		chunk.Services = append(chunk.Services, registry.Service{ID: fmt.Sprint("s", i)})
	}
	var joined registry.Chunk
	for _, part := range registry.Parts(chunk) {
		if n := len(part.Units) + len(part.Services); n > registry.Part || n == 0 {
			t.Errorf("a part of %d", n)
		}
		joined.Units, joined.Services = append(joined.Units, part.Units...), append(joined.Services, part.Services...)
	}
	if !reflect.DeepEqual(joined, chunk) {
		t.Error("what was cut is not what is put together")
	}
	directory := registry.Directory{Units: chunk.Units, Services: chunk.Services, BaseURL: "https://a.example/"}
	var got registry.Directory
	for _, part := range registry.DirectoryParts(directory) {
		registry.AddDirectoryPart(&got, part)
	}
	if !reflect.DeepEqual(got, directory) {
		t.Error("the directory came as another")
	}
	files := []registry.File{{Name: "a", MediaType: "text/turtle", Content: make([]byte, 700_000)}, {Name: "empty", MediaType: "x/y"}}
	files[0].Content[699_999] = 7
	var came []registry.File
	for _, file := range files {
		for _, part := range registry.FileParts(file) {
			came = registry.AddFilePart(came, part)
		}
	}
	if !reflect.DeepEqual(came, files) {
		t.Error("the files came as others")
	}
}

func TestADateToWaitForIsByTheClockOfTheSystemThatSaysIt(t *testing.T) {
	now := time.Now().UTC()
	for _, apart := range []time.Duration{0, time.Hour, -24 * time.Hour} {
		theirs := now.Add(apart)
		header := http.Header{
			"Date": {theirs.Format(http.TimeFormat)}, "Retry-After": {theirs.Add(37 * time.Second).Format(http.TimeFormat)},
		}
		if wait := sdk.RetryAfter(header); wait != 37*time.Second {
			t.Errorf("clocks are %v apart: %v", apart, wait)
		}
	}
}
