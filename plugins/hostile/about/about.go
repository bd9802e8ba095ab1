// Package about is what the hostile plugin says of itself, for its own program
// and for the tests that make a manifest for it.
package about

import "github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"

// Settings of the hostile plugin.
const (
	Deed    = "deed"     // what Check does; see Deeds in package main
	Target  = "target"   // where it is done: a path, an address
	Value   = "value"    // with what
	BaseURL = "base_url" // the system it is granted to reach
	Token   = "token"    // a secret
)

// Granted and Refused are host names the plugin asks for.
const (
	Granted = "granted.example"
	Refused = "refused.example"
)

// Description is what it says of itself, when it does not lie.
func Description() sdk.Description {
	why := sdk.Words{NB: "For å prøve.", NN: "For å prøve."}
	text := func(key string, kind sdk.SettingKind) sdk.Setting {
		return sdk.Setting{Key: key, Kind: kind, Label: sdk.Words{NB: key, NN: key}}
	}
	return sdk.Description{
		Name: "hostile", Version: "1.0.0",
		Settings: []sdk.Setting{
			text(Deed, sdk.Text), text(Target, sdk.Text), text(Value, sdk.LongText), text(BaseURL, sdk.Address), text(Token, sdk.Secret),
		},
		Receives: []sdk.DataClass{{Name: "plan.goals", Why: why}},
		Hosts:    []sdk.HostName{{Name: Granted, Why: why}, {Name: Refused, Why: why}, {Name: sdk.FromSetting(BaseURL), Why: why}},
		Folder:   true,
	}
}
