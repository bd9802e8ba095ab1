// Package directory knows the people who can sign in to a municipality, the
// roles they hold, their sessions, the municipality's units (schools, health
// centres ...) and its own choices of language and words.
//
// It has the shape of every domain package: types with their invariants and
// Validate; reads; commands that check policy, write, put on record and
// enqueue in one transaction. It never reads anything of a family, which a
// test holds: whoever runs users and units learns nothing about who is
// followed up. For the same reason users of kind family (caregivers) are in no
// list here and cannot be opened by an administrator.
package directory
