package document

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
)

// withoutPlace is a picture inside a document without what the camera wrote
// beside its pixels: where and when it was taken, by what, and a second picture
// after the first. The pixels are kept as they are, and which way up they are.
// changed is false for what is no JPEG or PNG, and for a picture with nothing to
// take away. A picture that says where it was taken and cannot be read through
// is refused.
func withoutPlace(raw []byte) (clean []byte, changed bool, err error) {
	whole := true
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		clean, whole = plainJPEG(raw)
	case bytes.HasPrefix(raw, []byte(pngStart)):
		clean, whole = plainPNG(raw)
	default:
		return nil, false, nil
	}
	if whole {
		return clean, !bytes.Equal(clean, raw), nil
	}
	for _, sign := range []string{"Exif", "eXIf", "GPS"} {
		if bytes.Contains(raw, []byte(sign)) {
			return nil, false, refused("document.file.broken")
		}
	}
	return nil, false, nil
}

// plainJPEG keeps what it takes to show a JPEG (ITU T.81, B.1): of the parts
// that programs add (APPn) those that say how colours are meant. It reports
// false for one that does not hold together.
func plainJPEG(raw []byte) ([]byte, bool) {
	out := append([]byte{}, raw[:2]...)
	if way := orientation(raw); way > 1 {
		out = append(out, 0xff, 0xe1, 0, 34)
		out = append(out, "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"...)
		out = append(out, byte(way), 0, 0, 0, 0, 0, 0)
	}
	for at := 2; at+2 <= len(raw) && raw[at] == 0xff; {
		marker := raw[at+1]
		if marker == 0xff { // filling
			at++
			continue
		}
		if marker == 0xd9 { // the end of the picture
			return append(out, 0xff, 0xd9), true
		}
		if at+4 > len(raw) {
			return nil, false
		}
		end := at + 2 + int(binary.BigEndian.Uint16(raw[at+2:]))
		if end < at+4 || end > len(raw) {
			return nil, false
		}
		if shows(marker, raw[at+4:end]) {
			out = append(out, raw[at:end]...)
		}
		at = end
		if marker == 0xda {
			at += pixels(raw[end:])
			out = append(out, raw[end:at]...)
		}
	}
	return nil, false
}

// shows reports whether a part of a JPEG is needed to show it.
func shows(marker byte, part []byte) bool {
	switch {
	case marker == 0xe0, marker == 0xee: // JFIF, Adobe
		return true
	case marker == 0xe2:
		return bytes.HasPrefix(part, []byte("ICC_PROFILE\x00"))
	}
	return marker != 0xfe && marker&0xf0 != 0xe0 // neither a comment nor what another program added
}

// pixels is how long the packed pixels are, up to the next marker.
func pixels(raw []byte) int {
	for at := 0; at+1 < len(raw); at++ {
		next := raw[at+1]
		if raw[at] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return at
		}
	}
	return len(raw)
}

const pngStart = "\x89PNG\r\n\x1a\n"

// plainPNG leaves out the texts, the time and the EXIF part of a PNG (W3C PNG,
// 11.3), and what comes after its end.
func plainPNG(raw []byte) ([]byte, bool) {
	out := []byte(pngStart)
	for at := len(pngStart); at+12 <= len(raw); {
		end := uint64(at) + 12 + uint64(binary.BigEndian.Uint32(raw[at:]))
		if end > uint64(len(raw)) {
			return nil, false
		}
		chunk := raw[at:end]
		at = int(end)
		switch string(chunk[4:8]) {
		case "eXIf", "tEXt", "zTXt", "iTXt", "tIME":
		case "IEND":
			return append(out, chunk...), true
		default:
			out = append(out, chunk...)
		}
	}
	return nil, false
}

// repacked is a package with some of its parts, by name, changed.
func repacked(raw []byte, changed map[string][]byte) ([]byte, error) {
	if len(changed) == 0 {
		return raw, nil
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("packing a document anew: %w", err)
	}
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, file := range archive.File {
		if err := packPart(writer, file, changed); err != nil {
			return nil, fmt.Errorf("packing a document anew: %w", err)
		}
	}
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("packing a document anew: %w", err)
	}
	return out.Bytes(), nil
}

func packPart(writer *zip.Writer, file *zip.File, changed map[string][]byte) error {
	content, is := changed[file.Name]
	if !is {
		return writer.Copy(file)
	}
	part, err := writer.CreateHeader(&zip.FileHeader{Name: file.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	return err
}
