package directory

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

// SetLocalWords is SetLocalWord for all words of a form at once: every word is
// kept or none is. The fields of ErrInvalid are the words' keys.
func SetLocalWords(ctx context.Context, v *tenants.Visit, language string, words map[WordKey]string) error {
	decision, err := require(v, policy.SectionSettings, policy.ActionEdit)
	if err != nil {
		return err
	}
	now, err := ReadSettings(ctx, v.Scope)
	if err != nil {
		return err
	}
	var faults tenants.Invalid
	chosen := map[WordKey]string{}
	for _, key := range WordKeys() {
		word, given := words[key]
		if !given {
			continue
		}
		word = clean(word)
		var wrong *tenants.Invalid
		if errors.As(validateWord(language, key, word), &wrong) {
			faults.Add(string(key), wrong.Fields[0].Code)
		}
		if word == key.Ordinary(language) {
			word = ""
		}
		if word != now.words[language+"."+string(key)] {
			chosen[key] = word
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		for _, key := range WordKeys() {
			word, given := chosen[key]
			if !given {
				continue
			}
			place := wordPrefix + language + "." + string(key)
			target, err := write(ctx, tx, place, word, v.Viewer.ID)
			if err != nil {
				return fmt.Errorf("keeping setting %s: %w", place, err)
			}
			entry := v.Deed("setting.change", uuid.Nil, target, decision, policy.Facts{})
			entry.TargetKind = place
			tx.Record(entry)
		}
		return nil
	})
}
