package demo

import (
	"context"
	"fmt"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/services"
)

// offer writes down what the units offer.
func (p *place) offer(ctx context.Context, v *tenants.Visit) error {
	for _, one := range p.town.Offers {
		p.tick()
		unit, err := p.unit(one.Unit)
		if err != nil {
			return err
		}
		_, err = services.Add(ctx, v, services.Service{
			Title: one.Title, UnitID: unit, About: one.About, AgeFrom: one.Ages[0], AgeTo: one.Ages[1], Audience: one.Audience,
			Level: one.Level, Areas: one.Areas, How: one.How, Referral: one.Referral, Keywords: one.Keywords,
		})
		if err != nil {
			return fmt.Errorf("offer %s: %w", one.Title, err)
		}
	}
	return nil
}
