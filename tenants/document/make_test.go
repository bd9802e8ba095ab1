package document_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// aPicture is wider than it is high, red to the left and blue to the right.
func aPicture() image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for x := range 64 {
		for y := range 32 {
			picture.Set(x, y, color.RGBA{R: uint8(255 * (1 - x/32)), B: uint8(255 * (x / 32)), A: 255})
		}
	}
	return picture
}

func aPNG(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, aPicture()))
	return out.Bytes()
}

func aJPEG(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, aPicture(), &jpeg.Options{Quality: 95}))
	return out.Bytes()
}

// where is what a camera writes of where it was, in a test.
const where = "61,5800N 5,4200E Hemmeligvegen 1"

// aPhoto is a JPEG with an EXIF part as a telephone writes it: which way up,
// and where.
func aPhoto(t testing.TB, way uint16) []byte {
	t.Helper()
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08")
	tiff = binary.BigEndian.AppendUint16(tiff, 2)
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1, byte(way>>8), byte(way), 0, 0) // orientation
	tiff = append(tiff, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38)                   // where the GPS part is
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, where...)
	part := append([]byte("Exif\x00\x00"), tiff...)
	plain := aJPEG(t)
	photo := append([]byte{}, plain[:2]...)
	photo = append(photo, 0xff, 0xe1)
	photo = binary.BigEndian.AppendUint16(photo, uint16(len(part)+2))
	photo = append(photo, part...)
	return append(photo, plain[2:]...)
}

// aHugePNG says that it is many pixels, and is few bytes.
func aHugePNG(side uint32) []byte {
	head := binary.BigEndian.AppendUint32(nil, side)
	head = binary.BigEndian.AppendUint32(head, side)
	head = append(head, 8, 2, 0, 0, 0)
	chunk := append([]byte("IHDR"), head...)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	out = append(out, chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

// aPDF is a PDF with these objects, numbered from 1, and something more in the
// trailer.
func aPDF(trailer string, objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, object := range objects {
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	fmt.Fprintf(&out, "trailer\n<< /Root 1 0 R %s >>\nstartxref\n0\n%%%%EOF\n", trailer)
	return out.Bytes()
}

func aPlainPDF() []byte {
	return aPDF("", "<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", packed("/Length 10", "BT /F1 12 Tf (Hei) Tj ET"),
		"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://www.udir.no) >> >>")
}

// packed is a stream, deflated.
func packed(dictionary, content string) string {
	var out bytes.Buffer
	writer := zlib.NewWriter(&out)
	_, _ = writer.Write([]byte(content))
	_ = writer.Close()
	return "<< " + dictionary + " /Filter /FlateDecode >>\nstream\n" + out.String() + "\nendstream"
}

// part is a file in a package.
type part struct{ name, content string }

func aZip(t testing.TB, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, one := range parts {
		header := &zip.FileHeader{Name: one.name, Method: zip.Deflate}
		if one.name == "mimetype" {
			header.Method = zip.Store
		}
		file, err := writer.CreateHeader(header)
		must(t, err)
		_, err = file.Write([]byte(one.content))
		must(t, err)
	}
	must(t, writer.Close())
	return out.Bytes()
}

const (
	wordTypes = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	wordText  = `<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>Hei</w:t></w:r></w:p></w:body></w:document>`
	relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
)

func aDOCX(t testing.TB, more ...part) []byte {
	t.Helper()
	parts := []part{{"[Content_Types].xml", wordTypes}}
	if !slices.ContainsFunc(more, func(p part) bool { return p.name == "word/document.xml" }) {
		parts = append(parts, part{"word/document.xml", wordText})
	}
	return aZip(t, append(parts, more...)...)
}

func aRelation(kind, target, mode string) part {
	return part{"word/_rels/document.xml.rels", fmt.Sprintf(relations,
		`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`+kind+
			`" Target="`+target+`" TargetMode="`+mode+`"/>`)}
}

func anODT(t testing.TB, content string, more ...part) []byte {
	t.Helper()
	text := `<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:draw="urn:d" xmlns:xlink="urn:x" xmlns:script="urn:s">` +
		content + `</office:document-content>`
	parts := []part{{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", text}}
	return aZip(t, append(parts, more...)...)
}
