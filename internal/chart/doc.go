// Package chart holds the tests of helm/hverdag. They render the chart with
// Helm's own engine, read what comes out strictly as Kubernetes' own types, and
// give it to the program. It is a module of its own, so that the program does
// not depend on Helm. `make chart` runs it.
package chart
