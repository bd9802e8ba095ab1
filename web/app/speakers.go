package app

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
)

// speakersKept is how long a replica speaks with the words it read. Only words
// are kept here; nothing of who may see what.
const speakersKept = 3 * time.Second

// speakers keeps the language and the own words of each municipality for a few
// seconds, so that a page does not read them anew. The replica that changes
// them forgets its own at once; the others follow within speakersKept.
type speakers struct{ of sync.Map } // municipality's id -> *kept

type kept struct {
	until    time.Time
	language string
	speakers map[string]*locale.Localizer
}

// speaker returns who speaks in a municipality; in its own language when
// chosen is empty. Without its settings the ordinary words are used: a page
// with an error on it must be shown too.
func (s *speakers) speaker(ctx context.Context, scope *tenants.Scope, chosen string) *locale.Localizer {
	of := s.read(ctx, scope)
	if chosen == "" {
		chosen = of.language
	}
	if l, ok := of.speakers[chosen]; ok {
		return l
	}
	return locale.For(chosen)
}

// forget makes the next page read the settings again.
func (s *speakers) forget(municipality uuid.UUID) { s.of.Delete(municipality) }

func (s *speakers) read(ctx context.Context, scope *tenants.Scope) *kept {
	now := scope.Clock().Now()
	if found, ok := s.of.Load(scope.ID); ok && now.Before(found.(*kept).until) {
		return found.(*kept)
	}
	settings, err := directory.ReadSettings(ctx, scope)
	if err != nil {
		return &kept{language: scope.Language}
	}
	fresh := &kept{
		until: now.Add(speakersKept), language: settings.DefaultLanguage(),
		speakers: make(map[string]*locale.Localizer, len(locale.Languages)),
	}
	for _, language := range locale.Languages {
		fresh.speakers[language] = locale.For(language).With(ownWords(settings, language))
	}
	s.of.Store(scope.ID, fresh)
	return fresh
}

func ownWords(settings directory.Settings, language string) map[string]string {
	words := map[string]string{}
	for _, key := range directory.WordKeys() {
		words["word."+string(key)] = settings.Word(language, key)
	}
	return words
}
