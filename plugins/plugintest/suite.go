package plugintest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// Fixture is what a plugin is tried with: settings that fit, and a world in
// which everything is well. The suite spoils the world by itself.
type Fixture struct {
	Settings map[string]string
	Secrets  map[string]string

	// World puts up the systems and files behind the plugin. It is called for
	// each test with a new World, and must make what it puts up anew.
	World func(*World) error

	// Query is what registers are asked to list; File and Columns of those that
	// read files.
	Query registry.Query

	// Reference is of a log that is there, for plugins of a stafettlogg.
	Reference string

	// Start is a log that can be begun, for plugins with stafettlogg.Starts.
	Start *stafettlogg.Log
}

// Outcomes of a test.
const (
	Passed        = "passed"
	Failed        = "failed"
	NotApplicable = "not applicable"
)

// Result is what came of one test of the suite.
type Result struct {
	Name    string        `json:"name"` // "list.same"
	Says    string        `json:"says"` // what it holds
	Way     string        `json:"way"`  // how the plugin was run
	Outcome string        `json:"outcome"`
	Why     string        `json:"why,omitempty"` // why it failed or does not apply
	Took    time.Duration `json:"took"`
}

// test is one test of the suite.
type test struct {
	name, says string
	needs      need
	do         func(ctx context.Context, s *suite) error
}

// need says why a test does not apply; empty when it does.
type need func(s *suite) string

// suite is one run of the tests.
type suite struct {
	subject Subject
	fixture Fixture
	said    sdk.Description
}

// testTime is the most one test takes.
const testTime = 60 * time.Second

// Conform runs the conformance suite on a plugin and calls each with what came
// of every test, in order. It returns whether none failed. A plugin that cannot
// say what it is fails at once.
func Conform(ctx context.Context, subject Subject, fixture Fixture, each func(Result)) bool {
	s := &suite{subject: subject, fixture: fixture}
	all := true
	for _, t := range everyTest() {
		result := Result{Name: t.name, Says: t.says, Way: subject.Way(), Outcome: Passed}
		began := time.Now()
		if why := t.why(s); why != "" {
			result.Outcome, result.Why = NotApplicable, why
		} else if err := t.run(ctx, s); err != nil {
			result.Outcome, result.Why, all = Failed, err.Error(), false
		}
		result.Took = time.Since(began)
		each(result)
		if result.Outcome == Failed && s.said.Name == "" {
			return false
		}
	}
	return all
}

// everyTest is the whole suite, in order.
func everyTest() []test {
	return slices.Concat(
		baseTests, systemTests, clockTests, registryTests, stafettloggTests, abilityTests, levelsTests, processTests,
	)
}

func (t test) why(s *suite) string {
	if t.needs == nil {
		return ""
	}
	return t.needs(s)
}

func (t test) run(ctx context.Context, s *suite) error {
	ctx, cancel := context.WithTimeout(ctx, testTime)
	defer cancel()
	return t.do(ctx, s)
}

func feature(name string) need {
	return func(s *suite) string {
		if slices.Contains(s.said.Features, name) {
			return ""
		}
		return "the plugin does not have " + name
	}
}

func all(needs ...need) need {
	return func(s *suite) string {
		for _, one := range needs {
			if why := one(s); why != "" {
				return why
			}
		}
		return ""
	}
}

func outside(s *suite) string {
	if len(s.said.Hosts) == 0 {
		return "the plugin talks to no system"
	}
	return ""
}

// probe is a plugin that runs in a world of its own.
type probe struct {
	*attached
	world *World
	in    host.Instance
}

// open starts the plugin in a new world, attached and configured.
func (s *suite) open(ctx context.Context) (*probe, error) {
	world, err := s.world()
	if err != nil {
		return nil, err
	}
	p, err := s.openIn(ctx, world)
	if err != nil {
		s.drop(world)
	}
	return p, err
}

// openIn starts the plugin in a world that has been there before.
func (s *suite) openIn(ctx context.Context, world *World) (*probe, error) {
	p, err := s.attachIn(ctx, world)
	if err != nil {
		return nil, err
	}
	if err := p.configure(ctx, p.in.Setup); err != nil {
		p.attached.close()
		return nil, fmt.Errorf("the settings of the fixture are refused: %s", told(err))
	}
	return p, nil
}

func (s *suite) attachIn(ctx context.Context, world *World) (*probe, error) {
	connected, err := s.subject.connect(ctx)
	if err != nil {
		return nil, err
	}
	in := Instance(s.said, world, s.fixture.Settings)
	a, err := connected.attach(in, world)
	if err != nil {
		connected.end()
		return nil, err
	}
	return &probe{attached: a, world: world, in: in}, nil
}

func (s *suite) world() (*World, error) {
	root, err := os.MkdirTemp("", "hverdag-plugin-")
	if err != nil {
		return nil, err
	}
	world, err := OpenWorld(root)
	if err != nil {
		return nil, err
	}
	for key, value := range s.fixture.Secrets {
		world.Secret(key, value)
	}
	if s.fixture.World != nil {
		if err := s.fixture.World(world); err != nil {
			s.drop(world)
			return nil, fmt.Errorf("making the fixture's world: %w", err)
		}
	}
	return world, nil
}

func (s *suite) drop(world *World) {
	world.Close()
	_ = os.RemoveAll(world.Root) // a temporary folder
}

// with opens the plugin in a new world for the time of do.
func (s *suite) with(ctx context.Context, do func(context.Context, *probe) error) error {
	p, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer s.drop(p.world)
	defer p.attached.close()
	return do(ctx, p)
}

// operate calls do with the context of one operation.
func (p *probe) operate(ctx context.Context, do func(context.Context) error) error {
	operation, done := p.broker.operate(ctx)
	defer done()
	return do(carrying(ctx, operation))
}

// told is an error of a call as the author should read it.
func told(err error) string {
	fault := sdk.FaultsOf(err)[0]
	source := map[sdk.Source]string{
		sdk.FromPlugin: "the plugin", sdk.FromSystem: "the system", sdk.FromSettings: "the settings", sdk.FromHost: "the host",
	}[fault.Source]
	return fmt.Sprintf("%s (whose fault: %s; %v)", fault.Code, source, err)
}

// isFrom tells whether the first fault in err is from source.
func isFrom(err error, source sdk.Source) bool {
	return err != nil && sdk.FaultsOf(err)[0].Source == source
}

// spoil changes how every system of a world answers.
func (w *World) spoil(how func(http.Handler) http.Handler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spoiled = how
}

var errNothingAsked = errors.New("nothing was asked of the systems")
