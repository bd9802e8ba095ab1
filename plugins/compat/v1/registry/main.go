// Command registry-compat is a plugin of Hverdag that lists the units of a
// register. It is made to be changed: begin with Describe, then List.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"

func main() { sdk.Serve(&register{}) }
