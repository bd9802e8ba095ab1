package document

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
)

// Most of what a package may hold, so that a small file cannot fill the memory.
const (
	mostParts      = 2000
	mostOfPart     = 40 << 20
	mostOfPackage  = 100 << 20
	encryptedPart  = 0x1
	lengthOfEnding = 22 // of the end record of a zip file without a comment
)

// pack is an opened DOCX or ODT, with the parts that say something in memory.
type pack struct {
	names    map[string]bool // lower case
	parts    map[string][]byte
	pictures map[string][]byte // those that are kept without where they were taken, by their name
}

// checkPackage keeps a document of Word or LibreOffice that only says
// something: without macros, without objects or files in it, without anything
// fetched from elsewhere. Pictures in it are kept without where they were taken.
func checkPackage(raw []byte) (Checked, error) {
	p, err := openPackage(raw)
	if err != nil {
		return Checked{}, err
	}
	var checked Checked
	switch {
	case p.names["[content_types].xml"] && p.names["word/document.xml"]:
		checked.Media, err = DOCX, checkDOCX(p)
	case string(p.parts["mimetype"]) == "application/vnd.oasis.opendocument.text" && p.names["content.xml"]:
		checked.Media, err = ODT, checkODT(p)
	default:
		err = refused("document.file.kind") // a spreadsheet, a presentation, a template
	}
	if err == nil {
		checked.Body, err = repacked(raw, p.pictures)
	}
	return checked, err
}

// openPackage unpacks as much as it may, whatever the package says of its size.
func openPackage(raw []byte) (*pack, error) {
	if len(raw) < lengthOfEnding || !bytes.HasPrefix(raw[len(raw)-lengthOfEnding:], []byte("PK\x05\x06")) {
		return nil, refused("document.file.broken") // something is hung on at the end
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, refused("document.file.broken")
	}
	if len(archive.File) > mostParts {
		return nil, refused("document.file.unpacks")
	}
	p := &pack{names: map[string]bool{}, parts: map[string][]byte{}, pictures: map[string][]byte{}}
	left := int64(mostOfPackage)
	for _, file := range archive.File {
		name := strings.ToLower(file.Name)
		if p.names[name] || !plainPath(file.Name) {
			return nil, refused("document.file.broken")
		}
		p.names[name] = true
		if file.Flags&encryptedPart != 0 {
			return nil, refused("document.file.locked")
		}
		content, err := readPart(file, min(left, mostOfPart))
		if err != nil {
			return nil, err
		}
		left -= int64(len(content))
		if isText(name) {
			p.parts[name] = content
		}
		picture, changed, err := withoutPlace(content)
		if err != nil {
			return nil, err
		}
		if changed {
			p.pictures[file.Name] = picture
		}
	}
	return p, nil
}

func readPart(file *zip.File, limit int64) ([]byte, error) {
	reader, err := file.Open()
	if err != nil {
		return nil, refused("document.file.broken")
	}
	defer func() { _ = reader.Close() }()
	content, err := io.ReadAll(io.LimitReader(reader, limit+1))
	if err != nil {
		return nil, refused("document.file.broken")
	}
	if int64(len(content)) > limit {
		return nil, refused("document.file.unpacks")
	}
	return content, nil
}

// plainPath reports whether a part's name stays inside the package.
func plainPath(name string) bool {
	return name != "" && !strings.HasPrefix(name, "/") && !strings.ContainsAny(name, "\\\x00") &&
		!strings.Contains("/"+name+"/", "/../")
}

// isText tells the parts that are read: those in XML, and the one that says
// what an ODT is.
func isText(name string) bool {
	ext := path.Ext(name)
	return ext == ".xml" || ext == ".rels" || name == "mimetype" || ext == ".rdf"
}
