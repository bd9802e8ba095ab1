package main

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest/manifesttest"
)

func TestAReleaseCanBeMadeOfIt(t *testing.T) {
	if made := manifesttest.Make(t, &plugin{}); made.Name != "registry-cpsv" {
		t.Errorf("it is called %q", made.Name)
	}
}
