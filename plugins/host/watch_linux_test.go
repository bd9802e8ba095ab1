package host

import "testing"

func TestMemoryThatIsPutAsideIsStillThePlugins(t *testing.T) {
	status := []byte("Name:\tx\nVmSwap:\t    3000 kB\nRssAnon:\t     100 kB\nRssFile:\t  900000 kB\nRssShmem:\t      20 kB\n")
	if got := ownMemory(status); got != 3120<<10 {
		t.Errorf("it has %d bytes of its own, want %d", got, 3120<<10)
	}
}
