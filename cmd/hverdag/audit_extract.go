package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/note"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/insight"
)

// extractLimit bounds what is read of each file in an extract: a zip can say
// it is small and be endless.
const extractLimit = 64 << 20

// verifyExtract checks an extract of a log against the head it was signed
// with. With --key it needs nothing else, and can be done anywhere.
func (c *verifyAudit) verifyExtract(ctx context.Context) error {
	sheet, proof, err := openExtract(c.Export)
	if err != nil {
		return err
	}
	key := c.Key
	if key == "" {
		if key, err = keyOf(ctx, c.Config, c.Slug); err != nil {
			return err
		}
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return fmt.Errorf("reading key: %w", err)
	}
	found, err := insight.Verify(sheet, proof, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d lines taken out %s, of a log of %d lines, root %s\n",
		found.Municipality, found.Lines, found.MadeAt.Format("2006-01-02 15:04:05Z07:00"), found.Size, found.Root)
	for _, fault := range found.Faults {
		fmt.Printf("  %s\n", fault)
	}
	if len(found.Faults) > 0 {
		return fmt.Errorf("%d things do not fit", len(found.Faults))
	}
	fmt.Println("everything is as it was written")
	return nil
}

func openExtract(path string) (sheet, proof []byte, err error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening extract: %w", err)
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	for name, into := range map[string]*[]byte{"utdrag.csv": &sheet, "bevis.json": &proof} {
		file, err := archive.Open(name)
		if err != nil {
			return nil, nil, fmt.Errorf("opening extract: %w", err)
		}
		*into, err = io.ReadAll(io.LimitReader(file, extractLimit))
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, nil, fmt.Errorf("reading extract: %w", err)
		}
	}
	return sheet, proof, nil
}

type auditKey struct {
	config.Config `embed:""`
	Slug          string `arg:"" help:"The municipality."`
}

// Run prints the key. It is no secret: whoever has it can check, not sign.
func (c *auditKey) Run(ctx context.Context) error {
	key, err := keyOf(ctx, c.Config, c.Slug)
	if err != nil {
		return err
	}
	fmt.Println(key)
	return nil
}

// keyOf is the public key that a municipality's log is signed with.
func keyOf(ctx context.Context, settings config.Config, slug string) (key string, err error) {
	err = withStore(ctx, settings, func(s *store) error {
		list, err := s.provision.List(ctx)
		if err != nil {
			return err
		}
		for _, one := range list {
			if one.Slug != slug {
				continue
			}
			scope, err := s.registry.ByID(ctx, one.ID)
			if err != nil {
				return err
			}
			key, err = scope.Keys().LogKey()
			return err
		}
		return fmt.Errorf("there is no municipality %q: name one, or give --key", slug)
	})
	return key, err
}
