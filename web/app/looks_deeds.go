package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// deedRows are the last important things done to the family, in words.
func (r *Request) deedRows() ([]view.LookRow, error) {
	deeds, err := casefile.Deeds(r.Context(), r.Access)
	if err != nil {
		return nil, err
	}
	l := r.L()
	var rows []view.LookRow
	for _, done := range deeds {
		what := deedWord(l, done.Action)
		if what == "" {
			continue
		}
		who, title := done.Who, titleOf(done.Title)
		if title == "" {
			title = sentenceOr(roleWord(l, done.Role), l.T("looks.somebody"))
		}
		switch {
		case done.Self:
			who = l.T("looks.you")
		case who == "":
			who, title = title, ""
		}
		name := done.Who
		if name == "" {
			name = who
		}
		rows = append(rows, view.LookRow{
			Name: name, Title: title, Text: l.T("looks.did", "Who", who, "What", what),
			Why: sentence(unbroken(l.When(done.At, r.Scope.Today()))), Strong: done.Action == "emergency.open",
		})
	}
	return rows, nil
}

func sentenceOr(text, instead string) string {
	if text == "" {
		return instead
	}
	return sentence(text)
}

// deedWord is what was done, after who did it. A deed without words here is not
// told of.
func deedWord(l *locale.Localizer, action string) string {
	switch action {
	case "family.open":
		return l.T("looks.did.open")
	case "family.close":
		return l.T("looks.did.close")
	case "family.reopen":
		return l.T("looks.did.reopen")
	case "family.access.give":
		return l.T("looks.did.login")
	case "family.access.end":
		return l.T("looks.did.access_end")
	case casefile.ActionLooksByRole:
		return l.T("looks.did.by_role")
	case "baton.accept":
		return l.T("looks.did.baton")
	case "baton.move":
		return l.T("looks.did.baton_moved")
	case "emergency.open":
		return l.T("looks.did.emergency")
	case "privacy.read":
		return l.T("looks.did.privacy")
	}
	return sharingWord(l, action)
}

// sharingWord is what was done about who may see what.
func sharingWord(l *locale.Localizer, action string) string {
	switch action {
	case "consent.give", "consent.answer":
		return l.T("looks.did.consent")
	case "consent.refuse":
		return l.T("looks.did.refuse")
	case "consent.renew":
		return l.T("looks.did.renew")
	case "consent.withdraw", "consent.withdraw.unit", "consent.withdraw.all":
		return l.T("looks.did.withdraw")
	case "team.accept":
		return l.T("looks.did.team")
	case "team.leave", "team.remove":
		return l.T("looks.did.team_end")
	case "share.make":
		return l.T("looks.did.share")
	case "share.open":
		return l.T("looks.did.share_open")
	case "share.end":
		return l.T("looks.did.share_end")
	case "stafettlogg.link", "stafettlogg.start":
		return l.T("looks.did.stafettlogg")
	case "stafettlogg.send":
		return l.T("looks.did.stafettlogg_send")
	case "stafettlogg.attach":
		return l.T("looks.did.stafettlogg_attach")
	case "stafettlogg.unlink":
		return l.T("looks.did.stafettlogg_end")
	}
	return ""
}
