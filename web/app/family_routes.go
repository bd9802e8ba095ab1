package app

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// familyRoutes are the coordinator's families, each with who they are, how
// they came here and who has looked, and a caregiver's own look at the last.
func (a *App) familyRoutes() []Route {
	see, edit, manage := policy.ActionSee, policy.ActionEdit, policy.ActionManage
	families, overview, identity := policy.SectionFamilies, policy.SectionOverview, policy.SectionIdentity
	grounds, barred, looks := policy.SectionGrounds, policy.SectionBarred, policy.SectionAccessLog
	return []Route{
		room(http.MethodGet, "/familier", families, see, a.familyList),
		room(http.MethodPost, "/familier/sok", families, see, a.familySearch),
		family(http.MethodGet, "", overview, see, a.familyOpen),
		family(http.MethodGet, "/navn", overview, edit, a.familyRenameForm),
		family(http.MethodPost, "/navn", overview, edit, a.familyRename),
		family(http.MethodGet, "/bakgrunn", grounds, see, a.familyBackground),
		family(http.MethodGet, "/bakgrunn/endre", grounds, edit, a.familyBackgroundForm),
		family(http.MethodPost, "/bakgrunn", grounds, edit, a.familyBackgroundSave),
		family(http.MethodGet, "/avslutt", overview, manage, a.familyCloseForm),
		family(http.MethodPost, "/avslutt", overview, manage, a.familyClose),
		family(http.MethodGet, "/gjenapne", overview, manage, a.familyReopenForm),
		family(http.MethodPost, "/gjenapne", overview, manage, a.familyReopen),
		family(http.MethodGet, "/personer", identity, edit, a.memberList),
		family(http.MethodGet, "/personer/ny", identity, edit, a.memberNew),
		family(http.MethodPost, "/personer", identity, edit, a.memberAdd),
		family(http.MethodGet, "/personer/:person", identity, edit, a.memberShow),
		family(http.MethodPost, "/personer/:person", identity, edit, a.memberChange),
		family(http.MethodPost, "/personer/:person/fjern", identity, edit, a.memberRemove),
		family(http.MethodPost, "/personer/:person/tilbake", identity, edit, a.memberRestore),
		family(http.MethodGet, "/personer/:person/innlogging", identity, edit, a.memberLoginForm),
		family(http.MethodPost, "/personer/:person/innlogging", identity, edit, a.memberLogin),
		family(http.MethodGet, "/personer/:person/innlogging/slutt", identity, edit, a.memberLoginEndForm),
		family(http.MethodPost, "/personer/:person/innlogging/slutt", identity, edit, a.memberLoginEnd),
		family(http.MethodGet, "/sperret/ny", barred, edit, a.memberBarForm),
		family(http.MethodPost, "/sperret", barred, edit, a.memberBar),
		family(http.MethodGet, "/sperret/:person/fjern", barred, edit, a.memberUnbarForm),
		family(http.MethodPost, "/sperret/:person/fjern", barred, edit, a.memberUnbar),
		family(http.MethodGet, "/sett", looks, see, a.looksShow),
		own(http.MethodGet, "/sett", looks, see, a.looksOwn),
	}
}

// familyAddress is where a family's page is, or a part of it.
func familyAddress(id uuid.UUID, part string) string { return "/f/" + id.String() + part }
