package app_test

import (
	"net/http"
	"testing"
)

func TestAColleagueTurnsMailAtWorkOff(t *testing.T) {
	d := openDesk(t)
	d.get("/meg/varsling").is(http.StatusOK).
		shows(`name="mail_state" value="safe" checked`, "Nei, ikke send her", "alle dager, hele døgnet").hides(`value="unsafe"`)
	off := []string{"sms_state", "off", "mail_state", "off"}
	for _, kind := range []string{"sms", "mail"} {
		for _, day := range []string{"0", "1", "2", "3", "4", "5", "6"} {
			off = append(off, kind+"_days", day)
		}
	}
	d.post("/meg/varsling", off...).is(http.StatusSeeOther)
	d.get("/meg/varsling").is(http.StatusOK).
		shows(`name="mail_state" value="off" checked`).hides(`value="safe" checked`)
}
