package directory

// PageSize is how many rows a page of a list has.
const PageSize = 50

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	Total int // in the whole list
	Page  int // from 1
	Pages int
}

// cut takes page number page out of all; a number outside the list gives the
// nearest page there is.
func cut[T any](all []T, page int) Page[T] {
	pages := max(1, (len(all)+PageSize-1)/PageSize)
	page = min(max(page, 1), pages)
	from := (page - 1) * PageSize
	return Page[T]{Items: all[from:min(from+PageSize, len(all))], Total: len(all), Page: page, Pages: pages}
}
