package host

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/idna"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// outside is the only way out to other systems.
type outside struct {
	plain  func(string) bool
	strict *http.Client // public addresses only
	loose  *http.Client // for hosts that an operator has excepted
}

func newOutside(config Config) *outside {
	o := &outside{plain: config.AllowPlain}
	if o.plain == nil {
		o.plain = func(string) bool { return false }
	}
	o.strict, o.loose = newClient(config, onlyPublic), newClient(config, nil)
	return o
}

func newClient(config Config, control func(string, string, syscall.RawConn) error) *http.Client {
	if config.Outside != nil {
		return &http.Client{
			Transport: config.Outside, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: control}
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer.DialContext, // and no proxy, which would resolve names for us
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: config.Roots},
			TLSHandshakeTimeout:    10 * time.Second,
			ResponseHeaderTimeout:  60 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    2,
			MaxIdleConns:           50,
			IdleConnTimeout:        60 * time.Second,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (o *outside) close() {
	o.strict.CloseIdleConnections()
	o.loose.CloseIdleConnections()
}

// client is what reaches a host, which has been granted.
func (o *outside) client(host string) *http.Client {
	if o.plain(host) {
		return o.loose
	}
	return o.strict
}

var errInside = errors.New("the address is not on the internet")

// onlyPublic is asked when a connection is about to be made, with the address
// that a name has led to: what a name leads to later does not matter.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", errInside, address)
	}
	if !isPublic(at.Addr().Unmap().WithZone("")) {
		return errInside
	}
	return nil
}

// notPublic are networks that are somebody's own, or that lead to such ones.
var notPublic = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
	"::/16", "64:ff9b::/32", "100::/16", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9",
	"ff00::/8",
)

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

func isPublic(address netip.Addr) bool {
	if !address.IsGlobalUnicast() {
		return false
	}
	for _, prefix := range notPublic {
		if prefix.Contains(address) {
			return false
		}
	}
	return true
}

// mayReach tells whether the instance has been granted the place an address
// leads to, and gives its host name. A name that is not granted is not given:
// it is what the plugin has written, and could be about somebody. The
// administrator reads it in the refusal, which is sealed.
func (o *outside) mayReach(in *Instance, at *url.URL) (string, error) {
	host, err := hostOf(at)
	if err != nil {
		return "", refuseAddress("the address has no host name")
	}
	plain := o.plain(host)
	if at.Scheme != "https" && !(at.Scheme == "http" && plain) {
		return "", refuseAddress("only https is allowed")
	}
	if at.User != nil {
		return "", refuseAddress("a name and a password do not belong in an address")
	}
	for _, granted := range in.Grant.Hosts {
		if !slices.ContainsFunc(in.Manifest.Asks.Hosts, func(h sdk.HostName) bool { return h.Name == granted }) {
			continue
		}
		if grants(in, granted, host, at) {
			return host, nil
		}
	}
	return "", refuseHost("the host " + host + " has not been granted")
}

// grants tells whether one granted name, or the address in a setting, is that
// of an address with this host. A name alone grants https on its usual port,
// and a setting what its address begins with: a system that is reached by https
// is not told secrets in the clear because http is allowed to it.
func grants(in *Instance, granted, host string, at *url.URL) bool {
	key, isSetting := strings.CutPrefix(granted, "{setting:")
	if !isSetting {
		name, err := asciiName(granted)
		return err == nil && name == host && portOf(at) == "443" && at.Scheme == "https"
	}
	set, err := url.Parse(strings.TrimSpace(in.Setup.Settings[strings.TrimSuffix(key, "}")]))
	if err != nil {
		return false
	}
	name, err := hostOf(set)
	return err == nil && name == host && portOf(set) == portOf(at) && set.Scheme == at.Scheme
}

func portOf(at *url.URL) string {
	if port := at.Port(); port != "" {
		return port
	}
	if at.Scheme == "http" {
		return "80"
	}
	return "443"
}

func hostOf(at *url.URL) (string, error) {
	name := at.Hostname()
	if name == "" || strings.ContainsAny(name, "%/\\ ") {
		return "", errors.New("no host name")
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.String(), nil
	}
	return asciiName(name)
}

// asciiName is a host name as it is looked up.
func asciiName(name string) (string, error) {
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(name, "."))
	return strings.ToLower(name), err
}

// do sends a request, for no longer than a minute or two.
func (o *outside) do(ctx context.Context, host string, request *http.Request) (*http.Response, error) {
	return o.client(host).Do(request.WithContext(ctx))
}
