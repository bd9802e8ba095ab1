// Package plan holds a family's Hverdagsplan: what works (strengths, recorded
// first), what the family needs, goals in their own words, the measures
// towards them, how it went, and what the family has said yes to.
//
// It has the shape of every domain package: types with their invariants and
// Validate; reads that give a projection of what the viewer may see; commands
// that check policy, write and put on record in one transaction
// (casefile.Change). Every error is one of the sentinels of tenants.
package plan
