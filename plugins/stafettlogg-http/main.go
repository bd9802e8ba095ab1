// Command stafettlogg-http is the plugin for a stafettlogg system with the REST
// interface that is described in openapi/openapi.yaml.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(newSystem()) }

func newSystem() sdk.Plugin { return &system{} }
