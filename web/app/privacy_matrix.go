package app

import (
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// privacyMatrix shows who may do what by the rules in force in the
// municipality, its own denials with them.
func (a *App) privacyMatrix(r *Request) error {
	page := r.privacyPage(r.L().T("insight.matrix.title"), "/personvernombud/matrise")
	page.Lead = r.L().T("insight.matrix.lead")
	return r.Show(view.PrivacyMatrixPage(page, view.PrivacyMatrixView{Parts: matrixParts(r.Scope.Policy().Matrix())}))
}

// matrixParts reads the matrix's own Markdown, which has headings, paragraphs,
// lists and tables, and no other thing. Its first heading is the page's.
func matrixParts(text string) []view.PrivacyMatrixPart {
	var parts []view.PrivacyMatrixPart
	part := view.PrivacyMatrixPart{}
	for block := range strings.SplitSeq(text, "\n\n") {
		block = strings.TrimSpace(block)
		title, level := heading(block)
		switch {
		case block == "" || level == 1:
		case level > 1:
			parts = append(parts, part)
			part = view.PrivacyMatrixPart{Title: title, Level: level}
		case strings.HasPrefix(block, "|"):
			part.Header, part.Rows = matrixTable(block)
		case strings.HasPrefix(block, "- "):
			for item := range strings.SplitSeq("\n"+block, "\n- ") {
				if item = plainText(item); item != "" {
					part.List = append(part.List, item)
				}
			}
		default:
			part.Text = append(part.Text, plainText(block))
		}
	}
	return append(parts, part)
}

func heading(block string) (title string, level int) {
	for level < len(block) && block[level] == '#' {
		level++
	}
	return strings.TrimSpace(block[level:]), level
}

// plainText takes away Markdown's marks and line breaks.
func plainText(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("**", "", "*", "", "`", "").Replace(text)), " ")
}

func matrixTable(block string) (header []string, rows [][]string) {
	for i, line := range strings.Split(block, "\n") {
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(line, "| "), "|") {
			cells = append(cells, plainText(cell))
		}
		switch {
		case i == 0:
			header = cells
		case i > 1 && len(cells) == len(header):
			rows = append(rows, cells)
		}
	}
	return header, rows
}
