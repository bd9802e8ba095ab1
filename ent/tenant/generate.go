// Package tenant is the generated client for what one municipality knows:
// families, plans, staff and the log. Only packages below tenants/ may use it.
package tenant

//go:generate go run -mod=mod entgo.io/ent/cmd/ent generate --feature sql/versioned-migration,sql/lock,sql/upsert --target . ./schema
