// Command stafettlogg-compat is a plugin of Hverdag that reaches a stafettlogg
// system. It is made to be changed: begin with Describe, then wire.go, which
// holds what the system's addresses and words are.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"

func main() { sdk.Serve(&system{}) }
