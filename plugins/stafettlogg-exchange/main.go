// Command stafettlogg-exchange is the plugin for systems that exchange
// stafettlogger as files in our published format, by a folder or over HTTP. See
// docs/plugins/exchange-format.md.
package main

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

func main() { sdk.Serve(newExchange()) }

func newExchange() sdk.Plugin { return &exchange{} }
