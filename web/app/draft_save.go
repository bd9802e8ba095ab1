package app

import (
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
)

// draftOf begins the key of a draft that belongs to a family: "f:<id>:rest".
const draftOf = "f:"

func (a *App) draftRoutes() []Route {
	return []Route{account(http.MethodPost, "/utkast", policy.ActionEdit, a.draftSave)}
}

// draftSave keeps what somebody is typing, as they type it. The key says
// which family it is about; only who has something to do with the family may
// keep anything about it, and only who wrote it gets it back.
func (a *App) draftSave(r *Request) error {
	key := r.Request.Form("_draft")
	values := map[string][]string{}
	for _, name := range r.FormNames() {
		if !strings.HasPrefix(name, "_") {
			values[name] = r.FormAll(name)
		}
	}
	family, err := familyOfDraft(key)
	if err != nil {
		return err
	}
	if _, err := draft.Save(r.Context(), r.Visit, key, family, values); err != nil {
		return err
	}
	return r.Ctx.SendStatus(fiber.StatusNoContent)
}

// familyOfDraft reads the family in a draft's key; uuid.Nil for a form that
// is about no family, as a new one is.
func familyOfDraft(key string) (uuid.UUID, error) {
	rest, ofFamily := strings.CutPrefix(key, draftOf)
	if !ofFamily {
		return uuid.Nil, nil
	}
	text, _, _ := strings.Cut(rest, ":")
	family, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, tenants.ErrInvalid
	}
	return family, nil
}

// DraftKey names the draft of one of the family's forms, or, outside a family,
// of a form of one's own. parts are the form and what it is about, in a-z 0-9
// _ -: r.DraftKey("goal", id.String()). Give it to view.FormView.Draft.
func (r *Request) DraftKey(parts ...string) string {
	key := strings.Join(parts, ":")
	if r.Access == nil {
		return key
	}
	return draftOf + r.Access.ID.String() + ":" + key
}

// Draft is what the person had typed in a form and not saved, ready for
// view.Page.Form, and when in words for view.FormView.Kept. Both are empty
// when there is no draft.
func (r *Request) Draft(key string) (*form.Form, string, error) {
	kept, found, err := draft.Read(r.Context(), r.Visit, key)
	if err != nil || !found {
		return nil, "", err
	}
	return form.KeptAll(kept.Values), r.L().When(kept.SavedAt, r.Scope.Today()), nil
}

// DropDraft throws away a draft when its form is saved for good. What was
// saved stands even if the draft could not be thrown away.
func (r *Request) DropDraft(key string) {
	if err := draft.Drop(r.Context(), r.Visit, key); err != nil {
		r.Scope.Log().Warn("a draft could not be thrown away", "cause", err.Error())
	}
}
