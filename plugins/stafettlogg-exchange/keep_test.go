package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
)

func TestWhatIsRememberedOfWritesFitsInWhatAPluginMayKeep(t *testing.T) {
	shelfs := map[string]int{}
	for i := range 20000 {
		shelfs[shelfOf(fmt.Sprint("key-", i))]++
	}
	if len(shelfs) != shelves || shelves >= 1000 {
		t.Errorf("%d states are used", len(shelfs))
	}
	e := byHTTP(t, logfiles.New(example(t)), nil)
	key := "key-0"
	var full []kept
	for i := range 1000 {
		state := format.Stored
		if i == 3 {
			state = isOut
		}
		full = append(full, kept{Write: fmt.Sprint("other-", i), State: state, Log: strings.Repeat("l", 36), Item: strings.Repeat("i", 36)})
	}
	text, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.world.Write(t.Context(), shelfOf(key), text); err != nil {
		t.Fatal(err)
	}
	e.write(t, stafettlogg.Write{Key: key, LogID: exampleID, Goal: &stafettlogg.Goal{Text: "Sove"}})
	text, _, _ = e.world.Read(t.Context(), shelfOf(key))
	var left []kept
	if err := json.Unmarshal(text, &left); err != nil || len(text) > fullShelf {
		t.Fatalf("%d bytes, %v", len(text), err)
	}
	if !slices.ContainsFunc(left, func(k kept) bool { return k.Write == "other-3" }) || left[len(left)-1].Write != short(key) {
		t.Error("a write that is not settled, or the newest, was forgotten")
	}
	if slices.ContainsFunc(left, func(k kept) bool { return k.Write == "other-0" }) {
		t.Error("the oldest was not forgotten")
	}
}

func TestAFileOrAReceiptThatIsLostIsMadeUpForAfterAWhile(t *testing.T) {
	e := byFolder(t, logfiles.New(example(t)), nil)
	e.system.Silent = true
	write := stafettlogg.Write{Key: "k", LogID: exampleID, Goal: &stafettlogg.Goal{Text: "Sove"}}
	unconfirmed := func() {
		t.Helper()
		if _, err := e.Write(t.Context(), write); problem(t, err).Code != codeNotConfirmed {
			t.Fatal(err)
		}
	}
	unconfirmed()
	e.round(t)
	for _, name := range in(t, e) {
		if strings.HasPrefix(name, "kvittering-") {
			e.remove(t, name) // lost
		}
	}
	unconfirmed()
	if len(e.world.Got(t)) != 0 {
		t.Error("the file was put out again at once")
	}
	text, _, _ := e.world.Read(t.Context(), shelfOf("k"))
	long := []byte(strings.Replace(string(text), fmt.Sprint(time.Now().Unix()/1000), fmt.Sprint(time.Now().Add(-7*time.Hour).Unix()/1000), 1))
	if err := e.world.Write(t.Context(), shelfOf("k"), long); err != nil {
		t.Fatal(err)
	}
	unconfirmed()
	if len(e.world.Got(t)) != 1 {
		t.Fatal("the file was not put out again")
	}
	e.round(t)
	receipt := e.write(t, write)
	if len(e.system.Done()) != 1 || receipt.ItemID == "" {
		t.Errorf("%+v, done %v", receipt, e.system.Done())
	}
}
