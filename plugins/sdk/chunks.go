package sdk

import (
	"sync/atomic"
	"time"

	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

const (
	longestPause = 5 * time.Second // the host gives up on a list that is silent for long
	largestChunk = 1 << 20         // bytes
)

// chunks gathers what a register writes into messages of the right size. The
// message and its units are used again when it has been sent: send keeps
// nothing.
type chunks struct {
	send  func(*registryv1.ListResponse) error
	ready *registryv1.ListResponse
	units []*registryv1.Unit // as many as a message takes; the first are in ready
	bytes int                // about what ready comes to
	pause *time.Timer
	late  atomic.Bool // it is long since something was sent
}

func newChunks(send func(*registryv1.ListResponse) error) *chunks {
	c := &chunks{send: send, ready: &registryv1.ListResponse{}}
	c.pause = time.AfterFunc(longestPause, func() { c.late.Store(true) })
	return c
}

// end lets go of what watches the time.
func (c *chunks) end() { c.pause.Stop() }

func (c *chunks) add(chunk registry.Chunk) error {
	for i := range chunk.Units {
		unit := &chunk.Units[i]
		if err := c.room(unitSize(unit)); err != nil {
			return err
		}
		place := len(c.ready.GetUnits())
		if place == len(c.units) {
			c.units = append(c.units, &registryv1.Unit{})
		}
		registry.FillUnit(c.units[place], unit)
		c.ready.Units = c.units[:place+1]
	}
	for _, service := range chunk.Services {
		if err := c.room(serviceSize(&service)); err != nil {
			return err
		}
		c.ready.Services = append(c.ready.Services, registry.ServiceProto(service))
	}
	for _, remark := range chunk.Remarks {
		if err := c.room(remarkSize(&remark)); err != nil {
			return err
		}
		c.ready.Remarks = append(c.ready.Remarks, registry.RemarkProto(remark))
	}
	if c.entries() < registry.Part && !c.late.Load() {
		return nil
	}
	return c.flush()
}

// room makes room for one more entry of so many bytes.
func (c *chunks) room(bytes int) error {
	if c.entries() >= registry.Part || c.bytes > 0 && c.bytes+bytes > largestChunk {
		if err := c.flush(); err != nil {
			return err
		}
	}
	c.bytes += bytes
	return nil
}

func (c *chunks) entries() int {
	return len(c.ready.GetUnits()) + len(c.ready.GetServices()) + len(c.ready.GetRemarks())
}

func (c *chunks) flush() error {
	if c.entries() == 0 {
		return nil
	}
	err := c.send(c.ready)
	c.ready.Units, c.ready.Services, c.ready.Remarks = nil, nil, nil
	c.bytes = 0
	c.late.Store(false)
	c.pause.Reset(longestPause)
	return err
}

// aroundText is the most that is around a text in a message, and aroundEntry
// what an entry has besides its texts, in bytes.
const (
	aroundText  = 7
	aroundEntry = 200
)

func unitSize(u *registry.Unit) int {
	return aroundEntry + len(u.ID) + len(u.Name) + len(u.Kind) + len(u.OrgNumber) + len(u.ParentOrgNumber) + len(u.Phone) +
		len(u.Email) + len(u.Website) + len(u.Address) + len(u.About) + len(u.Language)
}

func serviceSize(s *registry.Service) int {
	bytes := aroundEntry + len(s.ID) + len(s.UnitID) + len(s.Title) + len(s.About) + len(s.Audience) + len(s.Level) + len(s.How) +
		len(s.Phone) + len(s.Email) + len(s.Website)
	for _, texts := range [][]string{s.Areas, s.Keywords} {
		for _, text := range texts {
			bytes += aroundText + len(text)
		}
	}
	return bytes
}

func remarkSize(r *registry.Remark) int {
	return aroundEntry + len(r.Place) + len(r.Code) + len(r.NB) + len(r.NN)
}
