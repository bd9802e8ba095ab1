// Command levels-compat is a plugin of Hverdag that knows a municipality's
// levels and steps of the work around a child. It is made to be changed: the
// model is in model.go.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"

func main() { sdk.Serve(&model{}) }
