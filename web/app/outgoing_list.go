package app

import (
	"errors"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/directory"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outgoing"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// outgoingList shows what could not be sent; what it says is not shown.
func (a *App) outgoingList(r *Request) error {
	letters, err := outgoing.List(r.Context(), r.Visit)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("outgoing.title"))
	page.Lead = r.L().T("outgoing.lead")
	v := view.OutgoingView{}
	for _, letter := range letters {
		v.Rows = append(v.Rows, view.OutgoingRow{
			What: r.outgoingKind(letter.Kind), When: r.L().When(letter.MadeAt, r.Scope.Today()),
			Tries: r.L().N("outgoing.tries", letter.Attempts), Why: r.outgoingWhy(letter.Why),
			Retry: "/admin/utsending/" + letter.ID.String(),
		})
	}
	return r.Show(view.OutgoingPage(page, v))
}

// outgoingRetry sends a message again. Where it is gone already, somebody was
// quicker, and the list is shown as it is now.
func (a *App) outgoingRetry(r *Request) error {
	id, err := r.ID("message")
	if err != nil {
		return err
	}
	err = outgoing.Retry(r.Context(), r.Visit, id)
	if errors.Is(err, tenants.ErrNotFound) {
		return r.Done("/admin/utsending", "done.outgoing_gone", "")
	}
	if err != nil {
		return err
	}
	return r.Done("/admin/utsending", "done.outgoing_retried", "")
}

func (r *Request) outgoingKind(kind string) string {
	switch kind {
	case directory.MailKind:
		return r.L().T("outgoing.kind.mail")
	case directory.TextKind:
		return r.L().T("outgoing.kind.sms")
	}
	return r.L().T("outgoing.kind.other")
}

func (r *Request) outgoingWhy(code string) string {
	switch code {
	case "timeout", "network", "connection_closed":
		return r.L().T("outgoing.why.no_answer")
	case "":
		return r.L().T("outgoing.why.unknown")
	}
	return r.L().T("outgoing.why.code", "Code", code)
}
