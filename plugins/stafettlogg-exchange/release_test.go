package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest/manifesttest"
)

func TestAReleaseCanBeMadeOfIt(t *testing.T) {
	if made := manifesttest.Make(t, newExchange()); made.Name != "stafettlogg-exchange" {
		t.Errorf("it is called %q", made.Name)
	}
}
