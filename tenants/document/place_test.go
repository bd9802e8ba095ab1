package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
)

// unpacked is a part of a package.
func unpacked(t *testing.T, raw []byte, name string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	file, err := archive.Open(name)
	must(t, err)
	content, err := io.ReadAll(file)
	must(t, err)
	return content
}

// aPlacedPNG says where it was taken, in an EXIF part and in a text.
func aPlacedPNG(t *testing.T) []byte {
	t.Helper()
	plain := aPNG(t)
	out := append([]byte{}, plain[:33]...) // up to the end of IHDR
	for _, kind := range []string{"eXIf", "tEXt"} {
		out = binary.BigEndian.AppendUint32(out, uint32(len(where)))
		out = append(out, kind+where...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(kind+where)))
	}
	return append(out, plain[33:]...)
}

func TestPicturesInADocumentComeWithoutWhereTheyWereTaken(t *testing.T) {
	second := append(aPhoto(t, 6), aPhoto(t, 1)...) // as telephones hang on another picture
	raw := aDOCX(t, part{"word/media/Bilde1.jpeg", string(second)}, part{"word/media/bilde2.png", string(aPlacedPNG(t))})
	if !bytes.Contains(unpacked(t, raw, "word/media/Bilde1.jpeg"), []byte(where)) {
		t.Fatal("the picture says nothing to begin with")
	}
	checked, err := document.Check(raw, "brev.docx")
	must(t, err)
	photo, drawn := unpacked(t, checked.Body, "word/media/Bilde1.jpeg"), unpacked(t, checked.Body, "word/media/bilde2.png")
	for name, content := range map[string][]byte{"photo": photo, "drawn": drawn} {
		if bytes.Contains(content, []byte(where)) {
			t.Errorf("%s says where it was taken", name)
		}
	}
	seen, err := jpeg.Decode(bytes.NewReader(photo))
	must(t, err)
	same(t, seen, decoded(t, aJPEG(t)))
	if !bytes.Contains(photo, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("which way up it was taken is lost")
	}
	kept, err := png.Decode(bytes.NewReader(drawn))
	must(t, err)
	same(t, kept, aPicture())
	again, err := document.Check(checked.Body, "brev.docx")
	must(t, err)
	if !bytes.Equal(again.Body, checked.Body) {
		t.Error("what is clean is changed")
	}
}

func TestADocumentWithoutPicturesIsKeptAsItIs(t *testing.T) {
	raw := aDOCX(t, part{"word/media/bilde.jpg", string(aJPEG(t))})
	checked, err := document.Check(raw, "brev.docx")
	must(t, err)
	if !bytes.Equal(checked.Body, raw) {
		t.Error("it is changed")
	}
}

func TestAPictureThatCannotBeReadThroughAndSaysWhereIsRefused(t *testing.T) {
	photo := aPhoto(t, 1)
	_, err := document.Check(aDOCX(t, part{"word/media/bilde.jpg", string(photo[:len(photo)-30])}), "brev.docx")
	var faults *tenants.Invalid
	if !errors.As(err, &faults) || faults.Fields[0].Code != "document.file.broken" {
		t.Errorf("answered %v", err)
	}
}

func decoded(t *testing.T, raw []byte) image.Image {
	t.Helper()
	picture, err := jpeg.Decode(bytes.NewReader(raw))
	must(t, err)
	return picture
}

func same(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Fatalf("the picture is %v", got.Bounds())
	}
	for x := range want.Bounds().Dx() {
		for y := range want.Bounds().Dy() {
			r, g, b, _ := got.At(x, y).RGBA()
			if wr, wg, wb, _ := want.At(x, y).RGBA(); r != wr || g != wg || b != wb {
				t.Fatalf("point %d,%d differs", x, y)
			}
		}
	}
}
