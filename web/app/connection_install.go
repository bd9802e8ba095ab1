package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
)

// offerOf is the plugin of the catalogue that the address names.
func (r *Request) offerOf() (connection.Offer, error) {
	offers, err := connection.Catalogue(r.Context(), r.Visit)
	if err != nil {
		return connection.Offer{}, err
	}
	for _, offer := range offers {
		if offer.Digest == r.Param("release") {
			return offer, nil
		}
	}
	return connection.Offer{}, tenants.ErrNotFound
}

// connectionInstall adds a plugin; next comes the question of what it gets.
func (a *App) connectionInstall(r *Request) error {
	offer, err := r.offerOf()
	if err != nil {
		return err
	}
	id, err := connection.Install(r.Context(), r.Visit, offer.Digest)
	if errors.Is(err, tenants.ErrConflict) && offer.Installed != nil { // a double click
		return r.SeeOther(connectionAddress(*offer.Installed))
	}
	if err != nil {
		return err
	}
	return r.Done(connectionAddress(id)+"/tilgang", "done.connection_installed", "")
}
