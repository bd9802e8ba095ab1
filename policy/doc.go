// Package policy answers the one question of who may do what, and nothing
// else in the program decides access.
//
// The rules are lines of casbin (model.conf, base.csv). What a person is to a
// family (Facts) is read from the municipality's tables for the very request
// and is never a policy line. Because roles, facts, sections and actions are
// all small enumerations, casbin's own answers are worked out once, when the
// rules are loaded, and kept in a flat Table; Decide is a look-up in it.
//
// What the rules add up to is written out in docs/security/access-matrix.md,
// which a test compares with the rules.
package policy
