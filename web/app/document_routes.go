package app

import (
	"net/http"
	"regexp"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
)

// documentRoutes are the family's documents: under the family's address for
// those who work there or have been given a share, under one's own for the
// family itself.
func (a *App) documentRoutes() []Route {
	documents, see, edit := policy.SectionDocuments, policy.ActionSee, policy.ActionEdit
	var routes []Route
	for _, under := range []func(string, string, policy.Section, policy.Action, func(*Request) error) Route{family, own} {
		routes = append(routes,
			under(http.MethodGet, "/dokumenter", documents, see, a.documentList),
			under(http.MethodGet, "/dokumenter/ny", documents, edit, a.documentNew),
			under(http.MethodPost, "/dokumenter/ny", documents, edit, a.documentAdd),
			under(http.MethodGet, "/dokumenter/:document", documents, see, a.documentShow),
			under(http.MethodGet, "/dokumenter/:document/last-ned", documents, see, a.documentDownload),
			under(http.MethodGet, "/dokumenter/:document/bilde", documents, see, a.documentPicture),
			under(http.MethodPost, "/dokumenter/:document/fjern", documents, edit, a.documentRemove),
			under(http.MethodPost, "/dokumenter/:document/tilbake", documents, edit, a.documentRestore),
		)
	}
	return routes
}

// UploadLimit is the largest request with a document in it: the document, and
// room for the form around it.
const UploadLimit = document.MaxBytes + 64<<10

var uploads = regexp.MustCompile(`^((/f/[^/]+)?/dokumenter/ny|` + servicesPath + `/fil)$`)

// TakesUpload tells the boundary which addresses take whole files.
func TakesUpload(method, path string) bool {
	return method == http.MethodPost && uploads.MatchString(path)
}

func (r *Request) documentPath(id uuid.UUID, rest string) string {
	return r.partPath("/dokumenter/" + id.String() + rest)
}
