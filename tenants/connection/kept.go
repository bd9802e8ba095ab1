package connection

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/seal"
)

// table is where the sealed fields of an installed plugin are.
const table = "plugins"

// kept is what the municipality has filled in for a plugin.
type kept struct {
	settings map[string]string
	secrets  map[string]secret
}

// secret is shown to nobody but the host, which puts it into requests.
type secret struct {
	Value string    `json:"value"`
	At    time.Time `json:"at"`
}

func keptOf(scope *tenants.Scope, row *tenant.Plugin) (kept, error) {
	k := kept{settings: map[string]string{}, secrets: map[string]secret{}}
	place := scope.Row(table, row.ID)
	for _, one := range []struct {
		text string
		into any
	}{{openText(place, "settings", row.Settings), &k.settings}, {openText(place, "secrets", row.Secrets), &k.secrets}} {
		if one.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(one.text), one.into); err != nil {
			return k, fmt.Errorf("reading the settings of plugin %s: %w", row.Name, err)
		}
	}
	return k, place.Err()
}

// openText opens a field that may never have been written.
func openText(place *tenants.Row, field string, sealed seal.Sealed) string {
	if len(sealed) == 0 {
		return ""
	}
	return place.Open(field, sealed)
}

// sealed are both fields as they are written.
func (k kept) sealed(place *tenants.Row) (settings, secrets seal.Sealed, err error) {
	open, err := json.Marshal(k.settings)
	if err != nil {
		return nil, nil, fmt.Errorf("writing settings: %w", err)
	}
	closed, err := json.Marshal(k.secrets)
	if err != nil {
		return nil, nil, fmt.Errorf("writing settings: %w", err)
	}
	settings, secrets = place.Seal("settings", string(open)), place.Seal("secrets", string(closed))
	return settings, secrets, place.Err()
}

// filled are the settings the manifest knows, with defaults for those that are
// not set.
func (k kept) filled(m manifest.Manifest) map[string]string {
	filled := map[string]string{}
	for _, setting := range m.Asks.Settings {
		value := k.settings[setting.Key]
		if value == "" {
			value = setting.Default
		}
		if setting.Kind != sdk.Secret && value != "" {
			filled[setting.Key] = value
		}
	}
	return filled
}

// missing names a required setting that is empty, if there is one.
func (k kept) missing(m manifest.Manifest) string {
	filled := k.filled(m)
	for _, setting := range m.Asks.Settings {
		if !setting.Required {
			continue
		}
		if setting.Kind == sdk.Secret && k.secrets[setting.Key].Value == "" || setting.Kind != sdk.Secret && filled[setting.Key] == "" {
			return setting.Key
		}
	}
	return ""
}

func (k kept) secretKeys() []string { return slices.Sorted(maps.Keys(k.secrets)) }

// secret gives the host the value of a secret.
func (k kept) secret(key string) (string, error) {
	one, set := k.secrets[key]
	if !set {
		return "", fmt.Errorf("secret %s: %w", key, tenants.ErrNotFound)
	}
	return one.Value, nil
}
