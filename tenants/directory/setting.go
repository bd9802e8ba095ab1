package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/setting"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
)

const (
	languageKey = "language"
	wordPrefix  = "word." // word.nb.coordinator
)

// Settings are a municipality's own choices, read in one query.
type Settings struct {
	language string
	words    map[string]string // "nb.coordinator" -> word
}

// ReadSettings reads the municipality's choices. web calls it once a request;
// it checks no policy, for what they say stands on every page.
func ReadSettings(ctx context.Context, scope *tenants.Scope) (Settings, error) {
	rows, err := scope.Client().Setting.Query().Select(setting.FieldKey, setting.FieldValue).All(ctx)
	if err != nil {
		return Settings{}, fmt.Errorf("reading settings: %w", err)
	}
	s := Settings{language: scope.Language, words: map[string]string{}}
	for _, row := range rows {
		if row.Key == languageKey {
			s.language = row.Value
		}
		if place, ok := strings.CutPrefix(row.Key, wordPrefix); ok {
			s.words[place] = row.Value
		}
	}
	return s, nil
}

// DefaultLanguage returns nb or nn: what those who have not chosen read.
func (s Settings) DefaultLanguage() string { return s.language }

// Word returns the municipality's word in a language, or the ordinary one.
func (s Settings) Word(language string, key WordKey) string {
	if own, ok := s.words[language+"."+string(key)]; ok {
		return own
	}
	return key.Ordinary(language)
}

// DefaultLanguage returns the municipality's language, nb or nn.
func DefaultLanguage(ctx context.Context, scope *tenants.Scope) (string, error) {
	s, err := ReadSettings(ctx, scope)
	return s.language, err
}

// SetDefaultLanguage chooses the language of those who have not chosen one.
func SetDefaultLanguage(ctx context.Context, v *tenants.Visit, language string) error {
	if language == "" || !isLanguage(language) {
		return requireThen(v, tenants.InvalidField("language", "setting.language.unknown"))
	}
	return keep(ctx, v, languageKey, language)
}

// SetLocalWord gives one of the words that may be renamed the municipality's
// own form in a language. An empty word, or the ordinary one, takes the
// ordinary one back.
func SetLocalWord(ctx context.Context, v *tenants.Visit, language string, key WordKey, word string) error {
	word = clean(word)
	if err := validateWord(language, key, word); err != nil {
		return requireThen(v, err)
	}
	if word == key.Ordinary(language) {
		word = ""
	}
	return keep(ctx, v, wordPrefix+language+"."+string(key), word)
}

// requireThen returns err to those who may change settings, and to others that
// there is nothing here.
func requireThen(v *tenants.Visit, err error) error {
	if _, denied := require(v, policy.SectionSettings, policy.ActionEdit); denied != nil {
		return denied
	}
	return err
}

// keep writes a setting; an empty value removes it.
func keep(ctx context.Context, v *tenants.Visit, key, value string) error {
	decision, err := require(v, policy.SectionSettings, policy.ActionEdit)
	if err != nil {
		return err
	}
	return v.InTx(ctx, func(tx *tenants.Tx) error {
		target, err := write(ctx, tx, key, value, v.Viewer.ID)
		if err != nil {
			return fmt.Errorf("keeping setting %s: %w", key, err)
		}
		entry := v.Deed("setting.change", uuid.Nil, target, decision, policy.Facts{})
		entry.TargetKind = key
		tx.Record(entry)
		return nil
	})
}

func write(ctx context.Context, tx *tenants.Tx, key, value string, by uuid.UUID) (uuid.UUID, error) {
	client := tx.Client().Setting
	if value == "" {
		_, err := client.Delete().Where(setting.Key(key)).Exec(ctx)
		return uuid.Nil, err
	}
	row, err := client.Query().Where(setting.Key(key)).Only(ctx)
	if err == nil {
		return row.ID, client.UpdateOne(row).SetValue(value).SetChangedBy(by).Exec(ctx)
	}
	if !tenant.IsNotFound(err) {
		return uuid.Nil, err
	}
	id := tenants.NewID()
	err = client.Create().SetID(id).SetCreatedAt(tx.Clock().Now()).SetKey(key).SetValue(value).SetChangedBy(by).Exec(ctx)
	if tenant.IsConstraintError(err) {
		return uuid.Nil, fmt.Errorf("somebody else set it first: %w", tenants.ErrConflict)
	}
	return id, err
}
