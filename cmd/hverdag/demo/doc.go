// Package demo holds the demo's people and what has happened to them, and
// carries it out. The scenario folder describes four pilot municipalities with
// 11 families and 27 children; nobody in it exists. Dates are written relative
// to today, so that the demo is always fresh.
//
// Nothing is written to a database here: every event goes through the same
// command as the page would use, as the person who did it, on the day it
// happened (the Registry's clock is moved along). What the domain refuses, the
// scenario cannot contain.
//
// Only the demo command uses this package.
package demo
