package plugintest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// inCheck runs do as a plugin's Check, with the way out it has.
func inCheck(t *testing.T, world *plugintest.World, do func(ctx context.Context, host sdk.Host) error) error {
	t.Helper()
	s := &school{}
	s.check = func(ctx context.Context) (sdk.Health, error) { return sdk.Health{OK: true}, do(ctx, s.setup.Host) }
	_, err := plugintest.Open(t, s, world, nil).Check(t.Context())
	return err
}

func TestFilesAreExchangedWholeAndOnce(t *testing.T) {
	world := plugintest.NewWorld(t)
	large := bytes.Repeat([]byte("ærlig\x00\xff"), 100_000) // several parts
	world.Put(t, "inn.json", large)
	err := inCheck(t, world, func(ctx context.Context, host sdk.Host) error {
		folder := host.Folder()
		files, err := folder.List(ctx, sdk.In)
		if err != nil || len(files) != 1 || files[0].Name != "inn.json" || files[0].Size != int64(len(large)) {
			return fmt.Errorf("%v %w", files, err)
		}
		content, err := folder.Read(ctx, "inn.json")
		if err != nil || !bytes.Equal(content, large) {
			return fmt.Errorf("%d bytes came, %w", len(content), err)
		}
		return errors.Join(
			folder.Done(ctx, "inn.json"),
			folder.Write(ctx, "ut.json", []byte("1")), folder.Write(ctx, "ut.json", []byte("1")),
			refused(folder.Write(ctx, "ut.json", []byte("2")), sdk.Conflict),
			refused(folder.Write(ctx, "../ut.json", nil), sdk.Invalid),
			refused(folder.Write(ctx, "stor", make([]byte, sdk.MaxContent+1)), sdk.TooLarge),
			refused(second(folder.Read(ctx, "inn.json")), sdk.NotFound),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := world.Got(t); len(got) != 1 || string(got["ut.json"]) != "1" {
		t.Error(got)
	}
}

func second(_ []byte, err error) error { return err }

func refused(err error, why sdk.Reason) error {
	var refusal *sdk.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != why {
		return fmt.Errorf("want a refusal %d, got %w", why, err)
	}
	return nil
}

func TestWhatIsKeptIsThereAfterARestartAndCanBeForgotten(t *testing.T) {
	world := plugintest.NewWorld(t)
	steps := []func(ctx context.Context, host sdk.Host) error{
		func(ctx context.Context, host sdk.Host) error {
			host.Log(ctx, sdk.Warn, "første gang")
			return errors.Join(host.WriteState(ctx, "merke", []byte("ø")), refused(host.WriteState(ctx, "stor", make([]byte, 65<<10)), sdk.TooLarge))
		},
		func(ctx context.Context, host sdk.Host) error {
			kept, err := host.ReadState(ctx, "merke")
			if string(kept) != "ø" {
				return fmt.Errorf("%q was kept, %w", kept, err)
			}
			return host.WriteState(ctx, "merke", nil)
		},
		func(ctx context.Context, host sdk.Host) error {
			if kept, err := host.ReadState(ctx, "merke"); kept != nil || err != nil {
				return fmt.Errorf("%q was not forgotten, %w", kept, err)
			}
			return nil
		},
	}
	for i, step := range steps {
		if err := inCheck(t, world, step); err != nil {
			t.Errorf("step %d: %v", i, err)
		}
	}
	if lines := world.Lines(); len(lines) != 1 || lines[0] != (plugintest.Line{Level: sdk.Warn, Text: "første gang"}) {
		t.Error(lines)
	}
}

func TestManyAskTheHostAtOnceAndEachGetsItsOwnAnswer(t *testing.T) {
	world := plugintest.NewWorld(t)
	err := inCheck(t, world, func(ctx context.Context, host sdk.Host) error {
		failed := make([]error, 50)
		var group sync.WaitGroup
		for i := range failed {
			group.Go(func() {
				key, value := fmt.Sprint("k", i), []byte(fmt.Sprint("v", i))
				kept, err := []byte(nil), host.WriteState(ctx, key, value)
				if err == nil {
					kept, err = host.ReadState(ctx, key)
				}
				if err != nil || !bytes.Equal(kept, value) {
					failed[i] = fmt.Errorf("%s is %q, %w", key, kept, err)
				}
			})
		}
		group.Wait()
		return errors.Join(failed...)
	})
	if err != nil {
		t.Error(err)
	}
}
