package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"
)

// Discovery is tried a few times in one go, with pauses, and then again when
// somebody next wants to sign in. What was found is looked up anew once a day.
const (
	discoveryTries   = 3
	discoveryPause   = 150 * time.Millisecond
	discoveryTimeout = 8 * time.Second
	discoveryFresh   = 24 * time.Hour
)

// endpoints are what discovery found.
type endpoints struct {
	provider   *oidc.Provider
	oauth      oauth2.Endpoint
	endSession *url.URL
	says       bool // authorization_response_iss_parameter_supported (RFC 9207)
	at         time.Time
}

// discovery remembers the issuer's endpoints, and lets many visitors wait for
// one look-up.
type discovery struct {
	mu    sync.Mutex
	known *endpoints
	group singleflight.Group
}

// discover returns the issuer's endpoints. ErrUnavailable when they cannot be
// had now; old ones are used rather than none.
func (p *Provider) discover(ctx context.Context) (*endpoints, error) {
	p.found.mu.Lock()
	known := p.found.known
	p.found.mu.Unlock()
	if known != nil && p.config.Clock.Now().Sub(known.at) < discoveryFresh {
		return known, nil
	}
	answer := p.found.group.DoChan("", func() (any, error) {
		// One visitor who leaves must not spoil it for the others.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), discoveryTimeout)
		defer cancel()
		return p.lookUp(ctx)
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, ctx.Err())
	case result := <-answer:
		if result.Err != nil && known != nil {
			return known, nil
		}
		if result.Err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, result.Err)
		}
		return result.Val.(*endpoints), nil
	}
}

func (p *Provider) lookUp(ctx context.Context) (*endpoints, error) {
	var last error
	for try := range discoveryTries {
		if try > 0 {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(discoveryPause << (try - 1)):
			}
		}
		found, err := p.ask(ctx)
		if err == nil {
			p.found.mu.Lock()
			p.found.known = found
			p.found.mu.Unlock()
			return found, nil
		}
		last = err
		var mismatch *oidc.IssuerMismatchError
		if errors.As(err, &mismatch) {
			break // asking again will not change who answers
		}
	}
	return nil, last
}

func (p *Provider) ask(ctx context.Context) (*endpoints, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, p.config.HTTP), p.config.Issuer)
	if err != nil {
		return nil, fmt.Errorf("discovering %s: %w", p.config.Name, err)
	}
	var more struct {
		EndSession string   `json:"end_session_endpoint"`
		Says       bool     `json:"authorization_response_iss_parameter_supported"`
		Methods    []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, fmt.Errorf("reading what %s offers: %w", p.config.Name, err)
	}
	found := &endpoints{provider: provider, oauth: provider.Endpoint(), says: more.Says, at: p.config.Clock.Now()}
	// The style is fixed, since trying both would spend the code on the first.
	found.oauth.AuthStyle = oauth2.AuthStyleInHeader
	if len(more.Methods) > 0 && !slices.Contains(more.Methods, "client_secret_basic") {
		found.oauth.AuthStyle = oauth2.AuthStyleInParams
	}
	if more.EndSession != "" {
		found.endSession, err = url.Parse(more.EndSession)
		if err != nil {
			return nil, fmt.Errorf("reading where %s ends sessions: %w", p.config.Name, err)
		}
	}
	return found, nil
}
