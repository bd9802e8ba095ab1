package plugintest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// ReportEnv names the environment variable by which `hverdag-plugin check`
// says in which file Run writes each Result, as a line of JSON.
const ReportEnv = "HVERDAG_PLUGIN_REPORT"

// note writes a result down for `hverdag-plugin check`, when it asks for it.
func note(result Result) error {
	path := os.Getenv(ReportEnv)
	if path == "" {
		return nil
	}
	text, err := json.Marshal(result)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// Describe starts a plugin and asks it what it is.
func Describe(ctx context.Context, subject Subject) (sdk.Description, error) {
	connected, err := subject.connect(ctx)
	if err != nil {
		return sdk.Description{}, err
	}
	defer connected.end()
	said, err := connected.client.Describe(ctx)
	if err != nil {
		return sdk.Description{}, fmt.Errorf("asking the plugin what it is: %s", told(err))
	}
	return said, nil
}
