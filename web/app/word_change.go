package app

import (
	"errors"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// wordLanguage chooses the language of those who have not chosen one.
func (a *App) wordLanguage(r *Request) error {
	f := r.Form()
	language := f.Choice("language", locale.Languages...)
	f.Require("language", "setting.language.unknown")
	if !f.OK() {
		return r.showWords(f)
	}
	if err := directory.SetDefaultLanguage(r.Context(), r.Visit, language); err != nil {
		return err
	}
	a.speakers.forget(r.Scope.ID)
	return r.Done("/admin/ord", "done.language", "")
}

// wordChange gives the words of one language the municipality's own form, all
// of them or none.
func (a *App) wordChange(r *Request) error {
	language := r.Param("language")
	if !slices.Contains(locale.Languages, language) {
		return tenants.ErrNotFound
	}
	f := r.Form()
	words := map[directory.WordKey]string{}
	for _, key := range directory.WordKeys() {
		words[key] = f.Line(wordField(language, key), 500)
	}
	if !f.OK() {
		return r.showWords(f)
	}
	err := directory.SetLocalWords(r.Context(), r.Visit, language, words)
	if faults, ok := invalid(err); ok {
		for _, fault := range faults.Fields {
			f.Wrong(wordField(language, directory.WordKey(fault.Field)), fault.Code)
		}
		return r.showWords(f)
	}
	if errors.Is(err, tenants.ErrConflict) {
		f.Wrong(wordField(language, directory.WordKeys()[0]), "words.conflict")
		return r.showWords(f)
	}
	if err != nil {
		return err
	}
	a.speakers.forget(r.Scope.ID)
	return r.Done("/admin/ord", "done.words", "")
}
