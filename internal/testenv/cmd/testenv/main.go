// Command testenv runs another command with a throw-away PostgreSQL and Redis:
//
//	testenv -- go test ./...
package main

import (
	"os"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func main() {
	arguments := os.Args[1:]
	if len(arguments) > 0 && arguments[0] == "--" {
		arguments = arguments[1:]
	}
	os.Exit(testenv.RunCommand(arguments))
}
