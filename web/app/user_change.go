package app

import (
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// readProfile reads the fields about a colleague.
func readProfile(f *form.Form) directory.Profile {
	version, _ := f.Int("version", 0, 1<<30)
	return directory.Profile{
		Name: f.Line("name", 500), Email: f.Line("email", 500), Title: f.Line("title", 500), Phone: f.Line("phone", 100),
		UnitID: f.UUID("unit"), Language: f.Choice("language", locale.Languages...), Version: version,
	}
}

// userChange changes what is known of a colleague.
func (a *App) userChange(r *Request) error {
	id, err := r.ID("user")
	if err != nil {
		return err
	}
	f := r.Form()
	profile := readProfile(f)
	if !f.OK() {
		return r.showUser(id, f, nil)
	}
	now, err := directory.ChangeUser(r.Context(), r.Visit, id, profile)
	switch {
	case err == nil:
		return r.Done(userAddress(id), "done.user_changed", "")
	case Faults(f, err):
		return r.showUser(id, f, nil)
	case errors.Is(err, directory.ErrLeft):
		return err
	case errors.Is(err, tenants.ErrConflict):
		both, err := r.userDifferences(profile, now)
		if err != nil {
			return err
		}
		return r.showUser(id, f, &both)
	}
	return err
}

func (r *Request) userDifferences(mine directory.Profile, now directory.User) (view.BothVersions, error) {
	units, err := directory.UnitNames(r.Context(), r.Scope, []uuid.UUID{mine.UnitID, now.UnitID})
	if err != nil {
		return view.BothVersions{}, err
	}
	return bothVersions(userAddress(now.ID), []view.Difference{
		{Label: r.L().T("users.field.name"), Yours: mine.Name, Now: now.Name},
		{Label: r.L().T("users.field.email"), Yours: mine.Email, Now: now.Email},
		{Label: r.L().T("users.field.title"), Yours: mine.Title, Now: now.Title},
		{Label: r.L().T("users.field.phone"), Yours: mine.Phone, Now: now.Phone},
		{Label: r.L().T("users.field.unit"), Yours: units[mine.UnitID], Now: units[now.UnitID]},
		{Label: r.L().T("users.field.language"), Yours: languageWord(mine.Language), Now: languageWord(now.Language)},
	}), nil
}

// bothVersions keeps the fields that differ.
func bothVersions(keep string, all []view.Difference) view.BothVersions {
	both := view.BothVersions{Keep: keep}
	for _, d := range all {
		if d.Yours != d.Now {
			both.Differences = append(both.Differences, d)
		}
	}
	return both
}

func languageWord(language string) string {
	if language == "" {
		return ""
	}
	return locale.LanguageName(language)
}
