package chart

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// with is values with one changed, at a path such as oidc.family.acr. A value
// of nil takes it away; the chart's own default then holds.
func with(values map[string]any, path string, value any) map[string]any {
	changed := maps.Clone(values)
	first, rest, deeper := strings.Cut(path, ".")
	if deeper {
		inner, _ := changed[first].(map[string]any)
		changed[first] = with(inner, rest, value)
		return changed
	}
	if value == nil {
		delete(changed, first)
		return changed
	}
	if changed == nil {
		changed = map[string]any{}
	}
	changed[first] = value
	return changed
}

func TestValuesThatCannotRunAreRefusedBeforeAnythingIsInstalled(t *testing.T) {
	large := valuesOf(t, "large.yaml")
	for _, bad := range []struct {
		path  string
		value any
	}{
		// Several copies, or one, without what copies share.
		{"redis", nil}, {"redis.secret.name", ""}, {"database.serveSecret", nil}, {"database.ownerSecret.key", ""},
		{"kek", nil}, {"kek.secret.name", ""},
		// A secret where its name should be.
		{"database.serveSecret", "postgres://serve:word@db/postgres"},
		{"database.serveSecret.name", "postgres://serve:word@db/postgres"},
		{"redis.url", "redis://:word@redis:6379"}, {"kek.secret.key", "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0ISEhISE="},
		{"oidc.staff.clientSecret", "word"}, {"smtp.password", "word"},
		// What the program would not start with.
		{"baseDomain", ""}, {"baseDomain", "https://hverdag.example"}, {"baseDomain", "hverdag.localhost"},
		{"trustedProxies", []any{}}, {"trustedProxies", []any{"0.0.0.0/0"}}, {"trustedProxies", []any{"ingress"}},
		{"bodyLimit", 100}, {"logLevel", "loud"}, {"web.replicas", 0}, {"web.replicas", "two"},
		{"oidc.staff.issuer", "http://staff.example"}, {"oidc.family.acr", []any{}}, {"oidc.foundation", nil},
		{"smtp.from", ""}, {"smtp.addr", "mail"}, {"smtp.secret.userKey", ""}, {"image.tag", ""},
		{"ingress.tlsSecret", ""}, {"networkPolicy.ingressFrom", []any{}}, {"networkPolicy.ingressFrom", []any{map[string]any{}}},
		{"plugins.trustedKeys", []any{}}, {"plugins.trustedKeys", []any{"AAAA"}}, {"plugins.memory", 8}, {"plugins.size", "much"},
		{"plugins.image.tag", ""}, {"plugins.releases", "releases"}, {"plugins.node.folders", []any{}}, {"plugins.node.path", "node"},
		{"plugins.privateHosts", []any{"http://log.intern"}}, {"plugins.exchange.claim", "Min mappe"}, {"plugins.seccompProfile", "/etc/seccomp"},
		{"networkPolicy.plugins.ports", []any{}},
		// A slip of the pen.
		{"replicas", 3}, {"web.replica", 3}, {"oidc.family.clientId", "hverdag"}, {"trustedProxy", []any{"10.0.0.1"}}, {"plugins.developer", true},
	} {
		rendered, err := renderWith(with(large, bad.path, bad.value))
		if err == nil {
			t.Errorf("%s: %v is taken: %v", bad.path, bad.value, slices.Sorted(maps.Keys(rendered)))
			continue
		}
		if !strings.Contains(err.Error(), "schema") {
			t.Errorf("%s: %v is refused late: %v", bad.path, bad.value, err)
		}
	}
	if _, err := renderWith(large); err != nil {
		t.Errorf("what the others are changed from is refused: %v", err)
	}
}

func TestTheDefaultsAloneAreRefused(t *testing.T) {
	if _, err := renderWith(map[string]any{}); err == nil {
		t.Error("a release without an image, a domain or a database is rendered")
	}
}
