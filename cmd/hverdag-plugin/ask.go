package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// ask does what a line says and prints what came.
func ask(ctx context.Context, running *plugintest.Running, line string) error {
	what, about, _ := strings.Cut(strings.TrimSpace(line), " ")
	if what == "" {
		return nil
	}
	if what == "describe" {
		return show(running.Said)
	}
	return running.Use(ctx, func(ctx context.Context, p host.Plugin) error {
		switch what {
		case "check":
			return showing(p.Check(ctx))
		case "list":
			return list(ctx, p)
		case "find":
			return showing(p.Find(ctx, about))
		case "read":
			return showing(p.Read(ctx, about))
		case "levels":
			return showing(p.ReadLevels(ctx))
		}
		return errNotAsked
	})
}

// shownUnits is how many of a list are shown.
const shownUnits = 3

func list(ctx context.Context, p host.Plugin) error {
	units, services, remarks := 0, 0, 0
	end, err := p.List(ctx, registry.Query{}, func(chunk registry.Chunk) error {
		for i, unit := range chunk.Units {
			if units+i < shownUnits {
				if err := show(unit); err != nil {
					return err
				}
			}
		}
		for _, remark := range chunk.Remarks {
			fmt.Printf("  %s: %s\n", remark.Place, remark.NB)
		}
		units, services, remarks = units+len(chunk.Units), services+len(chunk.Services), remarks+len(chunk.Remarks)
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Printf("%d units, %d services, %d remarks; complete: %v\n", units, services, remarks, end.Complete)
	return nil
}

func showing[T any](value T, err error) error {
	if err != nil {
		return err
	}
	return show(value)
}

func show(value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return nil
}
