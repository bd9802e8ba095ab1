package registry

import registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/proto/registry/v1"

// Part is the most entries that go in one message.
const Part = 250

// filePart is how much of a file goes in one message.
const filePart = 256 << 10

// Parts cuts c into chunks of at most Part entries each.
func Parts(c Chunk) []Chunk {
	var parts []Chunk
	for len(c.Units)+len(c.Services)+len(c.Remarks) > 0 {
		var part Chunk
		room := Part
		part.Units, c.Units, room = take(c.Units, room)
		part.Services, c.Services, room = take(c.Services, room)
		part.Remarks, c.Remarks, _ = take(c.Remarks, room)
		parts = append(parts, part)
	}
	return parts
}

func take[T any](all []T, room int) (taken, left []T, roomLeft int) {
	n := min(len(all), room)
	return all[:n:n], all[n:], room - n
}

// DirectoryParts returns d as it is sent to Publish, with the address in the
// first part. An empty directory is one part too.
func DirectoryParts(d Directory) []*registryv1.PublishRequest {
	var requests []*registryv1.PublishRequest
	for _, part := range Parts(Chunk{Units: d.Units, Services: d.Services}) {
		requests = append(requests, &registryv1.PublishRequest{
			Units: each(part.Units, UnitProto), Services: each(part.Services, ServiceProto),
		})
	}
	if len(requests) == 0 {
		requests = append(requests, &registryv1.PublishRequest{})
	}
	requests[0].BaseUrl = d.BaseURL
	return requests
}

// AddDirectoryPart adds a part that came to d.
func AddDirectoryPart(d *Directory, p *registryv1.PublishRequest) {
	d.Units = append(d.Units, each(p.GetUnits(), UnitOf)...)
	d.Services = append(d.Services, each(p.GetServices(), ServiceOf)...)
	if p.GetBaseUrl() != "" {
		d.BaseURL = p.GetBaseUrl()
	}
}

// FileParts returns a published file as it is sent: its name in the first part.
func FileParts(f File) []*registryv1.PublishResponse {
	parts := []*registryv1.PublishResponse{{Name: f.Name, MediaType: f.MediaType}}
	for content := f.Content; len(content) > 0; {
		n := min(len(content), filePart)
		last := parts[len(parts)-1]
		if last.Chunk != nil {
			last = &registryv1.PublishResponse{}
			parts = append(parts, last)
		}
		last.Chunk, content = content[:n], content[n:]
	}
	return parts
}

// AddFilePart adds a part that came to files: to a new file when it has a
// name, else to the last one.
func AddFilePart(files []File, p *registryv1.PublishResponse) []File {
	if p.GetName() != "" || len(files) == 0 {
		files = append(files, File{Name: p.GetName(), MediaType: p.GetMediaType()})
	}
	last := &files[len(files)-1]
	last.Content = append(last.Content, p.GetChunk()...)
	return files
}
