package app

import (
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// wordShow shows the municipality's language and its own words.
func (a *App) wordShow(r *Request) error { return r.showWords(nil) }

func (r *Request) showWords(f *form.Form) error {
	settings, err := directory.ReadSettings(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("words.title"))
	page.Lead, page.Form, page.Width = r.L().T("words.lead"), f, view.WidthNarrow
	v := view.WordsView{Language: settings.DefaultLanguage()}
	for _, language := range locale.Languages {
		set := view.WordSet{Code: language, Name: strings.ToLower(locale.LanguageName(language))}
		for _, key := range directory.WordKeys() {
			field := view.WordField{
				Name: wordField(language, key), Label: r.wordUse(key), Ordinary: key.Ordinary(language),
			}
			if own := settings.Word(language, key); own != field.Ordinary {
				field.Own = own
			}
			set.Fields = append(set.Fields, field)
		}
		v.Sets = append(v.Sets, set)
	}
	if f == nil {
		return r.Show(view.WordsPage(page, v))
	}
	return r.ShowFaults(view.WordsPage(page, v))
}

func wordField(language string, key directory.WordKey) string { return language + "-" + string(key) }

// wordUse tells what a word is used for.
func (r *Request) wordUse(key directory.WordKey) string {
	switch key {
	case directory.WordCoordinator:
		return r.L().T("words.use.coordinator")
	case directory.WordTheCoordinator:
		return r.L().T("words.use.the_coordinator")
	case directory.WordCoordinators:
		return r.L().T("words.use.coordinators")
	case directory.WordPlan:
		return r.L().T("words.use.plan")
	default:
		return r.L().T("words.use.the_plan")
	}
}
