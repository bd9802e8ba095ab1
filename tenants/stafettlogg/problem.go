package stafettlogg

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
)

// problemOf is the fault in or behind a plugin that an error tells of.
func problemOf(err error) *host.Problem {
	var problem *host.Problem
	if errors.As(err, &problem) {
		return problem
	}
	return nil
}
