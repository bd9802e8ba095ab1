package plugintest

import (
	"context"
	"fmt"
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
)

// abilityTests write what a stafettlogg can only be asked to when its plugin
// says so. Each writes twice with one key.
var abilityTests = []test{
	{"write.meeting", "A meeting is read back as it was written", all(reference, feature(stafettlogg.Meetings)), writeMeeting},
	{"write.baton", "The baton is offered, and held by who took it", all(reference, feature(stafettlogg.Baton)), writeBaton},
	{"write.close", "A log that is closed says so, and why", all(reference, feature(stafettlogg.Closes)), writeClose},
	{"write.attachment", "A document is stored once", all(reference, feature(stafettlogg.Attachments)), writeAttachment},
}

// twice writes to the fixture's log two times with one key, and returns the log
// as it is then.
func (s *suite) twice(ctx context.Context, p *probe, write stafettlogg.Write) (log stafettlogg.Log, receipt stafettlogg.Receipt, err error) {
	if log, err = s.log(ctx, p); err != nil {
		return log, receipt, err
	}
	write.LogID = log.LogID
	var receipts [2]stafettlogg.Receipt
	for i := range receipts {
		if receipts[i], err = p.write(ctx, write); err != nil {
			return log, receipt, fmt.Errorf("Write %s, time %d: %s", write.Key, i+1, told(err))
		}
	}
	if receipts[0] != receipts[1] || receipts[0].Conflict || receipts[0].LogID != log.LogID {
		return log, receipt, fmt.Errorf("the receipts of %s are %+v and %+v", write.Key, receipts[0], receipts[1])
	}
	log, err = s.log(ctx, p)
	return log, receipts[0], err
}

func writeMeeting(ctx context.Context, s *suite) error {
	meeting := stafettlogg.Meeting{
		OurID: "vaar-mote-1", Date: "2026-12-08", Present: []string{"rektor", "helsesykepleier"},
		Agenda: []string{sentence}, Agreed: []string{"Vi går videre."}, Decision: "effekt_fortsett",
	}
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, receipt, err := s.twice(ctx, p, stafettlogg.Write{Key: "mote-1", Meeting: &meeting})
		if err != nil {
			return err
		}
		count := 0
		for _, read := range log.Meetings {
			if read.OurID != meeting.OurID {
				continue
			}
			count++
			if read.ID != receipt.ItemID || read.Date != meeting.Date || !slices.Equal(read.Agenda, meeting.Agenda) ||
				!slices.Equal(read.Agreed, meeting.Agreed) || read.Decision != meeting.Decision {
				return fmt.Errorf("%+v was written and %+v read; the receipt is of %q", meeting, read, receipt.ItemID)
			}
		}
		if count != 1 {
			return fmt.Errorf("the meeting is in the log %d times", count)
		}
		return nil
	})
}

func writeBaton(ctx context.Context, s *suite) error {
	to := stafettlogg.Holder{UnitOrgNumber: "974600001", Role: "helsesykepleier"}
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, _, err := s.twice(ctx, p, stafettlogg.Write{Key: "pinne-1", OfferBaton: &to})
		if err != nil {
			return err
		}
		if held := log.OfferedTo; held == nil || held.UnitOrgNumber != to.UnitOrgNumber || held.Role != to.Role {
			return fmt.Errorf("the baton was offered to %+v, and the log says %+v", to, log.OfferedTo)
		}
		log, _, err = s.twice(ctx, p, stafettlogg.Write{Key: "pinne-2", AnswerBaton: &stafettlogg.Answer{Accepted: true}})
		if err != nil {
			return err
		}
		if log.OfferedTo != nil || log.Holder.UnitOrgNumber != to.UnitOrgNumber || log.Holder.Role != to.Role {
			return fmt.Errorf("the baton was taken by %+v; the log says that %+v holds it, and that it is offered to %+v", to, log.Holder, log.OfferedTo)
		}
		return nil
	})
}

func writeClose(ctx context.Context, s *suite) error {
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		log, _, err := s.twice(ctx, p, stafettlogg.Write{Key: "avslutt-1", Close: &stafettlogg.Closing{Because: stafettlogg.GoalReached}})
		if err != nil {
			return err
		}
		if log.State != stafettlogg.Closed || log.ClosedBecause != stafettlogg.GoalReached {
			return fmt.Errorf("it was closed because of %q; the log is %q because of %q", stafettlogg.GoalReached, log.State, log.ClosedBecause)
		}
		return nil
	})
}

func writeAttachment(ctx context.Context, s *suite) error {
	document := stafettlogg.Attachment{Name: "referat æøå.pdf", MediaType: "application/pdf", Content: []byte("%PDF-1.7\n\x00\xff\xfe\n%%EOF\n")}
	return s.with(ctx, func(ctx context.Context, p *probe) error {
		_, receipt, err := s.twice(ctx, p, stafettlogg.Write{Key: "vedlegg-1", Attachment: &document})
		if err != nil {
			return err
		}
		return p.operate(ctx, func(ctx context.Context) error {
			found, known, err := p.client.Lookup(ctx, "vedlegg-1")
			if err != nil {
				return fmt.Errorf("its Lookup: %s", told(err))
			}
			if !known || found.ItemID != receipt.ItemID {
				return fmt.Errorf("its Lookup says known %v, item %q; the receipt was of %q", known, found.ItemID, receipt.ItemID)
			}
			return nil
		})
	})
}
