package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"

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
var lists = map[string]func(context.Context, *registry.Writer) (registry.End, error){
	"names": func(_ context.Context, out *registry.Writer) (registry.End, error) {
		err := out.Units(registry.Unit{
			ID: "1\r\n2", Name: "\x1b[31mFjellvik\u202e <script>alert(1)</script>\x00\u200b skole\n\n", Kind: "school",
			Website: "javascript:alert(1)", Email: "a@b.example\r\nBcc: c@d.example", Place: &registry.Place{Latitude: math.NaN(), Longitude: 1e300},
			About: strings.Repeat("x", 100_000),
		}, registry.Unit{ID: "2", Name: "Ørnes skole \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", Website: "https://ornes.example/a?b=c", Email: "post@ornes.example"})
		if err != nil {
			return registry.End{}, err
		}
		err = out.Remark(registry.Remark{Place: "rad\t14", Code: "<b>", NB: "\u2028hei", NN: "hei"})
		return registry.End{Complete: true, Cursor: "\x07c"}, err
	},
	"silence": func(ctx context.Context, out *registry.Writer) (registry.End, error) {
		_ = out.Units(registry.Unit{ID: "1", Name: "Først"})
		<-ctx.Done()
		return registry.End{}, ctx.Err()
	},
	"crash": func(_ context.Context, out *registry.Writer) (registry.End, error) {
		_ = out.Units(registry.Unit{ID: "1", Name: "Først"})
		os.Exit(1)
		return registry.End{}, nil
	},
}
