// Registry-brreg reads a municipality's own units from Enhetsregisteret.
// docs/plugins/registry-brreg.md tells what it does with what it finds.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(&plugin{}) }
