package main

import (
	"context"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// deed does something that must not work, and returns what it got.
type deed func(ctx context.Context, setup sdk.Setup) (string, error)

var deeds = map[string]deed{}

// beforehand is what the program does before it is a plugin, by its name.
var beforehand = map[string]func(){}

func lie(*sdk.Description) {}
