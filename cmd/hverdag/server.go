package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/web"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/app"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/console"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/middleware"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/signin"
)

const returnPath = "/logg-inn/retur"

// providers are the doors people come in by.
type providers struct {
	staff, families, foundation *signin.Provider
}

// issuer is the demo's own identity provider.
type issuer struct {
	handler http.Handler
	host    string
}

// server puts the web server together.
func (s *store) server(ctx context.Context, p providers, own *issuer) (*fiber.App, error) {
	proxies, err := middleware.NewProxies(s.config.TrustedProxies)
	if err != nil {
		return nil, err
	}
	sealer, err := s.cookieSealer()
	if err != nil {
		return nil, err
	}
	secure := s.config.PublicScheme == "https"
	rooms := web.Config{
		Base: ctx, Log: s.log, ConsoleHost: s.config.ConsoleHost, KV: s.kv,
		App: app.New(app.Config{
			Registry: s.registry, Staff: p.staff, Families: p.families, Sealer: sealer, Secure: secure,
			Origin: s.config.Origin, PluginNotice: s.plugins.notice,
		}),
		Console: console.New(console.Config{
			Provisioner: s.provision, Provider: p.foundation, Sealer: sealer, Secure: secure,
			Clock: clock.System{}, Log: s.log, PluginNotice: s.plugins.notice,
		}),
		Proxies: proxies, Ports: []string{strconv.Itoa(s.config.PublicPort)}, BodyLimit: s.config.BodyLimit,
		IssuerOrigins: origins(p.staff, p.families, p.foundation), Ready: s.ready,
	}
	if own != nil {
		rooms.Issuer, rooms.IssuerHost = own.handler, own.host
	}
	return web.New(rooms)
}

// ready reports whether the control plane answers; a single municipality that
// does not is its own affair.
func (s *store) ready(ctx context.Context) error {
	if err := s.control.DB().PingContext(ctx); err != nil {
		return fmt.Errorf("control plane: %w", err)
	}
	return nil
}

// cookieSealer seals sign-ins under way with a key that every replica derives
// from the key-encryption key.
func (s *store) cookieSealer() (*signin.Sealer, error) {
	key, err := s.kek.Derive("sign-in cookie 1")
	if err != nil {
		return nil, err
	}
	return signin.NewSealer(clock.System{}, key)
}

func origins(all ...*signin.Provider) []string {
	seen := map[string]bool{}
	var list []string
	for _, provider := range all {
		if origin := provider.Origin(); !seen[origin] {
			seen[origin] = true
			list = append(list, origin)
		}
	}
	return list
}

func productionProviders(c config.Config) (providers, error) {
	provider := func(name string, kind signin.Kind, i config.Issuer) (*signin.Provider, error) {
		levels := map[string]signin.Kind{}
		for _, level := range i.ACR {
			levels[level] = kind
		}
		made, err := signin.New(signin.Config{
			Name: name, Issuer: i.Issuer, ClientID: i.ClientID, ClientSecret: i.ClientSecret.Reveal(),
			Kind: kind, ACR: levels, TrustEmail: i.TrustEmail, Clock: clock.System{},
			AskAnew:  kind == signin.KindFamily,
			Callback: func(host string) string { return c.Origin(host) + returnPath },
			Scopes:   []string{"profile", "email"},
		})
		if err != nil {
			return nil, fmt.Errorf("sign-in for %s: %w", name, err)
		}
		return made, nil
	}
	var p providers
	var err error
	if p.staff, err = provider("staff", signin.KindStaff, c.OIDC.Staff); err != nil {
		return p, err
	}
	if p.families, err = provider("family", signin.KindFamily, c.OIDC.Family); err != nil {
		return p, err
	}
	p.foundation, err = provider("foundation", signin.KindFoundation, c.OIDC.Foundation)
	return p, err
}
