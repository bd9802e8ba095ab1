package main

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/consent"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/draft"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/notice"
)

const (
	deliverEvery = 5 * time.Second
	headsEvery   = time.Minute
	endEvery     = time.Minute
	sweepEvery   = 6 * time.Hour
	askEvery     = time.Hour
	batch        = 50
)

// dispatch delivers what waits in every municipality's outbox, copies the
// heads of their logs, ends what rests on a yes that has run out, sweeps old
// drafts, and asks whether what ends soon is to go on, until ctx ends. Several replicas may do so at once: leases share the
// work, and what is told twice is one. What goes to other systems has workers of
// its own, for they may be slow.
func (s *store) dispatch(ctx context.Context) {
	var systems sync.WaitGroup
	defer systems.Wait()
	systems.Go(func() { s.dispatchToSystems(ctx) })
	handlers := map[string]outbox.Handler{directory.MailKind: s.mailer().Deliver, directory.TextKind: s.texter().Deliver}
	deliver, heads, end := time.NewTicker(deliverEvery), time.NewTicker(headsEvery), time.NewTicker(endEvery)
	sweep, ask := time.NewTicker(sweepEvery), time.NewTicker(askEvery)
	defer deliver.Stop()
	defer heads.Stop()
	defer end.Stop()
	defer sweep.Stop()
	defer ask.Stop()
	for {
		select {
		case <-ctx.Done():
			s.copyHeads(context.WithoutCancel(ctx))
			return
		case <-deliver.C:
			s.each(ctx, func(id uuid.UUID) error { return s.deliver(ctx, id, handlers) })
		case <-heads.C:
			s.copyHeads(ctx)
		case <-end.C:
			s.each(ctx, func(id uuid.UUID) error { return s.endRunOut(ctx, id) })
		case <-sweep.C:
			s.each(ctx, func(id uuid.UUID) error { return s.sweep(ctx, id) })
		case <-ask.C:
			s.each(ctx, func(id uuid.UUID) error { return s.askAgain(ctx, id) })
		}
	}
}

// each does a job in every serving municipality; one that fails does not
// hold the others back.
func (s *store) each(ctx context.Context, job func(uuid.UUID) error) {
	ids, err := s.registry.Serving(ctx)
	if err != nil {
		s.log.Error("listing municipalities for work", "cause", err.Error())
		return
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return
		}
		if err := job(id); err != nil && ctx.Err() == nil {
			s.log.Error("work in a municipality", "municipality", id, "cause", err.Error())
		}
	}
}

func (s *store) deliver(ctx context.Context, id uuid.UUID, handlers map[string]outbox.Handler) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	_, err = scope.Outbox().Except(stafettlogg.OutboxKind).Work(ctx, handlers, batch)
	return err
}

// endRunOut ends the links to other systems that rested on a yes whose time is
// over.
func (s *store) endRunOut(ctx context.Context, id uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	_, err = stafettlogg.EndRunOut(ctx, scope)
	return err
}

func (s *store) sweep(ctx context.Context, id uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	_, err = draft.Sweep(ctx, scope)
	return err
}

func (s *store) askAgain(ctx context.Context, id uuid.UUID) error {
	scope, err := s.registry.ByID(ctx, id)
	if err != nil {
		return err
	}
	_, err = consent.AskAgain(ctx, scope)
	return err
}

func (s *store) copyHeads(ctx context.Context) {
	if err := s.provision.CopyHeads(ctx); err != nil {
		s.log.Error("copying the logs' heads", "cause", err.Error())
	}
}

// mailer sends through the mail server; in the demo, where nothing leaves the
// machine, it puts each mail in a folder.
func (s *store) mailer() *notice.Mailer {
	mailer := &notice.Mailer{
		Addr: s.config.SMTP.Addr, From: s.config.SMTP.From, User: s.config.SMTP.User,
		Password: s.config.SMTP.Password.Reveal(), Origin: s.config.Origin,
	}
	if s.config.Profile == config.Demo && mailer.Addr == "" {
		mailer.Folder = s.config.Data + "/post"
	}
	return mailer
}

// texter sends text messages through the service that is set; in the demo it
// puts each in a folder.
func (s *store) texter() *notice.Texter {
	texter := &notice.Texter{Sender: s.config.SMS.Sender, Origin: s.config.Origin}
	switch {
	case s.config.SMS.URL != "":
		texter.Port = &notice.HTTPSMS{URL: s.config.SMS.URL.Reveal(), Token: s.config.SMS.Token.Reveal()}
	case s.config.Profile == config.Demo:
		texter.Port = notice.FolderSMS{Folder: s.config.Data + "/sms"}
	}
	return texter
}
