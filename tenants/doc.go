// Package tenants holds what makes a municipality a house of its own: the
// Scope that carries its database, keys, policy and log through the program,
// the Registry that finds it by host name, and the only code that opens a
// database. The packages below it are the domain; all have the same shape:
// types with their invariants, reads and writes, commands that check policy,
// write, log and enqueue in one transaction, and tests.
//
// web uses Visit and the domain packages; it never touches a database client,
// which a test on every identifier in web holds.
package tenants
