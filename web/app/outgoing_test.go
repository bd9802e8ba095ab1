package app_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// stopAll makes every message that waits a dead letter, as if nobody answered.
func (o *office) stopAll() {
	o.t.Helper()
	_, err := o.house.Scope.WriteDB().ExecContext(o.t.Context(),
		`UPDATE outbox_messages SET state = 'dead', attempts = 8, last_error = 'smtp_550' WHERE state = 'waiting'`)
	if err != nil {
		o.t.Fatal(err)
	}
}

func TestAStoppedMessageIsListedWithoutWhatItSaysAndCanBeSentAgain(t *testing.T) {
	office := openOffice(t)
	admin := office.administrator()
	admin.get("/admin/utsending").is(200).shows("Alt er sendt")
	office.house.Coordinator()
	office.stopAll()
	list := admin.get("/admin/utsending").is(200).shows("E-post", "8 forsøk", "smtp_550", "Prøv på nytt").
		hides("@fjordby.example", "Prøve koordinator")
	again := list.link("/admin/utsending/" + anID)
	office.staff("laerer", policy.RoleProfessional).post(again).is(404)
	admin.post(again).is(303)
	admin.get("/admin/utsending").shows("Vi prøver å sende den på nytt nå.").hides(again)
	admin.post(again).is(303)
	admin.get("/admin/utsending").shows("allerede sendt på nytt")
}
