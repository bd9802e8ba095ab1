package sdk

import (
	"bufio"
	"io"
	"os"
	"regexp"
)

// real is the stdout that the host reads; nil when this is not a plugin's
// process. It is taken before main begins, so that nothing the program prints
// comes before the line the host waits for.
var real = takeStdout()

func takeStdout() *os.File {
	if os.Getenv(Handshake.MagicCookieKey) != Handshake.MagicCookieValue || os.Getenv(DebugEnv) != "" {
		return nil
	}
	kept := keepDescriptor()
	os.Stdout = os.Stderr
	return kept
}

// handshake is the line go-plugin writes for the host, wherever in a line it
// begins: something else may have printed without ending its own.
var handshake = regexp.MustCompile(`\d+\|\d+\|unix\|[^\n]*\n`)

// guardStdout lets the handshake through to the host, and nothing else.
func guardStdout() {
	reader, writer, err := os.Pipe()
	if err != nil || real == nil {
		return
	}
	os.Stdout = writer
	go func() {
		lines := bufio.NewReader(reader)
		for {
			line, err := lines.ReadString('\n')
			if said := handshake.FindString(line); said != "" {
				_, _ = real.WriteString(said) // a host that does not read has gone
				break
			}
			_, _ = os.Stderr.WriteString(line)
			if err != nil {
				return
			}
		}
		_, _ = io.Copy(os.Stderr, lines)
	}()
}
