// Registry-cpsv reads services and units that are described with CPSV-AP-NO,
// as JSON-LD or Turtle, and writes the municipality's own directory so.
// docs/plugins/registry-cpsv.md tells what it does with what it finds.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(&plugin{}) }
