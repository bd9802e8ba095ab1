package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest/manifesttest"
)

func TestAReleaseCanBeMadeOfIt(t *testing.T) {
	if made := manifesttest.Make(t, newSystem()); made.Name != "stafettlogg-http" {
		t.Errorf("it is called %q", made.Name)
	}
}
