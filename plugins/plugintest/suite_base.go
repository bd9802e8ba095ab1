package plugintest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

var baseTests = []test{
	{"describe.valid", "It says what it is, without settings, and what it says holds", nil, describeValid},
	{"describe.stable", "It says the same every time, before and after its settings", nil, describeStable},
	{"settings.first", "Without settings it answers with a fault, and goes on", nil, settingsFirst},
	{"settings.required", "A required setting that is missing is a fault of that setting", hasRequired, settingsRequired},
	{"settings.again", "Settings can be given again", nil, settingsAgain},
	{"health.well", "When all is well it says so, with words in both written languages or none", nil, healthWell},
	{"calls.together", "Many calls at once are answered as one", nil, callsTogether},
	{"restart.same", "After a restart it works as before, with what it has kept", nil, restartSame},
}

func describeValid(ctx context.Context, s *suite) error {
	connected, err := s.subject.connect(ctx)
	if err != nil {
		return err
	}
	defer connected.end()
	said, err := connected.client.Describe(ctx)
	if err != nil {
		return fmt.Errorf("Describe failed: %s", told(err))
	}
	s.said = said
	return manifest.ValidateDescription(said)
}

func describeStable(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		for range 2 {
			again, err := p.client.Describe(ctx)
			if err != nil {
				return fmt.Errorf("Describe failed: %s", told(err))
			}
			if err := s.manifest().Describes(again); err != nil {
				return err
			}
		}
		return nil
	})
}

// manifest holds what the plugin said first.
func (s *suite) manifest() manifest.Manifest {
	return manifest.Manifest{
		Name: s.said.Name, Version: s.said.Version, Features: s.said.Features,
		Asks: manifest.Asks{Settings: s.said.Settings, Receives: s.said.Receives, Hosts: s.said.Hosts, Folder: s.said.Folder},
	}
}

func settingsFirst(ctx context.Context, s *suite) error {
	world, err := s.world()
	if err != nil {
		return err
	}
	defer s.drop(world)
	p, err := s.attachIn(ctx, world)
	if err != nil {
		return err
	}
	defer p.attached.close()
	err = p.operate(ctx, func(ctx context.Context) error {
		_, err := p.client.Check(ctx)
		return err
	})
	if err == nil {
		return errors.New("before Configure, CheckHealth was answered as if all was well")
	}
	if code := sdk.FaultsOf(err)[0].Code; code == sdk.CodePanic || code == sdk.CodeGone {
		return fmt.Errorf("before Configure, CheckHealth: %s", told(err))
	}
	if err := p.configure(ctx, p.in.Setup); err != nil {
		return fmt.Errorf("then Configure: %s", told(err))
	}
	return nil
}

func hasRequired(s *suite) string {
	for _, setting := range s.said.Settings {
		if setting.Required && setting.Kind != sdk.Secret {
			return ""
		}
	}
	return "no setting is required"
}

func settingsRequired(ctx context.Context, s *suite) error {
	world, err := s.world()
	if err != nil {
		return err
	}
	defer s.drop(world)
	p, err := s.attachIn(ctx, world)
	if err != nil {
		return err
	}
	defer p.attached.close()
	for _, setting := range s.said.Settings {
		if !setting.Required || setting.Kind == sdk.Secret || setting.Default != "" {
			continue
		}
		setup := p.in.Setup
		setup.Settings = maps.Clone(setup.Settings)
		delete(setup.Settings, setting.Key)
		err := p.configure(ctx, setup)
		if err == nil {
			return fmt.Errorf("without %s, Configure accepts the settings; answer with BadSetting", setting.Key)
		}
		if fault := sdk.FaultsOf(err)[0]; fault.Source != sdk.FromSettings || fault.Field != setting.Key {
			return fmt.Errorf("without %s, Configure says: %s, field %q", setting.Key, told(err), fault.Field)
		}
	}
	return p.configure(ctx, p.in.Setup)
}

func settingsAgain(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		for range 2 {
			if err := p.configure(ctx, p.in.Setup); err != nil {
				return fmt.Errorf("once more, Configure: %s", told(err))
			}
		}
		return p.well(ctx)
	})
}

// well asks how the plugin is; anything but well is an error.
func (p *probe) well(ctx context.Context) error {
	return p.operate(ctx, func(ctx context.Context) error {
		health, err := p.client.Check(ctx)
		if err != nil {
			return fmt.Errorf("CheckHealth: %s", told(err))
		}
		if !health.OK {
			return fmt.Errorf("CheckHealth says that it is not well: %q", health.Message.NB)
		}
		if (health.Message.NB == "") != (health.Message.NN == "") {
			return errors.New("CheckHealth says it in one written language only")
		}
		return nil
	})
}

func healthWell(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error { return p.well(ctx) })
}

func callsTogether(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		const many = 8
		failed := make([]error, many)
		var group sync.WaitGroup
		for i := range many {
			group.Go(func() {
				if i%2 == 0 {
					failed[i] = p.well(ctx)
					return
				}
				failed[i] = s.read(ctx, p)
			})
		}
		group.Wait()
		return errors.Join(failed...)
	})
}

func restartSame(ctx context.Context, s *suite) error {
	world, err := s.world()
	if err != nil {
		return err
	}
	defer s.drop(world)
	for range 2 {
		p, err := s.openIn(ctx, world)
		if err != nil {
			return err
		}
		err = errors.Join(p.well(ctx), s.read(ctx, p))
		p.attached.close()
		if err != nil {
			return err
		}
	}
	return nil
}
