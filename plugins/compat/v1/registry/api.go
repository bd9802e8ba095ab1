package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/registry"
)

const pageSize = 100

// page is one page of what the register answers. Change it to what yours does.
type page struct {
	Pages int         `json:"pages"`
	Units []theirUnit `json:"units"`
}

type theirUnit struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Type    string  `json:"type"`
	Street  string  `json:"street"`
	Place   string  `json:"place"`
	Phone   string  `json:"phone"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	Closed  bool    `json:"closed"`
	Written string  `json:"written"`
}

// page asks for one page. ctx goes with the request: it is how the host knows
// what the request is for, and how it is stopped.
func (r *register) page(ctx context.Context, number, size int) (page, error) {
	address := r.baseURL.JoinPath("units")
	query := address.Query()
	query.Set("page", strconv.Itoa(number))
	query.Set("size", strconv.Itoa(size))
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return page{}, err
	}
	// The host puts the secret in; the plugin never holds it.
	sdk.SecretHeader(request, "token", "Authorization", "Bearer ")
	response, err := r.client.Do(request)
	if err != nil {
		return page{}, err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	if err := sdk.ResponseFault(response); err != nil {
		return page{}, err
	}
	var answer page
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return page{}, sdk.SystemFault("system.not_json", err)
	}
	return answer, nil
}

// unitOf turns their unit into one of the directory; false when it cannot be
// shown to anybody.
func unitOf(theirs theirUnit) (registry.Unit, bool) {
	name := strings.TrimSpace(theirs.Name)
	if theirs.ID == "" || name == "" {
		return registry.Unit{}, false
	}
	kind, known := map[string]string{"skole": "school", "barnehage": "kindergarten", "helsestasjon": "health"}[theirs.Type]
	if !known {
		kind = "other"
	}
	unit := registry.Unit{
		ID: theirs.ID, Name: name, Kind: kind, Phone: theirs.Phone, Closed: theirs.Closed,
		Address: strings.Trim(theirs.Street+", "+theirs.Place, ", "),
	}
	if theirs.Lat != 0 || theirs.Lon != 0 { // many registers write 0,0 for what they do not know
		unit.Place = &registry.Place{Latitude: theirs.Lat, Longitude: theirs.Lon}
	}
	if theirs.Written == "nb" || theirs.Written == "nn" {
		unit.Language = theirs.Written
	}
	return unit, true
}
