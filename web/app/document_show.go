package app

import (
	"cmp"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// documentList shows the documents one may see, by where they are filed.
func (a *App) documentList(r *Request) error {
	documents, err := document.List(r.Context(), r.Access)
	if err != nil {
		return err
	}
	page, err := r.partPage(r.L().T("document.list.title"), "/dokumenter")
	if err != nil {
		return err
	}
	page.Lead = r.L().T("document.list.lead")
	v := view.DocumentsView{Page: page}
	if r.mayWrite(policy.SectionDocuments) {
		v.New = r.partPath("/dokumenter/ny")
	}
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	for _, place := range document.Places() {
		group := view.DocumentGroup{Title: placeWord(r.L(), place)}
		for _, one := range documents {
			if one.Place == place {
				group.Rows = append(group.Rows, r.documentRow(one, names))
			}
		}
		if len(group.Rows) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	return r.Show(view.Documents(v))
}

func (r *Request) documentRow(one document.Document, names map[uuid.UUID]string) view.DocumentRow {
	return view.DocumentRow{
		Title: one.Title, Href: r.documentPath(one.ID, ""), Kind: mediaWord(r.L(), one.Media),
		About: r.aboutWhom(one.About, names), When: r.L().Date(clock.DateOf(one.UploadedAt), r.Scope.Today()),
	}
}

// documentShow shows what a document is and, where it can be done safely, what
// is in it.
func (a *App) documentShow(r *Request) error {
	id, err := r.ID("document")
	if err != nil {
		return err
	}
	one, err := document.Read(r.Context(), r.Access, id)
	if err != nil {
		return err
	}
	page, err := r.partPage(r.L().T("document.title"), "/dokumenter")
	if err != nil {
		return err
	}
	page.H1 = one.Title
	page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: r.L().T("document.list.title"), Href: r.partPath("/dokumenter")})
	v := view.DocumentView{
		Page: page, FileName: one.FileName, Kind: mediaWord(r.L(), one.Media), Size: r.sizeInWords(one.Size),
		Place: placeWord(r.L(), one.Place), When: r.L().DateTime(one.UploadedAt, r.Scope.Today()),
		Download: r.documentPath(id, "/last-ned"),
	}
	if one.MayRemove {
		v.Remove = r.documentPath(id, "/fjern")
	}
	names, err := r.memberNames()
	if err != nil {
		return err
	}
	v.About = cmp.Or(r.aboutWhom(one.About, names), r.L().T("document.about.all"))
	people, err := directory.Called(r.Context(), r.Scope, []uuid.UUID{one.UploadedBy})
	if err != nil {
		return err
	}
	v.By = r.named(people[one.UploadedBy].Name)
	if one.Media.Picture() {
		v.Picture = r.documentPath(id, "/bilde")
	}
	if one.Media == document.Text {
		_, content, err := document.Content(r.Context(), r.Access, id, document.Preview)
		if err != nil {
			return err
		}
		v.Text = string(content)
	}
	return r.Show(view.DocumentPage(v))
}

// sizeInWords is how large a file is, as people speak of it.
func (r *Request) sizeInWords(size int) string {
	const kilo = 1000
	switch {
	case size < kilo:
		return r.L().T("document.size.bytes", "N", size)
	case size < kilo*kilo:
		return r.L().T("document.size.kilo", "N", (size+kilo/2)/kilo)
	}
	tenths := (size + kilo*kilo/20) / (kilo * kilo / 10)
	return r.L().T("document.size.mega", "N", tenths/10, "Tenth", tenths%10)
}

func mediaWord(l *locale.Localizer, media document.Media) string {
	switch media {
	case document.PDF:
		return l.T("document.media.pdf")
	case document.PNG, document.JPEG:
		return l.T("document.media.picture")
	case document.Text:
		return l.T("document.media.text")
	case document.DOCX, document.ODT:
		return l.T("document.media.office")
	}
	return ""
}

func placeWord(l *locale.Localizer, place policy.Section) string {
	switch place {
	case policy.SectionOverview:
		return l.T("document.place.overview")
	case policy.SectionNeeds:
		return l.T("document.place.needs")
	case policy.SectionGoals:
		return l.T("document.place.goals")
	case policy.SectionMeasures:
		return l.T("document.place.measures")
	case policy.SectionEvaluations:
		return l.T("document.place.evaluations")
	case policy.SectionMeetings:
		return l.T("document.place.meetings")
	case policy.SectionGrounds:
		return l.T("document.place.grounds")
	case policy.SectionLocation:
		return l.T("document.place.location")
	}
	return ""
}
