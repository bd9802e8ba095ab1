// Package files holds files as municipalities and other systems really write
// them, with invented units, for tests and for the demo. The spreadsheets are
// made by go run ./make.
package files

import _ "embed"

// Windows is a list of units in Windows-1252, as Norwegian Excel saves CSV.
//
//go:embed einingar-windows.csv
var Windows []byte

// UTF8 is the same list as "CSV UTF-8".
//
//go:embed einingar-utf8.csv
var UTF8 []byte

// Workbook is a list of services, with a title above it and a column about
// persons.
//
//go:embed tiltak.xlsx
var Workbook []byte

// Turtle is a catalogue of services in CPSV-AP-NO.
//
//go:embed katalog.ttl
var Turtle []byte

// JSONLD is another, with CPSV-AP's context by reference.
//
//go:embed katalog.jsonld
var JSONLD []byte
