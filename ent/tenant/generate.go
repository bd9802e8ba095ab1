// Package tenant is the generated client for what one municipality knows:
// families, plans, staff and the log. Only packages below tenants/ may use it.
//
// It is made by `make generate`, which names ent's features: internal/generate.
package tenant
