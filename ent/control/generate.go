// Package control is the generated client for what the whole service knows:
// municipalities and the foundation's own staff. It holds no family.
//
// It is made by `make generate`, which names ent's features: internal/generate.
package control
