package sdk

import "fmt"

var kindNames = map[SettingKind]string{
	Text: "text", Number: "number", YesNo: "yes_no", Choice: "choice", Address: "address", LongText: "long_text", Secret: "secret",
}

// String names k as manifests do: "yes_no".
func (k SettingKind) String() string { return kindNames[k] }

// MarshalText names k as manifests do.
func (k SettingKind) MarshalText() ([]byte, error) {
	name, known := kindNames[k]
	if !known {
		return nil, fmt.Errorf("no kind of setting: %d", int(k))
	}
	return []byte(name), nil
}

// UnmarshalText reads a name that MarshalText wrote.
func (k *SettingKind) UnmarshalText(text []byte) error {
	for kind, name := range kindNames {
		if name == string(text) {
			*k = kind
			return nil
		}
	}
	return fmt.Errorf("no kind of setting: %q", text)
}
