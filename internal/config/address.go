package config

import (
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// isAddress reports whether text is a host, which may be empty, and a port.
func isAddress(text string) bool {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

func isKey(text string) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	return err == nil && len(key) == keyBytes
}

// isLocal reports whether a host is this machine's own (RFC 6761 for names).
func isLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	if err == nil {
		return address.IsLoopback() || address.IsUnspecified()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func urlHasScheme(address Secret, schemes ...string) bool {
	parsed, err := url.Parse(address.Reveal())
	if err != nil || parsed.Host == "" && parsed.Path == "" {
		return false
	}
	return slices.Contains(schemes, parsed.Scheme)
}

func userOf(address Secret) string {
	parsed, err := url.Parse(address.Reveal())
	if err != nil {
		return ""
	}
	return parsed.User.Username()
}

func parseProxy(text string) (netip.Prefix, error) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix, nil
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return netip.PrefixFrom(address, address.BitLen()), nil
}
