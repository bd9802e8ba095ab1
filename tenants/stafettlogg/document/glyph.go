package document

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// instead stands where a letter stood that the font does not have, so that
// nobody reads a text with a hole in it as whole.
const instead = '□'

// glyphs knows which letters the fonts have.
type glyphs struct {
	fonts []*sfnt.Font
	buf   sfnt.Buffer
}

func newGlyphs() (*glyphs, error) {
	g := &glyphs{}
	for _, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		font, err := sfnt.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("reading a font: %w", err)
		}
		g.fonts = append(g.fonts, font)
	}
	return g, nil
}

// has reports whether every font has a letter.
func (g *glyphs) has(letter rune) bool {
	for _, font := range g.fonts {
		index, err := font.GlyphIndex(&g.buf, letter)
		if err != nil || index == 0 {
			return false
		}
	}
	return true
}

// clean is a text with what the fonts lack replaced, one mark for each run of
// letters. Control characters and what turns the direction of a text around are
// left out, and letters with their accents apart are put together.
func (g *glyphs) clean(text string) (clean string, replaced bool) {
	var out strings.Builder
	gap := false
	for _, letter := range norm.NFC.String(text) {
		switch {
		case letter == '\n':
			out.WriteRune('\n')
			gap = false
		case unicode.IsSpace(letter):
			out.WriteRune(' ')
			gap = false
		case unicode.In(letter, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
		case g.has(letter):
			out.WriteRune(letter)
			gap = false
		default:
			if !gap {
				out.WriteRune(instead)
			}
			gap, replaced = true, true
		}
	}
	return out.String(), replaced
}
