package demoissuer

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// HTTPClient reaches hosts under localhost at the demo's own listening address,
// because Go does not always resolve names such as innlogging.localhost, and
// reaches nothing else. The demo gives it to its relying party.
func HTTPClient(listen string) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Client{
		Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(address)
				if err != nil {
					return nil, fmt.Errorf("reading the address to dial: %w", err)
				}
				if host != "localhost" && !strings.HasSuffix(host, ".localhost") {
					return nil, fmt.Errorf("the demo does not call out to %s", host)
				}
				return dialer.DialContext(ctx, network, listen)
			},
			MaxIdleConnsPerHost: 4,
			IdleConnTimeout:     30 * time.Second,
		},
	}
}
