package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/setting"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// SettingsUnder returns the settings whose keys begin with a prefix, by the
// rest of the key. client is a scope's, or a transaction's own. It checks no
// policy: the domain packages that keep choices of their own here call it.
func SettingsUnder(ctx context.Context, client *tenant.Client, prefix string) (map[string]string, error) {
	rows, err := client.Setting.Query().Where(setting.KeyHasPrefix(prefix)).
		Select(setting.FieldKey, setting.FieldValue).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading settings: %w", err)
	}
	values := make(map[string]string, len(rows))
	for _, row := range rows {
		values[strings.TrimPrefix(row.Key, prefix)] = row.Value
	}
	return values, nil
}

// KeepSetting writes a setting in the transaction of the decision; an empty
// value takes the ordinary one back. The caller has asked the policy for its
// own section and puts the deed on record.
func KeepSetting(ctx context.Context, tx *tenants.Tx, key, value string, by uuid.UUID) error {
	if _, err := write(ctx, tx, key, value, by); err != nil {
		return fmt.Errorf("keeping setting %s: %w", key, err)
	}
	return nil
}
