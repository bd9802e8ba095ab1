package sandbox

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	Main()
	os.Exit(m.Run())
}

func self(t *testing.T) []string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{program}
}

func TestBothWaysCanBeUsedOnAMachineForTests(t *testing.T) {
	for _, kind := range []Kind{Namespaces, Landlock} {
		if err := Try(self(t), kind); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if kind, err := Best(self(t)); err != nil || kind != Namespaces {
		t.Errorf("the best way is %q, %v, want namespaces", kind, err)
	}
}
