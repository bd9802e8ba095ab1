package app

import (
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// settingName is the name of a setting's field, apart from the page's own.
func settingName(key string) string { return "sett-" + key }

// connectionSettingsShow shows the form that the plugin's manifest makes.
func (a *App) connectionSettingsShow(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	return a.showSettings(r, one, nil)
}

// connectionSettings keeps what was filled in. A secret is read past the form,
// which remembers what was typed: it is never shown again, not even when
// something else must be put right.
func (a *App) connectionSettings(r *Request) error {
	one, err := r.connectionOf()
	if err != nil {
		return err
	}
	if one.Release == nil {
		return r.SeeOther(connectionAddress(one.ID))
	}
	f := r.Form()
	values := map[string]string{}
	for _, setting := range one.Release.Manifest.Asks.Settings {
		name := settingName(setting.Key)
		switch setting.Kind {
		case sdk.Secret:
			values[setting.Key] = strings.TrimSpace(r.Request.Form(name))
		case sdk.LongText:
			values[setting.Key] = f.Prose(name, connection.LongestSetting)
		default:
			values[setting.Key] = f.Line(name, connection.LongestSetting)
		}
	}
	if !f.OK() {
		return a.showSettings(r, one, f)
	}
	err = connection.SaveSettings(r.Context(), r.Visit, one.ID, values)
	if faults, ok := invalid(err); ok {
		for _, fault := range faults.Fields {
			f.Wrong(settingName(fault.Field), fault.Code)
		}
		return a.showSettings(r, one, f)
	}
	if err != nil {
		return err
	}
	return r.Done(connectionAddress(one.ID), "done.connection_settings", "")
}

// connectionSecretRemove takes a secret away.
func (a *App) connectionSecretRemove(r *Request) error {
	id, err := r.ID("plugin")
	if err != nil {
		return err
	}
	if err := connection.RemoveSecret(r.Context(), r.Visit, id, r.Param("secret")); err != nil {
		return err
	}
	return r.Done(connectionAddress(id)+"/innstillinger", "done.connection_secret_removed", "")
}

func (a *App) showSettings(r *Request, one connection.Installed, f *form.Form) error {
	if one.Release == nil {
		return r.SeeOther(connectionAddress(one.ID))
	}
	page := r.underConnection(r.L().T("connection.settings"), one)
	page.Lead, page.Form = r.L().T("connection.settings.lead"), f
	here := connectionAddress(one.ID)
	v := view.SettingsView{Notice: a.PluginNotice, Post: here + "/innstillinger", Back: here}
	for _, setting := range one.Release.Manifest.Asks.Settings {
		field := view.SettingField{
			Name: settingName(setting.Key), Label: r.said(setting.Label), Hint: r.said(setting.Help),
			Value: one.Settings[setting.Key], Required: setting.Required, Kind: fieldKind(setting.Kind), Options: r.settingOptions(setting),
		}
		if at, set := one.Secrets[setting.Key]; set && setting.Kind == sdk.Secret {
			field.Set = r.L().T("connection.secret.set", "Date", r.onDay(at))
			field.Hint = strings.TrimSpace(field.Hint + " " + r.L().T("connection.secret.keep"))
			field.Remove = here + "/hemmelig/" + setting.Key + "/fjern"
		}
		v.Fields = append(v.Fields, field)
	}
	if f != nil {
		return r.ShowFaults(view.SettingsPage(page, v))
	}
	return r.Show(view.SettingsPage(page, v))
}

func fieldKind(kind sdk.SettingKind) string {
	switch kind {
	case sdk.LongText:
		return view.SettingLongField
	case sdk.Choice, sdk.YesNo:
		return view.SettingChoiceField
	case sdk.Secret:
		return view.SettingSecretField
	case sdk.Number:
		return view.SettingNumberField
	}
	return view.SettingLineField
}

func (r *Request) settingOptions(setting sdk.Setting) []view.Option {
	if setting.Kind == sdk.YesNo {
		return []view.Option{{Value: "yes", Label: r.L().T("connection.yes")}, {Value: "no", Label: r.L().T("connection.no")}}
	}
	var options []view.Option
	for _, choice := range setting.Choices {
		options = append(options, view.Option{Value: choice.Value, Label: r.said(choice.Label)})
	}
	return options
}
