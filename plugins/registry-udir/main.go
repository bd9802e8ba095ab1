// Registry-udir reads schools and kindergartens from Nasjonalt skoleregister
// and Nasjonalt barnehageregister, version 4. docs/plugins/registry-udir.md
// tells what it does with what it finds.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(&plugin{}) }
