// Command bti is the plugin that knows a municipality's own levels and steps of
// the work around a child (Bedre tverrfaglig innsats). They are the
// municipality's configuration; a good model comes with the plugin.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(newModel()) }

func newModel() sdk.Plugin { return &model{} }
