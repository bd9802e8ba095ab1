package middleware

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Proxies are the reverse proxies whose word is believed about the browser's
// host, scheme and address. Anybody else's X-Forwarded-* headers are ignored.
// The proxy must overwrite X-Forwarded-Host and X-Forwarded-Proto, not append
// to them: a header with several values is taken for a forgery.
type Proxies struct{ trusted []netip.Prefix }

// NewProxies reads addresses and prefixes, "10.1.2.3" and "10.1.0.0/16".
func NewProxies(list []string) (*Proxies, error) {
	p := &Proxies{}
	for _, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return nil, fmt.Errorf("the trusted proxy %q is neither an address nor a prefix", text)
			}
			prefix = netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen())
		}
		if prefix.Bits() == 0 {
			return nil, fmt.Errorf("the trusted proxy %q is everybody", text)
		}
		p.trusted = append(p.trusted, prefix.Masked())
	}
	return p, nil
}

// List is the proxies in the form Fiber's TrustedProxies takes.
func (p *Proxies) List() []string {
	list := []string{}
	for _, prefix := range p.trusted {
		list = append(list, prefix.String())
	}
	return list
}

func (p *Proxies) trusts(address netip.Addr) bool {
	address = address.Unmap()
	return slices.ContainsFunc(p.trusted, func(t netip.Prefix) bool { return t.Contains(address) })
}

// remote is the address at the other end of the connection.
func remote(c *fiber.Ctx) netip.Addr {
	address, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return netip.Addr{}
	}
	return address.Unmap()
}

// forwarded is the value of a header that a trusted proxy set: found is whether
// there was one to believe, value is "" when there were several.
func (p *Proxies) forwarded(c *fiber.Ctx, header string) (value string, found bool) {
	if !p.trusts(remote(c)) {
		return "", false
	}
	all := c.Request().Header.PeekAll(header)
	if len(all) == 0 {
		return "", false
	}
	if len(all) > 1 || strings.Contains(string(all[0]), ",") {
		return "", true
	}
	return strings.TrimSpace(string(all[0])), true
}

// scheme is how the browser reached us.
func (p *Proxies) scheme(c *fiber.Ctx) string {
	if c.Context().IsTLS() {
		return "https"
	}
	if said, found := p.forwarded(c, fiber.HeaderXForwardedProto); found && strings.EqualFold(said, "https") {
		return "https"
	}
	return "http"
}

// hostport is the host the browser asked for, as it wrote it.
func (p *Proxies) hostport(c *fiber.Ctx) string {
	if said, found := p.forwarded(c, fiber.HeaderXForwardedHost); found {
		return said
	}
	return string(c.Request().URI().Host())
}

// ClientIP is the visitor's address: the connection's, or, through trusted
// proxies, the last one in X-Forwarded-For that is not itself a trusted proxy.
// For limits only; never log it.
func (b *Boundary) ClientIP(c *fiber.Ctx) string {
	at := remote(c)
	p := b.config.Proxies
	if !p.trusts(at) {
		return at.String()
	}
	var chain []string
	for _, line := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		chain = append(chain, strings.Split(string(line), ",")...)
	}
	for _, hop := range slices.Backward(chain) {
		address, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		at = address.Unmap()
		if !p.trusts(at) {
			break
		}
	}
	return at.String()
}

func (b *Boundary) secure(c *fiber.Ctx) bool { return b.config.Proxies.scheme(c) == "https" }

// Origin is our own origin as the browser sees it, "http://bodo.localhost:8080".
func (b *Boundary) Origin(c *fiber.Ctx) string {
	return b.config.Proxies.scheme(c) + "://" + strings.ToLower(b.config.Proxies.hostport(c))
}

// Host finds the request's exact host and keeps it for HostOf. It does not
// judge: the app looks the host up and answers 421 when it is unknown.
func (b *Boundary) Host(c *fiber.Ctx) error {
	c.Locals(localHost, exactHost(b.config.Proxies.hostport(c), b.config.Ports))
	return c.Next()
}

// exactHost is hostport in lower case without the port, if the port is ours; or
// "" when it is no plain host name. Nothing is cut but the port: no suffix, no
// trailing dot.
func exactHost(hostport string, ports []string) string {
	host, port, found := strings.Cut(strings.ToLower(hostport), ":")
	if found && port != "80" && port != "443" && !slices.Contains(ports, port) {
		return ""
	}
	if host == "" || len(host) > 253 {
		return ""
	}
	for _, r := range host {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' {
			return ""
		}
	}
	return host
}
