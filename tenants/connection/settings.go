package connection

import (
	"context"
	"maps"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// LongestSetting is the most one setting may be, in characters.
const LongestSetting = 4000

// SaveSettings keeps the settings of an installed plugin, by their keys. A
// secret is kept sealed; an empty one changes nothing, for nobody is shown what
// is there: RemoveSecret takes it away. Keys the release does not know are left
// out.
//
// When an address leads to another place than before, the secrets must be put
// in again: somebody who may not see them could else have them sent to a place
// of their own.
//
// It returns ErrInvalid with a fault for each key that does not fit, and
// ErrNotFound unless the viewer runs plugins and the plugin is installed.
func SaveSettings(ctx context.Context, v *tenants.Visit, id uuid.UUID, values map[string]string) error {
	return changeKept(ctx, v, id, "plugin.settings", func(k *kept, m manifest.Manifest, tx *tenants.Tx) error {
		var faults tenants.Invalid
		before := k.places(m)
		again := map[string]bool{}
		for key := range k.secrets {
			again[key] = strings.TrimSpace(values[key]) == ""
		}
		for _, setting := range m.Asks.Settings {
			value := strings.TrimSpace(values[setting.Key])
			if code := faultOf(setting, value, k.secrets[setting.Key].Value != ""); code != "" {
				faults.Add(setting.Key, code)
				continue
			}
			switch {
			case setting.Kind != sdk.Secret && value == "":
				delete(k.settings, setting.Key)
			case setting.Kind != sdk.Secret:
				k.settings[setting.Key] = value
			case value != "":
				k.secrets[setting.Key] = secret{Value: value, At: tx.Clock().Now()}
			}
		}
		if !maps.Equal(before, k.places(m)) && len(before) > 0 {
			for _, setting := range m.Asks.Settings {
				if setting.Kind == sdk.Secret && again[setting.Key] {
					faults.Add(setting.Key, "connection.setting.again")
				}
			}
		}
		return faults.Err()
	})
}

// places are where the addresses among the settings lead: without their paths,
// and those that are set only.
func (k kept) places(m manifest.Manifest) map[string]string {
	places, filled := map[string]string{}, k.filled(m)
	for _, setting := range m.Asks.Settings {
		if setting.Kind != sdk.Address || filled[setting.Key] == "" {
			continue
		}
		places[setting.Key] = filled[setting.Key]
		if at, err := url.Parse(filled[setting.Key]); err == nil {
			places[setting.Key] = at.Scheme + "://" + strings.ToLower(at.Host)
		}
	}
	return places
}

// faultOf is the locale key of what is wrong with a value; empty when nothing
// is. isSet tells that a secret is there already.
func faultOf(setting sdk.Setting, value string, isSet bool) string {
	switch {
	case value == "" && setting.Required && setting.Default == "" && !isSet:
		return "connection.setting.missing"
	case value == "":
		return ""
	case utf8.RuneCountInString(value) > LongestSetting:
		return "connection.setting.long"
	case manifest.ValidSetting(setting, value):
		return ""
	}
	switch setting.Kind {
	case sdk.Number:
		return "connection.setting.number"
	case sdk.Address:
		return "connection.setting.address"
	case sdk.Choice, sdk.YesNo:
		return "connection.setting.choice"
	default:
		return "connection.setting.line"
	}
}

// SetSecret puts in a new value of one secret, in place of what may be there.
func SetSecret(ctx context.Context, v *tenants.Visit, id uuid.UUID, key, value string) error {
	return changeKept(ctx, v, id, "plugin.secret", func(k *kept, m manifest.Manifest, tx *tenants.Tx) error {
		setting, known := secretOf(m, key)
		if !known {
			return tenants.ErrNotFound
		}
		value = strings.TrimSpace(value)
		if value == "" {
			return tenants.InvalidField(key, "connection.setting.missing")
		}
		if code := faultOf(setting, value, false); code != "" {
			return tenants.InvalidField(key, code)
		}
		k.secrets[key] = secret{Value: value, At: tx.Clock().Now()}
		return nil
	})
}

// RemoveSecret takes a secret away. Removing what is not there is no error.
func RemoveSecret(ctx context.Context, v *tenants.Visit, id uuid.UUID, key string) error {
	return changeKept(ctx, v, id, "plugin.secret.remove", func(k *kept, m manifest.Manifest, _ *tenants.Tx) error {
		if _, known := secretOf(m, key); !known {
			return tenants.ErrNotFound
		}
		delete(k.secrets, key)
		return nil
	})
}

func secretOf(m manifest.Manifest, key string) (sdk.Setting, bool) {
	for _, setting := range m.Asks.Settings {
		if setting.Key == key && setting.Kind == sdk.Secret {
			return setting, true
		}
	}
	return sdk.Setting{}, false
}

func changeKept(
	ctx context.Context, v *tenants.Visit, id uuid.UUID, name string, alter func(*kept, manifest.Manifest, *tenants.Tx) error,
) error {
	return change(ctx, v, id, name, func(tx *tenants.Tx, row *tenant.Plugin) (Release, error) {
		release, err := releaseOf(ctx, v.Scope, row.Digest)
		if err != nil {
			return release, err
		}
		k, err := keptOf(v.Scope, row)
		if err != nil {
			return release, err
		}
		if err := alter(&k, release.Manifest, tx); err != nil {
			return release, err
		}
		settings, secrets, err := k.sealed(tx.Row(table, row.ID))
		if err != nil {
			return release, err
		}
		return release, tx.Client().Plugin.UpdateOneID(row.ID).AddVersion(1).SetSettings(settings).SetSecrets(secrets).Exec(ctx)
	})
}
