package insight

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/audit"
)

// ActionExtract is what taking an extract is called on record.
const ActionExtract = "privacy.extract"

// ExtractAtMost is how many lines an extract has at most: what a spreadsheet
// is still read in, and a proof of it is a few megabytes.
const ExtractAtMost = 5000

// extractFormat names the proof's format and what its seal is over.
const extractFormat = "hverdag extract 1"

// Extract is lines of the log to take along, with what proves them.
type Extract struct {
	Lines []Line // newest first; those of erased families left out
	Cut   bool   // more lines fit the filter than an extract has

	proof  proofFile
	signer note.Signer
}

// proofFile is what goes beside the lines: it names the signed head, and for
// each line its text, salt and way to the head's root.
type proofFile struct {
	Format       string        `json:"format"`
	Municipality string        `json:"municipality"`
	MadeAt       time.Time     `json:"made_at"`
	Head         string        `json:"head"`
	Lines        []audit.Proof `json:"lines"`
	Seal         string        `json:"seal"`
}

// Take makes an extract of the lines that fit a filter. Only the
// personvernombud may, and that they did is on record.
func Take(ctx context.Context, v *tenants.Visit, f Filter) (*Extract, error) {
	f.Before = 0
	asked, found, err := ask(ctx, v, f)
	if err != nil {
		return nil, err
	}
	if err := record(ctx, v, ActionExtract, asked.CaseFile, f.kinds()); err != nil {
		return nil, err
	}
	e := &Extract{proof: proofFile{Format: extractFormat, Municipality: v.Slug, MadeAt: v.Clock().Now()}}
	if found || f.Code == "" {
		if err := e.gather(ctx, v, f, asked); err != nil {
			return nil, err
		}
	}
	return e, e.prove(ctx, v)
}

func (e *Extract) gather(ctx context.Context, v *tenants.Visit, f Filter, asked audit.Filter) error {
	page, err := gather(ctx, v.Scope, f, asked, ExtractAtMost, patternAtMost)
	if err != nil {
		return err
	}
	e.Cut = page.Older > 0
	e.Lines = slices.DeleteFunc(page.Lines, func(l Line) bool { return l.Erased })
	return name(ctx, v.Scope, e.Lines)
}

// prove signs the log as it is and proves each line by that.
func (e *Extract) prove(ctx context.Context, v *tenants.Visit) (err error) {
	if e.signer, err = v.Keys().LogSigner(); err != nil {
		return err
	}
	head, err := v.Audit().SignHead(ctx, e.signer)
	if err != nil {
		return err
	}
	places := make([]int64, 0, len(e.Lines))
	for _, line := range e.Lines {
		places = append(places, line.Place)
	}
	e.proof.Head = head.Note
	e.proof.Lines, err = v.Audit().Prove(ctx, head, places)
	return err
}

// Proof is the file that goes beside the spreadsheet, and is bound to it to
// the last character.
func (e *Extract) Proof(sheet []byte) ([]byte, error) {
	sealed, err := note.Sign(&note.Note{Text: sealText(sheet)}, e.signer)
	if err != nil {
		return nil, fmt.Errorf("sealing extract: %w", err)
	}
	e.proof.Seal = string(sealed)
	file, err := json.MarshalIndent(e.proof, "", " ")
	if err != nil {
		return nil, fmt.Errorf("writing proof of extract: %w", err)
	}
	return file, nil
}

// sealText is what is signed of a spreadsheet. Its second line is no number,
// so that it is never taken for a head of the log.
func sealText(sheet []byte) string {
	sum := sha256.Sum256(sheet)
	return extractFormat + "\nsha256 " + hex.EncodeToString(sum[:]) + "\n"
}

// Columns name the columns a line's own words stand in: the last ones of the
// spreadsheet, as the log has them, for Verify to compare. The words before
// them are for people.
func Columns() []string {
	return []string{"tid_utc", "type", "handling", "rolle", "tilknytning", "grunnlag", "regel", "deler", "familie", "person"}
}

// Cells are a line's own words, in the order of Columns.
func (l Line) Cells() []string {
	sections := make([]string, 0, len(l.Sections))
	for _, section := range l.Sections {
		sections = append(sections, section.String())
	}
	person := ""
	if l.Actor != uuid.Nil {
		person = l.Actor.String()
	}
	return []string{
		l.At.UTC().Format(time.RFC3339Nano), l.Kind, l.Action, word(l.Role, policy.RoleNone), word(l.Relation, policy.RelationNone),
		word(l.Basis, policy.BasisNone), l.Rule, strings.Join(sections, " "), l.Code, person,
	}
}

// word is a stable word, empty for none.
func word[E interface {
	comparable
	String() string
}](value, none E) string {
	if value == none {
		return ""
	}
	return value.String()
}

// Number is a line's place as the spreadsheet writes it.
func (l Line) Number() string { return strconv.FormatInt(l.Place, 10) }
