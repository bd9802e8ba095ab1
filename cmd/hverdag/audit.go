package main

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
)

type auditCommand struct {
	Verify verifyAudit `cmd:"" help:"Recompute every log and say exactly what does not fit; or check an extract of one."`
	Key    auditKey    `cmd:"" help:"Print the public key that a municipality's log is signed with."`
}

type verifyAudit struct {
	config.Config `embed:""`
	Slug          string `arg:"" optional:"" help:"One municipality; all of them unless given."`
	Export        string `type:"existingfile" help:"Check this extract (utdrag.zip) instead of the log."`
	Key           string `help:"The public key to check the extract with; no database is opened then."`
}

// Run verifies the logs, or an extract. It fails when anything does not fit.
func (c *verifyAudit) Run(ctx context.Context) error {
	if c.Export != "" {
		return c.verifyExtract(ctx)
	}
	return withStore(ctx, c.Config, func(s *store) error {
		list, err := s.provision.List(ctx)
		if err != nil {
			return err
		}
		faults := 0
		for _, one := range list {
			if c.Slug != "" && one.Slug != c.Slug {
				continue
			}
			report, err := s.provision.VerifyLog(ctx, one.ID)
			if err != nil {
				fmt.Printf("%s: not verified: %v\n", one.Slug, err)
				faults++
				continue
			}
			fmt.Printf("%s: %d lines, %d findings, root %s\n", one.Slug, report.Size, len(report.Findings), report.Root)
			for _, finding := range report.Findings {
				fmt.Printf("  line %d: %s: %s\n", finding.Place, finding.What, finding.Detail)
			}
			faults += len(report.Findings)
		}
		if faults > 0 {
			return fmt.Errorf("%d things do not fit", faults)
		}
		return nil
	})
}
