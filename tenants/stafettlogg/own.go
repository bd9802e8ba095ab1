package stafettlogg

import (
	"context"

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/tenant/logwrite"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
)

// Told is a link as the family sees it: what is sent to whom, and when.
type Told struct {
	Link
	May   Allowed
	Sent  []Sent // newest first
	Level *Level // by the municipality's own levels; nil when that is not known
}

// ReadTold lists the family's links with what was sent by them, for the family's
// own page. It needs the stafettlogg section, and shows those about members that
// the viewer may see. The log itself is the other system's.
func ReadTold(ctx context.Context, a *casefile.Access) ([]Told, error) {
	links, err := Links(ctx, a)
	if err != nil {
		return nil, err
	}
	scope := a.Visit.Scope
	told := make([]Told, 0, len(links))
	for _, link := range links {
		one := Told{Link: link}
		one.Log = nil
		if _, one.May, err = mayNow(ctx, scope, scope, &link); err != nil {
			return nil, err
		}
		level, known, err := ReadLevel(ctx, scope, &link, one.May)
		if err != nil {
			return nil, err
		}
		if known && link.Live() {
			one.Level = &level
		}
		sent, err := readSent(ctx, scope, logwrite.LinkID(link.ID))
		if err != nil {
			return nil, err
		}
		if err := buryDead(ctx, scope, sent); err != nil {
			return nil, err
		}
		for i := len(sent) - 1; i >= 0; i-- {
			one.Sent = append(one.Sent, sent[i])
		}
		told = append(told, one)
	}
	return told, nil
}
