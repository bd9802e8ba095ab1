package insight

import (
	"context"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// turn reads the page a filter points at. Pages are cut at places in the log,
// which never change, so that lines written meanwhile move nothing: turning
// back and forth shows every line once.
func turn(ctx context.Context, scope *tenants.Scope, f Filter, asked audit.Filter) (Page, error) {
	if f.After == 0 {
		page, err := gather(ctx, scope, f, asked, PageSize, readAtMost)
		if f.Before > 0 {
			page.Newer = f.Before - 1
		}
		if f.Before > 0 && len(page.Lines) > 0 {
			page.Newer = page.Lines[0].Place
		}
		return page, err
	}
	back := asked
	back.Before, back.After, back.Oldest = 0, max(asked.After, f.After+1), true
	page, err := gather(ctx, scope, f, back, PageSize, readAtMost)
	if err != nil {
		return Page{}, err
	}
	if len(page.Lines) == 0 && page.Newer == 0 { // nothing is newer: the newest are shown
		return gather(ctx, scope, f, asked, PageSize, readAtMost)
	}
	slices.Reverse(page.Lines)
	page.Older = f.After + 1
	return page, nil
}
