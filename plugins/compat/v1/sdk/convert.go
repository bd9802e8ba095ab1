package sdk

import (
	"maps"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/base/v1"
)

// The functions in this file turn what authors see into what goes over the
// wire, and back. They are for the SDK, the host and test kits.

// DescriptionProto returns d as it is sent.
func DescriptionProto(d Description) *basev1.DescribeResponse {
	return &basev1.DescribeResponse{
		Name: d.Name, Version: d.Version, Features: d.Features, ExchangeFolder: d.Folder,
		Settings: each(d.Settings, settingProto),
		Receives: each(d.Receives, func(c DataClass) *basev1.DataClass {
			return &basev1.DataClass{Name: c.Name, Why: wordsProto(c.Why)}
		}),
		Hosts: each(d.Hosts, func(h HostName) *basev1.Host {
			return &basev1.Host{Name: h.Name, Why: wordsProto(h.Why)}
		}),
	}
}

// DescriptionOf returns what was sent.
func DescriptionOf(p *basev1.DescribeResponse) Description {
	return Description{
		Name: p.GetName(), Version: p.GetVersion(), Features: p.GetFeatures(), Folder: p.GetExchangeFolder(),
		Settings: each(p.GetSettings(), settingOf),
		Receives: each(p.GetReceives(), func(c *basev1.DataClass) DataClass {
			return DataClass{Name: c.GetName(), Why: wordsOf(c.GetWhy())}
		}),
		Hosts: each(p.GetHosts(), func(h *basev1.Host) HostName {
			return HostName{Name: h.GetName(), Why: wordsOf(h.GetWhy())}
		}),
	}
}

func settingProto(s Setting) *basev1.Setting {
	return &basev1.Setting{
		Key: s.Key, Kind: basev1.Setting_Kind(s.Kind), Label: wordsProto(s.Label), Help: wordsProto(s.Help),
		Required: s.Required, DefaultValue: s.Default,
		Choices: each(s.Choices, func(o Option) *basev1.Choice {
			return &basev1.Choice{Value: o.Value, Label: wordsProto(o.Label)}
		}),
	}
}

func settingOf(p *basev1.Setting) Setting {
	return Setting{
		Key: p.GetKey(), Kind: SettingKind(p.GetKind()), Label: wordsOf(p.GetLabel()), Help: wordsOf(p.GetHelp()),
		Required: p.GetRequired(), Default: p.GetDefaultValue(),
		Choices: each(p.GetChoices(), func(c *basev1.Choice) Option {
			return Option{Value: c.GetValue(), Label: wordsOf(c.GetLabel())}
		}),
	}
}

// SetupProto returns s as it is sent; its Host stays behind.
func SetupProto(s Setup) *basev1.ConfigureRequest {
	return &basev1.ConfigureRequest{
		Settings: s.Settings, Secrets: s.Secrets, Granted: s.Granted,
		Municipality: &basev1.Municipality{
			Number: s.Municipality.Number, Name: s.Municipality.Name,
			OrgNumber: s.Municipality.OrgNumber, Language: s.Municipality.Language,
		},
	}
}

// SetupOf returns what was sent, with the way out that host is.
func SetupOf(p *basev1.ConfigureRequest, host Host) Setup {
	m := p.GetMunicipality()
	return Setup{
		Municipality: Municipality{
			Number: m.GetNumber(), Name: m.GetName(), OrgNumber: m.GetOrgNumber(), Language: m.GetLanguage(),
		},
		Settings: p.GetSettings(), Secrets: p.GetSecrets(), Granted: p.GetGranted(), Host: host,
	}
}

// withDefaults returns settings with the defaults of those that are not set.
func withDefaults(settings map[string]string, known []Setting) map[string]string {
	filled := maps.Clone(settings)
	if filled == nil {
		filled = map[string]string{}
	}
	for _, setting := range known {
		if filled[setting.Key] == "" && setting.Default != "" {
			filled[setting.Key] = setting.Default
		}
	}
	return filled
}

// HealthProto returns h as it is sent.
func HealthProto(h Health) *basev1.CheckHealthResponse {
	return &basev1.CheckHealthResponse{Healthy: h.OK, Message: wordsProto(h.Message)}
}

// HealthOf returns what was sent.
func HealthOf(p *basev1.CheckHealthResponse) Health {
	return Health{OK: p.GetHealthy(), Message: wordsOf(p.GetMessage())}
}

func wordsProto(w Words) *basev1.Words {
	if w == (Words{}) {
		return nil
	}
	return &basev1.Words{Nb: w.NB, Nn: w.NN}
}

func wordsOf(p *basev1.Words) Words { return Words{NB: p.GetNb(), NN: p.GetNn()} }

func each[From, To any](all []From, turn func(From) To) []To {
	if len(all) == 0 {
		return nil
	}
	turned := make([]To, len(all))
	for i, one := range all {
		turned[i] = turn(one)
	}
	return turned
}
