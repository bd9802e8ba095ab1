package registry

import (
	"slices"
	"time"

	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
)

// The functions in this file turn what authors see into what goes over the
// wire, and back. They are for the SDK, the host and test kits.

// QueryProto returns q as it is sent.
func QueryProto(q Query) *registryv1.ListRequest {
	request := &registryv1.ListRequest{Cursor: q.Cursor, Columns: q.Columns}
	if q.File != nil {
		request.File = FileProto(*q.File)
	}
	return request
}

// QueryOf returns what was sent.
func QueryOf(p *registryv1.ListRequest) Query {
	q := Query{Cursor: p.GetCursor(), Columns: p.GetColumns()}
	if p.GetFile() != nil {
		file := FileOf(p.GetFile())
		q.File = &file
	}
	return q
}

// FileProto returns f as it is sent.
func FileProto(f File) *registryv1.File {
	return &registryv1.File{Name: f.Name, Content: f.Content}
}

// FileOf returns what was sent.
func FileOf(p *registryv1.File) File {
	return File{Name: p.GetName(), Content: p.GetContent()}
}

// ChunkProto returns c as one part of the answer to List.
func ChunkProto(c Chunk) *registryv1.ListResponse {
	return &registryv1.ListResponse{
		Units: each(c.Units, UnitProto), Services: each(c.Services, ServiceProto), Remarks: each(c.Remarks, RemarkProto),
	}
}

// FillChunk makes c what was sent. Its units are put where those of the part
// before were.
func FillChunk(c *Chunk, p *registryv1.ListResponse) {
	c.Units = slices.Grow(c.Units[:0], len(p.GetUnits()))[:len(p.GetUnits())]
	for i, unit := range p.GetUnits() {
		c.Units[i].take(unit)
	}
	c.Services, c.Remarks = each(p.GetServices(), ServiceOf), each(p.GetRemarks(), RemarkOf)
}

// EndProto returns e as it is sent.
func EndProto(e End) *registryv1.End {
	return &registryv1.End{Complete: e.Complete, Cursor: e.Cursor}
}

// EndOf returns what was sent.
func EndOf(p *registryv1.End) End {
	return End{Complete: p.GetComplete(), Cursor: p.GetCursor()}
}

// UnitProto returns u as it is sent.
func UnitProto(u Unit) *registryv1.Unit {
	p := &registryv1.Unit{}
	FillUnit(p, &u)
	return p
}

// FillUnit makes p what u is sent as, whatever it was.
func FillUnit(p *registryv1.Unit, u *Unit) {
	p.Id, p.Name, p.Kind, p.OrgNumber, p.ParentOrgNumber = u.ID, u.Name, u.Kind, u.OrgNumber, u.ParentOrgNumber
	p.Phone, p.Email, p.Website, p.Address, p.About = u.Phone, u.Email, u.Website, u.Address, u.About
	p.Closed, p.Language, p.ChangedUnix = u.Closed, u.Language, seconds(u.Changed)
	p.Latitude, p.Longitude = 0, 0
	if u.Place != nil {
		p.Latitude, p.Longitude = u.Place.Latitude, u.Place.Longitude
	}
}

// UnitOf returns what was sent.
func UnitOf(p *registryv1.Unit) Unit {
	var u Unit
	u.take(p)
	return u
}

// take makes u what was sent, whatever it was. The point {0,0} is in the sea: it
// is not known.
func (u *Unit) take(p *registryv1.Unit) {
	u.ID, u.Name, u.Kind, u.OrgNumber, u.ParentOrgNumber = p.GetId(), p.GetName(), p.GetKind(), p.GetOrgNumber(), p.GetParentOrgNumber()
	u.Phone, u.Email, u.Website, u.Address, u.About = p.GetPhone(), p.GetEmail(), p.GetWebsite(), p.GetAddress(), p.GetAbout()
	u.Closed, u.Language, u.Changed = p.GetClosed(), p.GetLanguage(), moment(p.GetChangedUnix())
	u.Place = nil
	if p.GetLatitude() != 0 || p.GetLongitude() != 0 {
		u.Place = &Place{Latitude: p.GetLatitude(), Longitude: p.GetLongitude()}
	}
}

// ServiceProto returns s as it is sent.
func ServiceProto(s Service) *registryv1.Service {
	return &registryv1.Service{
		Id: s.ID, UnitId: s.UnitID, Title: s.Title, About: s.About, AgeFrom: int32(s.AgeFrom), AgeTo: int32(s.AgeTo),
		Audience: s.Audience, Level: s.Level, Areas: s.Areas, How: s.How, Phone: s.Phone, Email: s.Email,
		Website: s.Website, Referral: s.Referral, Keywords: s.Keywords, Closed: s.Closed, ChangedUnix: seconds(s.Changed),
	}
}

// ServiceOf returns what was sent.
func ServiceOf(p *registryv1.Service) Service {
	return Service{
		ID: p.GetId(), UnitID: p.GetUnitId(), Title: p.GetTitle(), About: p.GetAbout(),
		AgeFrom: int(p.GetAgeFrom()), AgeTo: int(p.GetAgeTo()), Audience: p.GetAudience(), Level: p.GetLevel(),
		Areas: p.GetAreas(), How: p.GetHow(), Phone: p.GetPhone(), Email: p.GetEmail(), Website: p.GetWebsite(),
		Referral: p.GetReferral(), Keywords: p.GetKeywords(), Closed: p.GetClosed(), Changed: moment(p.GetChangedUnix()),
	}
}

// RemarkProto returns r as it is sent.
func RemarkProto(r Remark) *registryv1.Remark {
	return &registryv1.Remark{Place: r.Place, Code: r.Code, Nb: r.NB, Nn: r.NN}
}

// RemarkOf returns what was sent.
func RemarkOf(p *registryv1.Remark) Remark {
	return Remark{Place: p.GetPlace(), Code: p.GetCode(), NB: p.GetNb(), NN: p.GetNn()}
}

// InspectionProto returns i as it is sent.
func InspectionProto(i Inspection) *registryv1.InspectResponse {
	column := func(c Column) *registryv1.Column {
		return &registryv1.Column{Heading: c.Heading, Field: c.Field, Samples: c.Samples}
	}
	return &registryv1.InspectResponse{
		Columns: each(i.Columns, column), Rows: int32(i.Rows), Remarks: each(i.Remarks, RemarkProto),
	}
}

// InspectionOf returns what was sent.
func InspectionOf(p *registryv1.InspectResponse) Inspection {
	column := func(c *registryv1.Column) Column {
		return Column{Heading: c.GetHeading(), Field: c.GetField(), Samples: c.GetSamples()}
	}
	return Inspection{
		Columns: each(p.GetColumns(), column), Rows: int(p.GetRows()), Remarks: each(p.GetRemarks(), RemarkOf),
	}
}

func each[From, To any](all []From, turn func(From) To) []To {
	if len(all) == 0 {
		return nil
	}
	turned := make([]To, len(all))
	for i, one := range all {
		turned[i] = turn(one)
	}
	return turned
}

func seconds(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.Unix()
}

func moment(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}
