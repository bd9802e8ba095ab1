package connection

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// change is every command that changes an installed plugin: it decides, changes
// and puts on record in one transaction, and then ends the plugin's process
// here, so that the next use is with what is in force. do returns the release
// that the deed is about.
func change(
	ctx context.Context, v *tenants.Visit, id uuid.UUID, name string,
	do func(tx *tenants.Tx, row *tenant.Plugin) (Release, error),
) error {
	decision, err := mayEdit(v)
	if err != nil {
		return err
	}
	var plugin string
	err = v.InTx(ctx, func(tx *tenants.Tx) error {
		row, err := installed(ctx, tx.Client(), id)
		if err != nil {
			return err
		}
		plugin = row.Name
		release, err := do(tx, row)
		if err != nil {
			return err
		}
		tx.Record(deed(v, name, id, decision, release))
		return nil
	})
	if err != nil {
		return err
	}
	v.Plugins().Stop(v.ID, plugin)
	return nil
}

func installed(ctx context.Context, client *tenant.Client, id uuid.UUID) (*tenant.Plugin, error) {
	row, err := client.Plugin.Get(ctx, id)
	if tenant.IsNotFound(err) {
		return nil, fmt.Errorf("plugin: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("reading plugin: %w", err)
	}
	return row, nil
}

// NameIn returns the name of an installed plugin, in use or not: what it is
// known by when it is removed and installed again. It returns ErrNotFound when
// it is not installed. It checks no policy: domain packages call it.
func NameIn(ctx context.Context, tx *tenants.Tx, id uuid.UUID) (string, error) {
	row, err := installed(ctx, tx.Client(), id)
	if err != nil {
		return "", err
	}
	return row.Name, nil
}

// deed is what the log says of a change: which plugin, and which release when
// one was chosen. Neither is about a person.
func deed(v *tenants.Visit, action string, id uuid.UUID, decision policy.Decision, release Release) audit.Entry {
	entry := v.Deed(action, uuid.Nil, id, decision, policy.Facts{})
	entry.TargetKind = release.Manifest.Name
	return entry
}
