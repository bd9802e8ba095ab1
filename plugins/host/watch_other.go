//go:build !linux

package host

import "errors"

func usageOf(int) (usage, error) { return usage{}, errors.New("only Linux tells") }
