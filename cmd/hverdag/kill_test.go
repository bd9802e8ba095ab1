package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/config"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/journal"
)

const (
	kills   = 3
	writers = 6
)

// The real program is killed with -9 in the middle of saves, several times:
// what was confirmed is there afterwards, what was not is there whole or not
// at all, and the log fits.
func TestWhatWasConfirmedSurvivesAKillAndNothingIsHalfThere(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killInTheMiddle(t, config.Config{Data: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		owner, serve := testenv.NewRoles(t)
		killInTheMiddle(t, config.Config{
			Data: t.TempDir(), RedisURL: config.Secret(testenv.Redis(t)),
			Database: config.Database{
				URL: config.Secret(serve), OwnerURL: config.Secret(owner), Control: tenants.NewDatabaseName(),
			},
		})
	})
}

func killInTheMiddle(t *testing.T, c config.Config) {
	p := start(t, c.Data, databaseArguments(c)...)
	b := p.browser("bodo.localhost")
	b.signIn("ansatt", "bodo.koordinator.1")
	family := firstFamily(t, b)
	var confirmed []string
	for round := range kills {
		b.signIn("ansatt", "bodo.koordinator.1") // a new session has not used up its changes a minute
		confirmed = append(confirmed, writeUntilKilled(b, family, round)...)
		p.run()
	}
	p.kill()
	if len(confirmed) < kills*writers {
		t.Fatalf("only %d saves were confirmed; the test proves too little", len(confirmed))
	}
	check(t, c, family, confirmed)
}

func databaseArguments(c config.Config) []string {
	if c.SQLite() {
		return nil
	}
	return []string{
		"--database-url", c.Database.URL.Reveal(), "--database-owner-url", c.Database.OwnerURL.Reveal(),
		"--database-control", c.Database.Control, "--redis-url", c.RedisURL.Reveal(),
	}
}

var familyAddress = regexp.MustCompile(`/f/([0-9a-f-]{36})`)

func firstFamily(t *testing.T, b *browser) uuid.UUID {
	t.Helper()
	status, page := b.get("/familier")
	found := familyAddress.FindStringSubmatch(page)
	if status != http.StatusOK || found == nil {
		t.Fatalf("the list of families gave %d", status)
	}
	return uuid.MustParse(found[1])
}

// writeUntilKilled saves contacts from several hands at once, kills the
// program while they are at it, and returns those that were confirmed.
func writeUntilKilled(b *browser, family uuid.UUID, round int) []string {
	var mu sync.Mutex
	var confirmed []string
	var hands sync.WaitGroup
	killed := make(chan struct{})
	for hand := range writers {
		hands.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-killed:
					return
				default:
				}
				whom := fmt.Sprintf("prøve %d-%d-%d", round, hand, n)
				if err := b.post("/f/"+family.String()+"/logg", contactForm(whom)); err == nil {
					mu.Lock()
					confirmed = append(confirmed, whom)
					mu.Unlock()
				}
			}
		})
	}
	time.Sleep(300 * time.Millisecond)
	b.p.kill()
	close(killed)
	hands.Wait()
	return confirmed
}

func contactForm(whom string) url.Values {
	return url.Values{
		"kind": {"call"}, "with_whom": {whom}, "minutes": {"10"}, "note": {"et notat om " + whom},
		"happened_on": {time.Now().AddDate(0, 0, -1).Format("02.01.2006")}, "happened_at": {"10.00"},
	}
}

// check opens the databases as the program left them.
func check(t *testing.T, c config.Config, family uuid.UUID, confirmed []string) {
	t.Helper()
	ctx := context.Background()
	c.Profile, c.BaseDomain, c.Addr, c.BodyLimit, c.Replicas = config.Demo, "localhost", "127.0.0.1:8080", 1<<20, 1
	c.Plugins.Memory = 256
	s, err := openStore(ctx, c, clock.System{}, false)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	scope, err := s.registry.ByHost(ctx, "bodo.localhost")
	must(t, err)
	found := map[string]bool{}
	for _, contact := range allContacts(t, scope, family) {
		if !strings.HasPrefix(contact.WithWhom, "prøve ") {
			continue
		}
		if contact.Note != "et notat om "+contact.WithWhom || contact.Minutes != 10 {
			t.Errorf("%q is only half there: %+v", contact.WithWhom, contact)
		}
		if found[contact.WithWhom] {
			t.Errorf("%q is there twice", contact.WithWhom)
		}
		found[contact.WithWhom] = true
	}
	for _, whom := range confirmed {
		if !found[whom] {
			t.Errorf("%q was confirmed and is gone", whom)
		}
	}
	report, err := s.provision.VerifyLog(ctx, scope.ID)
	must(t, err)
	if len(report.Findings) > 0 {
		t.Errorf("the log does not fit: %+v", report.Findings)
	}
	t.Logf("%d confirmed, %d found, log of %d lines fits", len(confirmed), len(found), report.Size)
}

func allContacts(t *testing.T, scope *tenants.Scope, family uuid.UUID) []journal.Logged {
	t.Helper()
	ctx := context.Background()
	access := coordinatorOf(t, scope, family)
	var all []journal.Logged
	for number := 1; ; number++ {
		page, err := journal.Contacts(ctx, access, number)
		must(t, err)
		all = slices.Concat(all, page.Contacts)
		if number >= page.Pages {
			return all
		}
	}
}

// coordinatorOf enters a family as whoever coordinates it.
func coordinatorOf(t *testing.T, scope *tenants.Scope, family uuid.UUID) *casefile.Access {
	t.Helper()
	var id string
	err := scope.ReadDB().QueryRow(`SELECT coordinator_id FROM case_files WHERE id = $1`, family.String()).Scan(&id)
	must(t, err)
	viewer := policy.Viewer{ID: uuid.MustParse(id), Roles: policy.Roles(policy.RoleCoordinator)}
	access, err := casefile.Enter(context.Background(), tenants.NewVisit(scope, viewer), family)
	must(t, err)
	return access
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
