package main

import (
	"errors"
	"strings"
	"testing"
)

func TestAReleaseIsUnpackedAsFarAsThereIsRoomOnly(t *testing.T) {
	folder := t.TempDir()
	left := room{bytes: 3, files: 2}
	if err := unpackFile(folder, "a", strings.NewReader("abc"), &left); err != nil {
		t.Fatal(err)
	}
	if err := unpackFile(folder, "b", strings.NewReader("d"), &left); !errors.Is(err, errArchive) {
		t.Error("too many bytes:", err)
	}
	left = room{bytes: 3, files: 1}
	for i, name := range []string{"c", "d"} {
		if err := unpackFile(folder, name, strings.NewReader(""), &left); errors.Is(err, errArchive) != (i == 1) {
			t.Error("too many files:", name, err)
		}
	}
}
