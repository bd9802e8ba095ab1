package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// hostile does what its settings say.
type hostile struct {
	mu    sync.Mutex
	setup sdk.Setup
}

// Describe tells the truth, unless the program has been told to lie.
func (h *hostile) Describe() sdk.Description {
	said := about.Description()
	lie(&said)
	return said
}

// Configure keeps the settings.
func (h *hostile) Configure(_ context.Context, setup sdk.Setup) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.setup = setup
	return nil
}

func (h *hostile) settings() sdk.Setup {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.setup
}

// Check does the deed, and says how it went: it is healthy when it was well
// behaved, and the message tells what it got hold of.
func (h *hostile) Check(ctx context.Context) (sdk.Health, error) {
	setup := h.settings()
	deed, known := deeds[setup.Settings[about.Deed]]
	if !known {
		return sdk.Health{OK: true, Message: sdk.Words{NB: "Alt er bra.", NN: "Alt er bra."}}, nil
	}
	got, err := deed(ctx, setup)
	if said := (*sdk.Fault)(nil); errors.As(err, &said) {
		return sdk.Health{}, err
	}
	if err != nil {
		return sdk.Health{Message: sdk.Words{NB: fmt.Sprint("nei: ", err)}}, nil
	}
	return sdk.Health{Message: sdk.Words{NB: "ja: " + got}}, nil
}
