package tenants

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The few ways in which a domain function fails. Only web turns them into
// status codes and sentences. What a viewer may not know exists is
// ErrNotFound, never ErrForbidden.
var (
	ErrNotFound    = errors.New("not_found")
	ErrForbidden   = errors.New("forbidden")
	ErrConflict    = errors.New("conflict")
	ErrInvalid     = errors.New("invalid")
	ErrUnavailable = errors.New("unavailable")
)

// Code returns the stable code of an error: one of the sentinels' texts, or
// "internal" for everything else.
func Code(err error) string {
	for _, sentinel := range []error{ErrNotFound, ErrForbidden, ErrConflict, ErrInvalid, ErrUnavailable} {
		if errors.Is(err, sentinel) {
			return sentinel.Error()
		}
	}
	return "internal"
}

// FieldError says what is wrong with one field of a form.
type FieldError struct {
	Field string // the field's name in the form
	Code  string // a locale key that says how to put it right
}

// Invalid collects everything that is wrong with what was typed. It matches
// ErrInvalid.
type Invalid struct{ Fields []FieldError }

// InvalidField is the error for one field that is wrong.
func InvalidField(field, code string) error {
	return &Invalid{Fields: []FieldError{{Field: field, Code: code}}}
}

// Add notes a fault.
func (i *Invalid) Add(field, code string) {
	i.Fields = append(i.Fields, FieldError{Field: field, Code: code})
}

// Err returns the collected faults as an error, or nil when there are none.
func (i *Invalid) Err() error {
	if len(i.Fields) == 0 {
		return nil
	}
	return i
}

func (i *Invalid) Error() string {
	names := make([]string, 0, len(i.Fields))
	for _, field := range i.Fields {
		names = append(names, field.Field+": "+field.Code)
	}
	return "invalid: " + strings.Join(names, ", ")
}

// Is makes errors.Is(err, ErrInvalid) true.
func (i *Invalid) Is(target error) bool { return target == ErrInvalid }

// Unavailable marks an error that says the database itself cannot be used, so
// that the municipality gets a maintenance page and not a broken one. Other
// errors are returned as they are. web calls it on what a handler returns.
func Unavailable(err error) error { return databaseError(err) }

func databaseError(err error) error {
	if err == nil || errors.Is(err, ErrUnavailable) || !isDatabaseDown(err) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

func isDatabaseDown(err error) bool {
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, context.Canceled) {
		return false
	}
	return isDatabaseGone(err) || tells(err, busySigns)
}

// isDatabaseGone reports whether a database is missing, damaged or not ours.
func isDatabaseGone(err error) bool { return tells(err, goneSigns) }

var (
	goneSigns = []string{
		"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CANTOPEN", "SQLITE_IOERR", "malformed", "not a database",
		"unable to open database", "no such table", "disk I/O error",
		"SQLSTATE 3D000", "SQLSTATE 57P0", "SQLSTATE 42P01", "SQLSTATE 42501",
	}
	busySigns = []string{
		"SQLITE_BUSY", "SQLITE_FULL", "SQLITE_READONLY", "database is locked", "disk full",
		"failed to connect", "connection refused", "SQLSTATE 53300",
	}
)

func tells(err error, signs []string) bool {
	text := err.Error()
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}
