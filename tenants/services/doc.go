// Package services knows what the municipality's units offer to children and
// families: those an administrator writes down, and those that registers list
// through plugins.
//
// Everybody who is signed in may read and search them (policy.SectionServices);
// administrators keep them in order. Nothing here knows of a family.
//
// A register's list is taken in by Synchronise, all of it or nothing. Each of
// its entries is tied to a unit or service by an Upstream row, which keeps what
// the register said last. A field that is no longer what the register said last
// was put right by the municipality, and stays; what the register says is shown
// beside it, and can be taken over. When the register comes to say the same, the
// field follows it again. What vanishes from a register is marked and stays.
// Units that were written down by hand are recognised by organisation number,
// which is one unit's alone; by name only when an administrator says so, and so
// are services: by title, unless both units are known and differ and so do their
// telephones. Until then what the register has waits, and is in no list.
//
// Units themselves are tenants/directory's; this package calls it.
package services
