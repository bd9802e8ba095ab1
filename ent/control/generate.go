// Package control is the generated client for what the whole service knows:
// municipalities and the foundation's own staff. It holds no family.
package control

//go:generate go run -mod=mod entgo.io/ent/cmd/ent generate --feature sql/versioned-migration,sql/lock,sql/upsert --target . ./schema
