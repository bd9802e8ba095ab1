// Registry-csv reads a spreadsheet that a municipality has: CSV as Norwegian
// Excel writes it, and XLSX. docs/plugins/registry-csv.md tells what it does
// with what it finds.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(&plugin{}) }
