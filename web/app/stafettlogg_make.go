package app

import (
	"net/http"
	"strings"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

// stafettloggMake links a log or begins one.
func (a *App) stafettloggMake(r *Request) error {
	f := r.Form()
	f.Require("member", "stafettlogg.member.missing")
	f.Require("connection", "stafettlogg.connection.missing")
	f.Require("unit", "stafettlogg.unit.missing")
	f.Require("how", "stafettlogg.how.missing")
	wanted := stafettlogg.Wanted{
		Member: f.UUID("member"), Connection: f.UUID("connection"), Unit: f.UUID("unit"), Reference: f.Line("reference", stafettlogg.MaxReference),
	}
	wanted.Level, wanted.Step, _ = strings.Cut(f.Line("level", stafettlogg.MaxReference), levelStep)
	how := f.Choice("how", "link", "begin")
	if !f.OK() {
		return r.showStafettlogg(f, "", http.StatusUnprocessableEntity)
	}
	make := stafettlogg.Connect
	if how == "begin" {
		make = stafettlogg.Begin
	}
	id, err := make(r.Context(), r.Visit, r.Access.ID, wanted)
	if Faults(f, err) {
		return r.showStafettlogg(f, "", http.StatusUnprocessableEntity)
	}
	if said := r.logProblem(err); said != "" {
		return r.showStafettlogg(f, said, http.StatusBadGateway)
	}
	if err != nil {
		return err
	}
	if how == "begin" {
		return r.Done(r.logAt(id, ""), "done.stafettlogg_begun", "")
	}
	return r.Done(r.logAt(id, ""), "done.stafettlogg_linked", "")
}
