package plugintest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

var registryTests = []test{
	{"list.valid", "Every unit and service that is listed can be shown and found again", feature(sdk.FeatureRegistry), listValid},
	{"list.same", "The same register gives the same list", feature(sdk.FeatureRegistry), listSame},
	{"list.norwegian", "Norwegian letters come through whole", feature(sdk.FeatureRegistry), listNorwegian},
	{"list.left", "When the host stops reading, the plugin stops listing and serves on", feature(sdk.FeatureRegistry), listLeft},
	{"inspect.file", "A file's columns are recognised", all(feature(sdk.FeatureRegistryFile), hasFile), inspectFile},
	{"inspect.garbage", "A file that is something else is said to be so", feature(sdk.FeatureRegistryFile), inspectGarbage},
	{"publish.files", "A directory is published as the same files each time", feature(sdk.FeatureRegistryPublish), publishFiles},
}

// gathered is a whole list.
type gathered struct {
	registry.Chunk
	end registry.End
}

func (s *suite) gather(ctx context.Context, p *probe) (gathered, error) {
	var g gathered
	err := p.operate(ctx, func(ctx context.Context) error {
		var err error
		g.end, err = p.client.List(ctx, s.fixture.Query, func(c registry.Chunk) error {
			if n := len(c.Units) + len(c.Services) + len(c.Remarks); n > registry.Part {
				return fmt.Errorf("%d entries came in one message; at most %d may", n, registry.Part)
			}
			g.Units, g.Services, g.Remarks = append(g.Units, c.Units...), append(g.Services, c.Services...), append(g.Remarks, c.Remarks...)
			return nil
		})
		return err
	})
	if err != nil {
		return g, fmt.Errorf("its List: %s", told(err))
	}
	return g, nil
}

func (s *suite) gatherNew(ctx context.Context) (g gathered, err error) {
	err = s.with(ctx, func(ctx context.Context, p *probe) error {
		g, err = s.gather(ctx, p)
		return err
	})
	return g, err
}

func listValid(ctx context.Context, s *suite) error {
	g, err := s.gatherNew(ctx)
	if err != nil {
		return err
	}
	if len(g.Units)+len(g.Services) == 0 {
		return errors.New("the fixture's world gives an empty list; give it something")
	}
	ids := map[string]bool{}
	for _, unit := range g.Units {
		if err := validUnit(unit); err != nil {
			return fmt.Errorf("unit %q: %w", unit.ID, err)
		}
		if ids["u"+unit.ID] {
			return fmt.Errorf("unit %q comes twice", unit.ID)
		}
		ids["u"+unit.ID] = true
	}
	for _, service := range g.Services {
		if err := validService(service); err != nil {
			return fmt.Errorf("service %q: %w", service.ID, err)
		}
		if ids["s"+service.ID] {
			return fmt.Errorf("service %q comes twice", service.ID)
		}
		ids["s"+service.ID] = true
	}
	for _, remark := range g.Remarks {
		if remark.Code == "" || remark.NB == "" || remark.NN == "" {
			return fmt.Errorf("a remark about %q lacks its code or its words in bokmål or nynorsk", remark.Place)
		}
	}
	return nil
}

func validUnit(u registry.Unit) error {
	switch {
	case u.ID == "" || strings.TrimSpace(u.Name) == "":
		return errors.New("has no id or no name")
	case !slices.Contains(registry.Kinds, u.Kind):
		return fmt.Errorf("is of the kind %q, which is none of %v", u.Kind, registry.Kinds)
	case !slices.Contains([]string{"", "nb", "nn"}, u.Language):
		return fmt.Errorf("writes %q, which is not nb, nn or empty", u.Language)
	case u.Place != nil && (u.Place.Latitude < -90 || u.Place.Latitude > 90 || u.Place.Longitude < -180 || u.Place.Longitude > 180):
		return fmt.Errorf("is at %v, which is nowhere", *u.Place)
	case strings.Contains(u.Address, "\n"):
		return errors.New("has an address of several lines")
	}
	return nil
}

func validService(s registry.Service) error {
	switch {
	case s.ID == "" || strings.TrimSpace(s.Title) == "":
		return errors.New("has no id or no title")
	case !slices.Contains([]string{"", "child", "young", "caregiver", "family", "staff"}, s.Audience):
		return fmt.Errorf("is for %q, which nobody is", s.Audience)
	case !slices.Contains([]string{"", "universal", "selective", "indicated"}, s.Level):
		return fmt.Errorf("is of the level %q, which is none", s.Level)
	case s.AgeFrom < 0 || s.AgeTo != 0 && s.AgeTo < s.AgeFrom:
		return fmt.Errorf("is for ages %d to %d", s.AgeFrom, s.AgeTo)
	}
	return nil
}

func listSame(ctx context.Context, s *suite) error {
	first, err := s.gatherNew(ctx)
	if err != nil {
		return err
	}
	second, err := s.gatherNew(ctx)
	if err != nil {
		return err
	}
	if a, b := first.ids(), second.ids(); !slices.Equal(a, b) {
		return fmt.Errorf("the ids of the first list and the second differ: %d and %d of them", len(a), len(b))
	}
	if first.end.Complete != second.end.Complete {
		return errors.New("one list was complete and the other was not")
	}
	return nil
}

func (g gathered) ids() []string {
	ids := []string{}
	for _, unit := range g.Units {
		ids = append(ids, "u"+unit.ID)
	}
	for _, service := range g.Services {
		ids = append(ids, "s"+service.ID)
	}
	slices.Sort(ids)
	return ids
}

func listNorwegian(ctx context.Context, s *suite) error {
	g, err := s.gatherNew(ctx)
	if err != nil {
		return err
	}
	var texts []string
	for _, unit := range g.Units {
		texts = append(texts, unit.Name, unit.Address, unit.About)
	}
	for _, service := range g.Services {
		texts = append(texts, service.Title, service.About, service.How)
	}
	norwegian := false
	for _, text := range texts {
		norwegian = norwegian || strings.ContainsAny(text, "æøåÆØÅ")
		if strings.ContainsRune(text, utf8.RuneError) || misread(text) {
			return fmt.Errorf("%q has been read in the wrong character set", text)
		}
	}
	if !norwegian {
		return errors.New("the fixture's world holds no æ, ø or å: give it a name that does")
	}
	return nil
}

// misread tells whether UTF-8 has been taken for Latin-1: æøå are then Ã and
// something more.
func misread(text string) bool {
	for _, trace := range []string{"Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…"} {
		if strings.Contains(text, trace) {
			return true
		}
	}
	return false
}

var errEnough = errors.New("enough")

func listLeft(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		err := p.operate(ctx, func(ctx context.Context) error {
			_, err := p.client.List(ctx, s.fixture.Query, func(registry.Chunk) error { return errEnough })
			return err
		})
		if !errors.Is(err, errEnough) {
			return fmt.Errorf("its List: %s", orNothing(err))
		}
		_, err = s.gather(ctx, p)
		return err
	})
}

func hasFile(s *suite) string {
	if s.fixture.Query.File == nil {
		return "the fixture has no file"
	}
	return ""
}

func inspectFile(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		return p.operate(ctx, func(ctx context.Context) error {
			found, err := p.client.Inspect(ctx, *s.fixture.Query.File)
			if err != nil {
				return fmt.Errorf("its Inspect: %s", told(err))
			}
			if len(found.Columns) == 0 || found.Rows == 0 {
				return fmt.Errorf("it found %d columns and %d rows", len(found.Columns), found.Rows)
			}
			for _, column := range found.Columns {
				if len(column.Samples) > 3 {
					return fmt.Errorf("column %q has %d samples; at most three are shown", column.Heading, len(column.Samples))
				}
			}
			return nil
		})
	})
}

func inspectGarbage(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		for name, content := range map[string][]byte{
			"tom.csv": {}, "bilde.xlsx": []byte("PK\x03\x04\x00\xff\xfe"), "film.csv": slices.Repeat([]byte{0, 0xff, 0x80, '\n'}, 10_000),
		} {
			err := p.operate(ctx, func(ctx context.Context) error {
				found, err := p.client.Inspect(ctx, registry.File{Name: name, Content: content})
				if err == nil && found.Rows > 0 && len(found.Remarks) == 0 {
					return fmt.Errorf("%s is nothing, and %d rows were found in it", name, found.Rows)
				}
				return err
			})
			if err == nil {
				continue
			}
			if fault := sdk.FaultsOf(err)[0]; fault.Source == sdk.FromPlugin {
				return fmt.Errorf("%s: %s; say that the file is not one with SystemFault or BadSetting", name, told(err))
			}
		}
		return p.well(ctx)
	})
}

func publishFiles(ctx context.Context, s *suite) error {
	directory := registry.Directory{BaseURL: "https://tjenester.hverdagsnes.example/"}
	for i := range 300 {
		id := fmt.Sprintf("%03d", i)
		directory.Units = append(directory.Units, registry.Unit{ID: id, Name: "Bjørkåsen skole " + id, Kind: "school"})
		directory.Services = append(directory.Services, registry.Service{ID: id, UnitID: id, Title: "Søvnråd for småbarn " + id, Level: "universal"})
	}
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		var published [2][]registry.File
		for i := range published {
			err := p.operate(ctx, func(ctx context.Context) error {
				var err error
				published[i], err = p.client.Publish(ctx, directory)
				return err
			})
			if err != nil {
				return fmt.Errorf("its Publish: %s", told(err))
			}
		}
		if len(published[0]) == 0 {
			return errors.New("nothing was published")
		}
		for i, file := range published[0] {
			if file.Name == "" || filepath.Base(file.Name) != file.Name || file.MediaType == "" || len(file.Content) == 0 {
				return fmt.Errorf("file %q has no plain name, no media type or no content", file.Name)
			}
			if i >= len(published[1]) || string(published[1][i].Content) != string(file.Content) {
				return fmt.Errorf("%s was another when it was published again", file.Name)
			}
		}
		return nil
	})
}
