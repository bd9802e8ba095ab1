package main

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// List lists as many units as the cursor says, so that the way of many rows
// can be measured.
func (h *hostile) List(ctx context.Context, query registry.Query, out *registry.Writer) (registry.End, error) {
	if lists, known := lists[query.Cursor]; known {
		return lists(ctx, out)
	}
	count := 1
	if query.Cursor != "" {
		if _, err := fmt.Sscanf(query.Cursor, "rows %d", &count); err != nil {
			return registry.End{}, err
		}
	}
	for i := range count {
		unit := registry.Unit{
			ID: fmt.Sprint("unit ", i), Name: fmt.Sprintf("Fjellvik skole %d", i), Kind: "school", OrgNumber: "974600000",
			Phone: "75 00 00 00", Email: "post@skole.example", Website: "https://skole.example/", Address: "Skoleveien 1, 8000 Fjellvik",
		}
		if err := out.Units(unit); err != nil {
			return registry.End{}, err
		}
	}
	return registry.End{Complete: true, Cursor: "the end"}, nil
}

// lists are lists that nobody should make.
var lists = map[string]func(context.Context, *registry.Writer) (registry.End, error){}
