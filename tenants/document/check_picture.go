package document

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// Most of a picture: an ordinary photo of a telephone, not a poster.
const (
	maxPixels  = 30_000_000
	maxSide    = 12_000
	jpegFinish = 88
)

// drawing keeps pictures from being drawn many at a time: one takes much memory.
var drawing = make(chan struct{}, 2)

// checkPicture draws a picture anew from its pixels. Nothing else of the file
// is kept: not where it was taken (EXIF GPS), not the small picture inside it,
// not what somebody hung on at the end.
func checkPicture(raw []byte, kind Media) (Checked, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || format != string(kind) {
		return Checked{}, refused("document.file.broken")
	}
	if config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels {
		return Checked{}, refused("document.file.too_many_pixels")
	}
	drawing <- struct{}{}
	defer func() { <-drawing }()
	var out bytes.Buffer
	if kind == PNG {
		picture, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			return Checked{}, refused("document.file.broken")
		}
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := encoder.Encode(&out, picture); err != nil {
			return Checked{}, refused("document.file.broken")
		}
	} else {
		picture, err := jpeg.Decode(bytes.NewReader(raw))
		if err != nil {
			return Checked{}, refused("document.file.broken")
		}
		if turn := orientation(raw); turn > 1 {
			picture = turned{picture, turn}
		}
		if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: jpegFinish}); err != nil {
			return Checked{}, refused("document.file.broken")
		}
	}
	if out.Len() > MaxBytes {
		return Checked{}, refused("document.file.too_large")
	}
	return Checked{Media: kind, Body: out.Bytes()}, nil
}

// turned is a picture the way up the camera said, from 1 (as it is) to 8, as
// in the EXIF standard.
type turned struct {
	image.Image
	way int
}

// Bounds are those of the picture as it is seen.
func (t turned) Bounds() image.Rectangle {
	size := t.Image.Bounds().Size()
	if t.way >= 5 {
		return image.Rect(0, 0, size.Y, size.X)
	}
	return image.Rect(0, 0, size.X, size.Y)
}

// At is the colour of a point of the picture as it is seen.
func (t turned) At(x, y int) color.Color {
	from := t.Image.Bounds()
	w, h := from.Dx()-1, from.Dy()-1
	switch t.way {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-x
	case 7:
		x, y = w-y, h-x
	case 8:
		x, y = w-y, x
	}
	return t.Image.At(from.Min.X+x, from.Min.Y+y)
}

// orientation reads which way up a JPEG was taken, from its EXIF part; 1 when
// it does not say.
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff; {
		marker, size := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(raw) {
			return 1
		}
		part := raw[at+4 : at+2+size]
		if marker == 0xe1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return orientationIn(part[6:])
		}
		at += 2 + size
	}
	return 1
}

func orientationIn(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	first := order.Uint32(tiff[4:])
	if uint64(first)+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			if way := int(order.Uint16(entries[8:])); way >= 1 && way <= 8 {
				return way
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
