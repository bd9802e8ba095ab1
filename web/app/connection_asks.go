package app

import (
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// askField is the name of the field that answers the n-th thing a plugin asks
// for. Names from outside do not become names of fields.
func askField(n int) string { return "svar-" + strconv.Itoa(n) }

// asks are what a plugin asks for, in words made of the manifest. grant is nil
// before anything is answered; settings are what is filled in, if anything is.
func (r *Request) asks(m manifest.Manifest, asked []manifest.Ask, grant *manifest.Grant, settings map[string]string) []view.AskRow {
	rows := make([]view.AskRow, 0, len(asked))
	for n, ask := range asked {
		row := view.AskRow{Name: askField(n), Why: r.said(ask.Why), New: grant == nil}
		if grant != nil {
			row.Granted = grant.Has(ask)
		}
		switch ask.Kind {
		case manifest.AskData:
			row.Title, row.What = dataClass(r.L(), ask.Name)
		case manifest.AskHost:
			row.Host, row.Title = true, r.hostTitle(m, ask.Name, settings)
			row.What, row.Refused = r.L().T("connection.host.what"), r.L().T("connection.refuse.host")
		default:
			row.Title, row.What = r.L().T("connection.folder"), r.L().T("connection.folder.what")
			row.Why, row.Refused = r.L().T("connection.folder.why"), r.L().T("connection.refuse.folder")
		}
		rows = append(rows, row)
	}
	return rows
}

// hostTitle names where the plugin sends requests: an exact host, or the one of
// the address that the administrator fills in.
func (r *Request) hostTitle(m manifest.Manifest, name string, settings map[string]string) string {
	for _, setting := range m.Asks.Settings {
		if name != sdk.FromSetting(setting.Key) {
			continue
		}
		if address := settings[setting.Key]; address != "" {
			return r.L().T("connection.host", "Host", hostName(address))
		}
		return r.L().T("connection.host.setting", "Setting", r.said(setting.Label))
	}
	return r.L().T("connection.host", "Host", name)
}

// hostName is the host of an address that has been checked when it was saved.
func hostName(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// dataClass is a class of data in words: what it is, and what is in it.
func dataClass(l *locale.Localizer, class string) (title, what string) {
	switch class {
	case manifest.ClassChildReference:
		return l.T("connection.class.child_reference"), l.T("connection.class.child_reference.what")
	case manifest.ClassAgeGroup:
		return l.T("connection.class.age_group"), l.T("connection.class.age_group.what")
	case manifest.ClassGoals:
		return l.T("connection.class.goals"), l.T("connection.class.goals.what")
	case manifest.ClassMeasures:
		return l.T("connection.class.measures"), l.T("connection.class.measures.what")
	case manifest.ClassMeetings:
		return l.T("connection.class.meetings"), l.T("connection.class.meetings.what")
	case manifest.ClassLevel:
		return l.T("connection.class.level"), l.T("connection.class.level.what")
	case manifest.ClassParticipants:
		return l.T("connection.class.participants"), l.T("connection.class.participants.what")
	case manifest.ClassBaton:
		return l.T("connection.class.baton"), l.T("connection.class.baton.what")
	case manifest.ClassPlanDocument:
		return l.T("connection.class.document"), l.T("connection.class.document.what")
	case manifest.ClassDirectory:
		return l.T("connection.class.directory"), l.T("connection.class.directory.what")
	}
	return class, "" // a manifest with such a class is not valid
}
