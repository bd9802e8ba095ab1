package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"gopkg.in/yaml.v3"
)

// Options are what a command that embeds Config gives kong.
func Options() []kong.Option { return []kong.Option{kong.Configuration(readFile)} }

// settings are a file's values by flag name. Nested names are joined, so that
// "database: {url: ...}" is database-url.
type settings map[string]string

// readFile reads a configuration file. JSON is YAML too.
func readFile(from io.Reader) (kong.Resolver, error) {
	var tree map[string]any
	err := yaml.NewDecoder(from).Decode(&tree)
	if errors.Is(err, io.EOF) { // an empty file sets nothing
		return settings{}, nil
	}
	if err != nil {
		// The parser's own words may repeat a line with a secret in it.
		return nil, errors.New("the configuration file is not YAML or JSON with a name before each value")
	}
	found := settings{}
	return found, found.add("", tree)
}

func (s settings) add(prefix string, tree map[string]any) error {
	for key, value := range tree {
		name := prefix + strings.ReplaceAll(key, "_", "-")
		switch value := value.(type) {
		case nil:
		case map[string]any:
			if err := s.add(name+"-", value); err != nil {
				return err
			}
		case []any:
			parts := []string{}
			for _, part := range value {
				parts = append(parts, fmt.Sprint(part))
			}
			s[name] = strings.Join(parts, ",")
		case string, bool, int, float64:
			s[name] = fmt.Sprint(value)
		default:
			return fmt.Errorf("the setting %s in the configuration file is neither a text, a number, true, false nor a list", name)
		}
	}
	return nil
}

// Resolve gives a flag its value from the file, unless the environment has one.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, variable := range flag.Envs {
		if _, given := os.LookupEnv(variable); given {
			return nil, nil
		}
	}
	if value, given := s[flag.Name]; given {
		return value, nil
	}
	return nil, nil
}

// Validate refuses a name that no command knows: a setting with a slip of the
// pen would otherwise be left at its default unnoticed.
func (s settings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	err := kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[flag.Name] = true
		}
		return next(nil)
	})
	if err != nil {
		return err
	}
	unknown := []string{}
	for name := range s {
		if !known[name] || name == "config" {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return fmt.Errorf("the configuration file has settings that do not exist: %s", strings.Join(unknown, ", "))
}
