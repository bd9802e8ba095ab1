package host_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
)

func TestAPluginIsStartedShutInAndCalled(t *testing.T) {
	for _, kind := range []sandbox.Kind{sandbox.Namespaces, sandbox.Landlock} {
		t.Run(string(kind), func(t *testing.T) {
			h := open(t, func(c *host.Config) { c.Sandbox = kind; c.Developer = true })
			in := h.release("hostile")
			health, err := h.check(in)
			if err != nil || !health.OK {
				t.Fatalf("got %+v, %v", health, err)
			}
			status := h.Status(in.Municipality, "hostile")
			if status.State != host.Healthy || status.Sandbox != string(kind) {
				t.Errorf("the state is %+v", status)
			}
		})
	}
}
