package document

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant"
	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// described are the fields of a document without its content.
var described = []string{
	document.FieldID, document.FieldCaseFileID, document.FieldMemberID, document.FieldFiledUnder, document.FieldTitle,
	document.FieldFileName, document.FieldMediaType, document.FieldSize, document.FieldUploadedBy, document.FieldCreatedAt,
}

// List returns the family's documents that the viewer may see, newest first.
// It needs the documents section, and shows each only with the section it is
// filed under; the looks at those are noted too.
func List(ctx context.Context, a *casefile.Access) ([]Document, error) {
	if err := a.RequireSee(policy.SectionDocuments); err != nil {
		return nil, err
	}
	rows, err := a.Visit.Client().Document.Query().Where(document.CaseFileID(a.ID), document.RemovedAtIsNil()).
		Order(document.ByCreatedAt(sql.OrderDesc()), document.ByID(sql.OrderDesc())).Select(described...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading documents: %w", err)
	}
	var list []Document
	for _, row := range rows {
		if !shown(a, row) {
			continue
		}
		one, err := opened(a, row)
		if err != nil {
			return nil, err
		}
		a.See(one.Place)
		list = append(list, one)
	}
	return list, nil
}

// shown reports whether the viewer may see a document: documents, where it is
// filed, and whom it is about.
func shown(a *casefile.Access, row *tenant.Document) bool {
	place, err := policy.ParseSection(row.FiledUnder)
	return err == nil && isPlace(place) && a.Shows(policy.SectionDocuments, row.MemberID) && a.Shows(place, row.MemberID)
}

func opened(a *casefile.Access, row *tenant.Document) (Document, error) {
	place, err := policy.ParseSection(row.FiledUnder)
	if err != nil {
		return Document{}, fmt.Errorf("reading document %s: %w", row.ID, err)
	}
	sealed := a.Visit.Row(document.Table, row.ID)
	one := Document{
		ID: row.ID, Title: sealed.Open("title", row.Title), FileName: sealed.Open("file_name", row.FileName),
		Media: Media(row.MediaType), Size: row.Size, Place: place, About: row.MemberID,
		UploadedBy: row.UploadedBy, UploadedAt: row.CreatedAt, MayRemove: mayRemove(a, row),
	}
	return one, sealed.Err()
}

// find is a document of the family that the viewer may see, without its
// content: a removed one when gone is set, else one that is there. ErrNotFound
// for any other.
func find(ctx context.Context, client *tenant.Client, a *casefile.Access, id uuid.UUID, gone bool) (*tenant.Document, error) {
	is := document.RemovedAtIsNil()
	if gone {
		is = document.RemovedAtNotNil()
	}
	row, err := client.Document.Query().Where(document.ID(id), document.CaseFileID(a.ID), is).Select(described...).Only(ctx)
	if tenant.IsNotFound(err) {
		return nil, fmt.Errorf("document: %w", tenants.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("reading document: %w", err)
	}
	if !shown(a, row) {
		return nil, fmt.Errorf("document: %w", tenants.ErrNotFound)
	}
	return row, nil
}

// Read returns what is known about one document. It needs the documents
// section and the one it is filed under, and notes both looks; ErrNotFound for
// what the viewer may not see.
func Read(ctx context.Context, a *casefile.Access, id uuid.UUID) (Document, error) {
	if err := a.RequireSee(policy.SectionDocuments); err != nil {
		return Document{}, err
	}
	row, err := find(ctx, a.Visit.Client(), a, id, false)
	if err != nil {
		return Document{}, err
	}
	one, err := opened(a, row)
	if err != nil {
		return Document{}, err
	}
	return one, a.RequireSee(one.Place)
}

// Way is what the content is fetched for, as the log calls it.
type Way string

// The ways.
const (
	Preview  Way = "document.preview"
	Download Way = "document.download"
)

// Content returns a document with its content, and puts on record that it was
// fetched: which document, by whom and for what. Where the record cannot be
// kept, nothing is given out. Errors are those of Read.
func Content(ctx context.Context, a *casefile.Access, id uuid.UUID, way Way) (Document, []byte, error) {
	one, err := Read(ctx, a, id)
	if err != nil {
		return Document{}, nil, err
	}
	row, err := a.Visit.Client().Document.Query().Where(document.ID(id), document.CaseFileID(a.ID)).
		Select(document.FieldContent).Only(ctx)
	if err != nil {
		return Document{}, nil, fmt.Errorf("reading document: %w", err)
	}
	content, err := a.Visit.Open(document.Table, "content", id, row.Content)
	if err != nil {
		return Document{}, nil, fmt.Errorf("reading document: %w", err)
	}
	if err := a.Visit.Audit().Record(ctx, a.Deed(string(way), id, policy.SectionDocuments, policy.ActionSee)); err != nil {
		return Document{}, nil, fmt.Errorf("putting document on record: %w", err)
	}
	return one, []byte(content), nil
}
