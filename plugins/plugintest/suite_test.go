package plugintest_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// TestMain is also a plugin's main: a test runs itself as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "plugin" {
		switch os.Args[2] {
		case "stays", "loud":
			stay()
		case "log":
			sdk.Serve(&logger{})
		default:
			fmt.Println("printed in main")
			sdk.Serve(&printing{})
		}
		return
	}
	os.Exit(m.Run())
}

func conform(t *testing.T, subject plugintest.Subject, fixture plugintest.Fixture) (failed, passed []string, why string) {
	t.Helper()
	plugintest.Conform(t.Context(), subject, fixture, func(result plugintest.Result) {
		switch result.Outcome {
		case plugintest.Failed:
			failed, why = append(failed, result.Name), why+result.Name+": "+result.Why+"\n"
		case plugintest.Passed:
			passed = append(passed, result.Name)
		}
	})
	return failed, passed, why
}

func TestEveryFlawOfAPluginIsFound(t *testing.T) {
	for flaw, test := range map[string]string{
		"": "", "says it in bokmål only": "describe.valid", "says another version each time": "describe.stable",
		"panics": "health.well", "takes any settings": "settings.required", "does not say which setting": "settings.required",
		"does not start again": "restart.same", "says it is well when it is not": "system.unreachable",
		"does one thing at a time": "calls.together", "does not let go": "system.hangs",
		"does not look at the status": "system.429", "does not say how long to wait": "system.429",
		"takes bad JSON for its own fault": "system.html", "takes a failed list for an empty one": "system.truncated",
		"gives a unit twice": "list.valid", "reads UTF-8 as Latin-1": "list.norwegian", "makes up ids": "list.same",
		"makes up kinds": "list.valid", "waits by its own clock": "clock.wait", "takes a time without a zone for UTC": "clock.moments",
		"does not look at the zone": "clock.moments", "leaves out what comes from the future": "clock.apart",
		"leaves out what it takes for old": "clock.moments",
	} {
		found(t, flaw, test, func() sdk.Plugin { return &flawed{flaw: flaw} }, registerFixture)
	}
	for flaw, test := range map[string]string{
		"": "", "leads nowhere": "levels.valid", "allows everything": "levels.unknown", "has deadlines that are over": "levels.moves",
		"knows no leap day": "levels.moves",
	} {
		found(t, flaw, test, func() sdk.Plugin { return &leveller{flaw: flaw} }, plugintest.Fixture{})
	}
}

func TestEveryFlawOfAStafettloggIsFound(t *testing.T) {
	for flaw, test := range map[string]string{
		"": "", "finds what is not there": "log.unknown", "writes dates as Norwegians do": "log.found",
		"tells of no changes": "changes.seen", "does a key twice": "write.once", "writes over what has changed": "write.conflict",
		"escapes what is written": "write.norwegian", "gives receipts for what it does not know": "write.lost",
		"writes a document each time": "write.attachment", "drops what was agreed": "write.meeting", "keeps the baton": "write.baton",
		"closes for no reason": "write.close", "knows every write": "lookup.unknown",
		"refuses what comes from the future": "clock.write", "shows the day in UTC": "clock.moments", "forgets what it wrote": "write.together",
	} {
		found(t, flaw, test, func() sdk.Plugin { return &logger{flaw: flaw} }, logFixture)
	}
}

func found(t *testing.T, flaw, test string, makes func() sdk.Plugin, fixture plugintest.Fixture) {
	t.Run(flaw, func(t *testing.T) {
		t.Parallel()
		failed, _, why := conform(t, plugintest.Here(makes), fixture)
		if test == "" && len(failed) > 0 || test != "" && !slices.Contains(failed, test) {
			t.Errorf("failed: %v; want %q\n%s", failed, test, why)
		}
	})
}

func TestAPluginThatPrintsWhereverItCanIsHeardByItsHostAllTheSame(t *testing.T) {
	var printed strings.Builder
	failed, passed, why := conform(t, plugintest.Process(&locked{to: &printed}, os.Args[0], "plugin", "prints"), registerFixture)
	if len(failed) > 0 || !slices.Contains(passed, "process.stdout") {
		t.Error(why)
	}
	for _, line := range []string{"printed before main began", "printed in main", "printed in a call"} {
		if !strings.Contains(printed.String(), line) {
			t.Errorf("the author does not see %q", line)
		}
	}
}

func TestAStafettloggThatIsKilledInTheMiddleOfAWriteDoesItOnce(t *testing.T) {
	failed, passed, why := conform(t, plugintest.Process(nil, os.Args[0], "plugin", "log"), logFixture)
	if len(failed) > 0 || !slices.Contains(passed, "process.written") {
		t.Error(why)
	}
}

// Those who do not use the SDK's Serve must see to it themselves.
func TestAPluginThatStaysOrIsLoudIsFound(t *testing.T) {
	for way, test := range map[string]string{"stays": "process.left", "loud": "describe.valid"} {
		// The SDK takes stdout as soon as it sees that it is in a plugin: hide it.
		hidden := "unset " + sdk.Handshake.MagicCookieKey + `; exec "$0" plugin ` + way
		failed, _, why := conform(t, plugintest.Process(nil, "sh", "-c", hidden, os.Args[0]), registerFixture)
		if !slices.Equal(failed, []string{test}) {
			t.Errorf("%s: %v\n%s", way, failed, why)
		}
	}
}

// stay serves as somebody would who does not use the SDK's Serve.
func stay() {
	if err := os.Setenv(sdk.Handshake.MagicCookieKey, sdk.Handshake.MagicCookieValue); err != nil {
		panic(err)
	}
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig:  sdk.Handshake,
		VersionedPlugins: map[int]goplugin.PluginSet{sdk.Protocol: {sdk.Dispensed: stays{}}},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options, sdk.ServerOptions()...)...)
		},
	})
}

type stays struct {
	goplugin.NetRPCUnsupportedPlugin
}

func (stays) GRPCServer(_ *goplugin.GRPCBroker, server *grpc.Server) error {
	if os.Args[2] == "loud" {
		fmt.Println("printed by somebody who does not use Serve")
	}
	sdk.Register(server, &flawed{}, func() {})
	return nil
}

func (stays) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, nil
}
