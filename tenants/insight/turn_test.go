package insight_test

import (
	"slices"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// places are the lines of a page as they stand, newest first.
func places(t *testing.T, house *tenanttest.House, f insight.Filter) ([]int64, insight.Page) {
	t.Helper()
	page, err := insight.Read(ctx, officer(house), f)
	must(t, err)
	list := make([]int64, 0, len(page.Lines))
	for _, line := range page.Lines {
		list = append(list, line.Place)
	}
	if !slices.IsSortedFunc(list, func(a, b int64) int { return int(b - a) }) {
		t.Fatalf("the page is not newest first: %v", list)
	}
	return list, page
}

func TestTurningBackAndForthShowsEveryLineOnceThoughNewOnesArriveMeanwhile(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		lia, vik := house.Family("Lia"), house.Family("Vik")
		for range insight.PageSize {
			look(t, house.Coordinator(), lia)
			look(t, house.Coordinator(), vik) // every other line is one that is not asked for
			look(t, house.Coordinator(), lia)
		}
		for name, narrowed := range map[string]insight.Filter{
			"of one person":      {Kind: audit.KindLook, Actor: house.Coordinator().Viewer.ID},
			"all, own looks too": {},
		} {
			var down [][]int64
			f := narrowed
			for {
				list, page := places(t, house, f)
				down = append(down, list)
				look(t, house.Coordinator(), lia) // somebody looks while the page is read
				if (len(down) == 1) != (page.Newer == 0) {
					t.Errorf("%s: page %d says newer lines are after %d", name, len(down), page.Newer)
				}
				if page.Older == 0 {
					break
				}
				f.Before = page.Older
			}
			all := slices.Concat(down...)
			if len(down) < 3 || len(slices.Compact(slices.Clone(all))) != len(all) || !slices.IsSortedFunc(all, func(a, b int64) int { return int(b - a) }) {
				t.Fatalf("%s: going down gives %v", name, down)
			}
			up, back := narrowed, all
			up.After = down[len(down)-1][0]
			var seen []int64
			for range 2 * len(down) {
				list, page := places(t, house, up)
				seen = slices.Concat(list, seen)
				older := narrowed
				older.Before = page.Older
				if again, _ := places(t, house, older); len(again) == 0 || again[0] != up.After {
					t.Fatalf("%s: older than the page after %d begins with %v", name, up.After, again)
				}
				if up.After = page.Newer; up.After == 0 {
					break
				}
			}
			below := len(back) - len(down[len(down)-1])
			if len(seen) < below || !slices.Equal(seen[len(seen)-below:], back[:below]) {
				t.Errorf("%s: going back up gives %v, and down %v", name, seen, back[:below])
			}
			if len(slices.Compact(slices.Clone(seen))) != len(seen) || len(seen) == below {
				t.Errorf("%s: a line stands twice on the way up, or the new ones are not there: %v", name, seen)
			}
		}
	})
}

func TestAPageAfterTheNewestLineIsThePageOfTheNewest(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		family := house.Family("Lia")
		look(t, house.Coordinator(), family)
		f := insight.Filter{Kind: audit.KindLook}
		newest, _ := places(t, house, f)
		f.After = newest[0]
		if got, page := places(t, house, f); !slices.Equal(got, newest) || page.Newer != 0 {
			t.Errorf("nothing is newer, and the page is %v, newer %d", got, page.Newer)
		}
	})
}
