package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// runsOnPage is how many runs a connection's own page shows.
const runsOnPage = 5

// connectionShow shows one connection.
func (a *App) connectionShow(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	return a.showConnection(r, one, r.problemOf(one))
}

func (a *App) showConnection(r *Request, one connection.Installed, problem *view.ConnectionProblem) error {
	runs, err := connection.Runs(r.Context(), r.Visit, one.ID, runsOnPage)
	if err != nil {
		return err
	}
	page := r.connectionPage(r.connectionTitle(one))
	page.Width = view.WidthWide
	v := view.ConnectionView{
		Notice: a.PluginNotice, Here: connectionAddress(one.ID), May: r.runsPlugins(), Problem: problem,
		Answered: one.State != connection.Asked, Runs: r.runRows(runs), Health: r.connectionHealth(one), Facts: r.connectionFacts(one),
		CanTry: one.State == connection.Active, CanPause: one.State == connection.Active, CanGo: one.State == connection.Paused,
		CanStart: one.Health == connection.HealthQuarantined || one.Status.State == host.Quarantined,
	}
	v.State, v.Tone = r.connectionState(one)
	if one.Release != nil {
		page.Lead = r.said(one.Release.Manifest.Summary)
		v.Asks = r.asks(one.Release.Manifest, one.Release.Manifest.Asks.Each(), &one.Grant, one.Settings)
		v.Settings = r.settingLines(one)
	}
	if v.May {
		if v.Next = r.connectionNext(one); v.Next != nil {
			v.CanTry = v.CanTry && one.Missing == ""
		}
		if v.Newer, v.NewerIs, err = r.newerThan(one); err != nil {
			return err
		}
	}
	return r.Show(view.ConnectionPage(page, v))
}

// connectionNext is what must be done before the connection works, if anything.
func (r *Request) connectionNext(one connection.Installed) *view.NextStep {
	here := connectionAddress(one.ID)
	step := func(title, text, button, href string) *view.NextStep {
		return &view.NextStep{
			Eyebrow: r.L().T("connection.next"), Title: title, Text: text, Icon: view.IconArrow,
			Action: view.LinkButton(view.Button{Label: button, Href: here + href}),
		}
	}
	switch {
	case one.Release == nil || one.Release.Withdrawn():
		return nil
	case one.State == connection.Asked:
		return step(r.L().T("connection.next.grant"), r.L().T("connection.next.grant.text"), r.L().T("connection.next.grant.do"), "/tilgang")
	case one.Missing != "":
		return step(r.L().T("connection.next.settings"), r.L().T("connection.next.settings.text"), r.L().T("connection.next.settings.do"), "/innstillinger")
	case one.Wanted != nil:
		return step(r.L().T("connection.next.upgrade", "Version", one.Wanted.Manifest.Version),
			r.L().T("connection.next.upgrade.text"), r.L().T("connection.next.upgrade.do"), "/oppgradering")
	}
	return nil
}

// newerThan finds a later release than the installed one, unless it waits
// already.
func (r *Request) newerThan(one connection.Installed) (digest, version string, err error) {
	offers, err := connection.Catalogue(r.Context(), r.Visit)
	if err != nil {
		return "", "", err
	}
	for _, offer := range offers {
		waits := one.Wanted != nil && one.Wanted.Digest == offer.Digest
		if offer.Manifest.Name == one.Name && offer.Newer(one.Version) && !waits {
			return offer.Digest, offer.Manifest.Version, nil
		}
	}
	return "", "", nil
}

// connectionHealth is how it has gone, and how it is now.
func (r *Request) connectionHealth(one connection.Installed) []view.Fact {
	var facts factList
	if one.LastGood != nil {
		facts.add(r.L().T("connection.last_good"), r.L().When(*one.LastGood, r.Scope.Today()))
	}
	if one.State == connection.Active {
		if one.NextRun != nil {
			facts.add(r.L().T("connection.next_run"), r.L().When(*one.NextRun, r.Scope.Today()))
		}
		facts.add(r.L().T("connection.process"), r.processState(one.Status))
	}
	return facts
}

// factList gathers facts; one without a value is left out.
type factList []view.Fact

func (f *factList) add(name, value string) {
	if value != "" {
		*f = append(*f, view.Fact{Name: name, Value: value})
	}
}

// connectionFacts are what stands beside: what it is, and who is behind it.
func (r *Request) connectionFacts(one connection.Installed) []view.Fact {
	var facts factList
	facts.add(r.L().T("connection.kind"), sentence(r.connectionKinds(one.Release)))
	facts.add(r.L().T("connection.version"), one.Version)
	if one.Release != nil {
		facts.add(r.L().T("connection.publisher"), one.Release.Manifest.Publisher)
		facts.add(r.L().T("connection.signed"), one.Release.SignedBy)
	}
	if one.GrantedAt != nil {
		facts.add(r.L().T("connection.granted_on"), r.onDay(*one.GrantedAt))
	}
	if one.State == connection.Active {
		facts.add(r.L().T("connection.shut_in"), r.shutIn(one.Status))
	}
	return facts
}

// settingLines are what is filled in. Of a secret only that it is there.
func (r *Request) settingLines(one connection.Installed) []view.SettingLine {
	var lines []view.SettingLine
	for _, setting := range one.Release.Manifest.Asks.Settings {
		line := view.SettingLine{Label: r.said(setting.Label), Value: r.settingValue(setting, one.Settings[setting.Key])}
		if setting.Kind == sdk.Secret {
			line.Value = r.L().T("connection.setting.empty")
			if at, set := one.Secrets[setting.Key]; set {
				line.Value = r.L().T("connection.secret.set", "Date", r.onDay(at))
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// settingValue is a setting in words.
func (r *Request) settingValue(setting sdk.Setting, value string) string {
	if value == "" {
		return r.L().T("connection.setting.empty")
	}
	switch setting.Kind {
	case sdk.YesNo:
		if value == "yes" {
			return r.L().T("connection.yes")
		}
		return r.L().T("connection.no")
	case sdk.Choice:
		for _, choice := range setting.Choices {
			if choice.Value == value {
				return r.said(choice.Label)
			}
		}
	}
	return value
}
