package main

import (
	"os"
	"strings"
	"testing"
)

func TestTheModelOnThePageCanBeUsed(t *testing.T) {
	content, err := os.ReadFile("../../docs/plugins/bti.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(content), "\n    navn: ")
	if !found {
		t.Fatal("there is no model on the page")
	}
	model, _, _ := strings.Cut("navn: "+rest, "\n\n")
	read, err := readModel(strings.ReplaceAll(model, "\n    ", "\n"))
	if err != nil || len(read.Levels) != 2 || len(read.Transitions) != 2 {
		t.Errorf("%+v %v", read, err)
	}
}
