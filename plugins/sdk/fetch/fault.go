package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// words say to the administrator what each code means.
var words = map[string]sdk.Words{
	"system.rate_limited": {
		NB: "Systemet ber oss vente før vi spør igjen.",
		NN: "Systemet ber oss vente før vi spør igjen.",
	},
	"system.unavailable": {
		NB: "Systemet svarer med en feil. Vi prøver igjen senere.",
		NN: "Systemet svarar med ein feil. Vi prøver igjen seinare.",
	},
	"system.unreachable": {
		NB: "Vi får ikke kontakt med systemet. Vi prøver igjen senere.",
		NN: "Vi får ikkje kontakt med systemet. Vi prøver igjen seinare.",
	},
	"system.not_found": {
		NB: "Systemet finner ikke det vi spør etter. Se om adressen er riktig.",
		NN: "Systemet finn ikkje det vi spør etter. Sjå om adressa er rett.",
	},
	"system.refused": {
		NB: "Systemet slipper oss ikke inn.",
		NN: "Systemet slepper oss ikkje inn.",
	},
	"system.redirected": {
		NB: "Systemet har flyttet til en annen adresse. Den må godkjennes før vi spør der.",
		NN: "Systemet har flytta til ei anna adresse. Ho må godkjennast før vi spør der.",
	},
	"system.odd_answer": {
		NB: "Systemet svarer noe vi ikke forstår.",
		NN: "Systemet svarar noko vi ikkje forstår.",
	},
	"system.too_large": {
		NB: "Svaret fra systemet er større enn vi kan lese.",
		NN: "Svaret frå systemet er større enn vi kan lese.",
	},
	"system.not_json": {
		NB: "Systemet svarer med noe annet enn de dataene vi ba om.",
		NN: "Systemet svarar med noko anna enn dei dataa vi bad om.",
	},
	"host.not_granted": {
		NB: "Hverdagspakken har ikke lov til å spørre der. Se hva kommunen har godkjent for koblingen.",
		NN: "Hverdagspakken har ikkje lov til å spørje der. Sjå kva kommunen har godkjent for koplinga.",
	},
}

func fault(code string, cause error) *sdk.Fault {
	source := sdk.FromSystem
	if code == "host.not_granted" {
		source = sdk.FromHost
	}
	return &sdk.Fault{Source: source, Code: code, Message: words[code], Cause: cause}
}

// unreached is a request without an answer: stopped, refused by the host, or
// without anybody at the other end.
func unreached(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("asking: %w", ctx.Err())
	}
	var refusal *sdk.Refusal
	if errors.As(err, &refusal) && refusal.Reason == sdk.TooLarge {
		return fault("system.too_large", err)
	}
	switch {
	case refusal == nil, refusal.Reason == sdk.Unreachable, refusal.Reason == sdk.TimedOut:
		return fault("system.unreachable", err)
	case refusal.Reason == sdk.NotGranted:
		return fault("host.not_granted", err)
	}
	return fmt.Errorf("asking: %w", err) // the SDK knows the host's other reasons
}

// refused makes a fault of an answer that is not what was asked for.
func refused(response *http.Response) error {
	status := response.StatusCode
	cause := fmt.Errorf("status %d", status)
	switch {
	case status == http.StatusOK, status == http.StatusNotModified:
		return nil
	case status == http.StatusTooManyRequests:
		f := fault("system.rate_limited", cause)
		f.RetryAfter = sdk.RetryAfter(response.Header)
		return f
	case status >= 500:
		f := fault("system.unavailable", cause)
		f.RetryAfter = sdk.RetryAfter(response.Header)
		return f
	case status == http.StatusNotFound, status == http.StatusGone:
		return fault("system.not_found", cause)
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return fault("system.refused", cause)
	case status >= 300 && status < 400:
		return fault("system.redirected", cause)
	}
	return fault("system.odd_answer", cause)
}

// Is tells whether an error is a fault with this code.
func Is(err error, code string) bool {
	var f *sdk.Fault
	return errors.As(err, &f) && f.Code == code
}
