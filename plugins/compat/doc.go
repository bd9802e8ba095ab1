// Package compat holds plugins that were built with each published SDK, and the
// test that the host of today still runs them.
package compat
