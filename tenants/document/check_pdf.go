package document

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
)

// Most of what is unpacked while a PDF is looked through.
const (
	mostOfStream = 4 << 20
	mostUnpacked = 128 << 20
)

// harmful are the names a PDF cannot do anything without: running a script,
// starting a program, carrying other files, forms that run (XFA), opening other
// files, sending what was typed, playing. Source: ISO 32000-2, 12.6.4 (action
// types), 7.11.4 (embedded files), 12.7.9 (XFA).
var harmful = map[string]bool{
	"JavaScript": true, "Launch": true, "EmbeddedFile": true, "EmbeddedFiles": true, "XFA": true, "RichMedia": true,
	"Rendition": true, "GoToE": true, "GoToR": true, "SubmitForm": true, "ImportData": true, "Movie": true,
}

// encoded are filters that could hide an object stream from the search.
var encoded = []string{"ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "RunLengthDecode", "Crypt"}

// checkPDF keeps a PDF that only shows something. Names are searched for in
// the whole file, with their escapes undone, and in everything that is packed
// in it.
func checkPDF(raw []byte) (Checked, error) {
	end := bytes.LastIndex(raw, []byte("%%EOF"))
	if end < 0 || len(bytes.Trim(raw[end+5:], "\x00\t\n\f\r ")) > 0 {
		return Checked{}, refused("document.file.broken") // cut off, or something is hung on at the end
	}
	if _, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw))); err == nil || hasMarkup(raw[:min(len(raw), 1024)]) {
		return Checked{}, refused("document.file.double")
	}
	structure, packed := partsOfPDF(raw)
	if hasMarkup(structure) {
		return Checked{}, refused("document.file.double")
	}
	found := names(raw)
	if found["Encrypt"] {
		return Checked{}, refused("document.file.locked")
	}
	if found["ObjStm"] {
		for _, filter := range encoded {
			if found[filter] {
				return Checked{}, refused("document.file.unreadable")
			}
		}
	}
	objects := [][]byte{structure}
	left := mostUnpacked
	for _, stream := range packed {
		if left <= 0 {
			return Checked{}, refused("document.file.unreadable")
		}
		plain, whole := unpack(stream, min(left, mostOfStream))
		left -= len(plain)
		if !whole && mostlyText(plain) {
			return Checked{}, refused("document.file.unreadable")
		}
		objects = append(objects, plain)
	}
	if harms(found) || actsByItself(objects) {
		return Checked{}, refused("document.file.active_pdf")
	}
	return Checked{Media: PDF, Body: raw}, nil
}

func harms(found map[string]bool) bool {
	for name := range found {
		if harmful[name] {
			return true
		}
	}
	return false
}

var streamStart = regexp.MustCompile(`stream(?:\r\n|\n|\r)`)

// partsOfPDF divides a PDF into what stands outside its streams and the
// streams that are packed.
func partsOfPDF(raw []byte) (structure []byte, packed [][]byte) {
	for at := 0; at < len(raw); {
		begin := streamStart.FindIndex(raw[at:])
		if begin == nil {
			return append(structure, raw[at:]...), packed
		}
		structure = append(structure, raw[at:at+begin[1]]...)
		body := raw[at+begin[1]:]
		if looksPacked(body) {
			packed = append(packed, body)
		}
		size := bytes.Index(body, []byte("endstream"))
		if size < 0 {
			return structure, packed
		}
		at += begin[1] + size
		structure = append(structure, "endstream"...)
		at += len("endstream")
	}
	return structure, packed
}

// looksPacked reports whether something begins as zlib does (RFC 1950, 2.2).
func looksPacked(body []byte) bool {
	return len(body) > 2 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0
}

// unpack returns at most limit bytes, and whether that was all.
func unpack(stream []byte, limit int) (plain []byte, whole bool) {
	reader, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, true
	}
	plain, _ = io.ReadAll(io.LimitReader(reader, int64(limit)+1)) // what can be read of a broken stream is searched too
	if len(plain) > limit {
		return plain[:limit], false
	}
	return plain, true
}

// mostlyText tells objects and pages from pictures, which may be large.
func mostlyText(plain []byte) bool {
	sample := plain[:min(len(plain), 64<<10)]
	binary := 0
	for _, b := range sample {
		if b == 0 || b >= 0x7f {
			binary++
		}
	}
	return binary < len(sample)/20
}

// eachName visits the PDF names in some bytes, with #xx undone (ISO 32000-2,
// 7.3.5), and what follows each.
func eachName(raw []byte, visit func(name string, rest []byte)) {
	for {
		at := bytes.IndexByte(raw, '/')
		if at < 0 {
			return
		}
		raw = raw[at+1:]
		size := 0
		for size < len(raw) && size < longestName && regular(raw[size]) {
			size++
		}
		if size >= 2 && size < longestName {
			visit(plainName(raw[:size]), raw[size:])
		}
	}
}

// longestName is longer than any name looked for, wholly escaped.
const longestName = 48

// regular reports whether a byte can stand in a name.
func regular(b byte) bool {
	return b > ' ' && b < 0x7f && !bytes.ContainsRune([]byte("()<>[]{}/%"), rune(b))
}

// names are those names in some bytes that mean something here.
func names(raw []byte) map[string]bool {
	found := map[string]bool{}
	eachName(raw, func(name string, _ []byte) {
		if known[name] {
			found[name] = true
		}
	})
	return found
}

var known = func() map[string]bool {
	all := map[string]bool{"Encrypt": true, "ObjStm": true}
	for name := range harmful {
		all[name] = true
	}
	for _, name := range encoded {
		all[name] = true
	}
	return all
}()

func plainName(name []byte) string {
	if bytes.IndexByte(name, '#') < 0 {
		return string(name)
	}
	var plain []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '#' && i+2 < len(name) {
			plain = append(plain, unhex(name[i+1])<<4|unhex(name[i+2]))
			i += 2
			continue
		}
		plain = append(plain, name[i])
	}
	return string(plain)
}

func unhex(b byte) byte {
	switch {
	case b >= 'a':
		return b - 'a' + 10
	case b >= 'A':
		return b - 'A' + 10
	}
	return b - '0'
}
