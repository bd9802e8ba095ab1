package leak_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/leak"
	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host/sandbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	stafettloggv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/stafettlogg/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/brreg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/files"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logfiles"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/udir"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg/document/documenttest"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

// TestMain also is what shuts a plugin's process in.
func TestMain(m *testing.M) {
	sandbox.Main()
	testenv.Main(m)
}

var ctx = context.Background()

// The adapters that come with the program, and the secret that the host keeps
// from those that have one.
var (
	logs       = []string{"stafettlogg-http", "stafettlogg-exchange"}
	registries = []string{"registry-udir", "registry-brreg", "registry-cpsv", "registry-csv"}
	bundled    = slices.Concat(logs, registries, []string{"bti"})
)

const secret = "hemmeligstjernegrynbakken"

// world is a municipality with every bundled adapter in use, as processes that
// are shut in, and a tape of what they are sent.
type world struct {
	*tenanttest.House
	t           *testing.T
	random      *rand.Rand
	tape        *leak.Tape
	outside     *noted
	folder      *exchanging
	vendor      *logvendor.Server
	admin       *tenants.Visit
	coordinator *tenants.Visit
	ids         map[string]uuid.UUID // of the connections
	read        map[string]int       // calls of each plugin that have been looked at
	facts       []fact
	all         bool                   // the next family is granted, and says yes to, everything
	found       map[way]map[string]int // how often a class left as it may
	histories   map[string]int
}

// way is by which adapter a family's log is reached, and how: what is sent as a
// file leaves by a folder or over HTTP.
type way struct{ adapter, files string }

var ways = []way{{"stafettlogg-http", ""}, {"stafettlogg-exchange", "http"}, {"stafettlogg-exchange", "folder"}}

// fact is something that is true of a family.
type fact struct {
	what, word string
	may        bool // leave
	class      string
	must       bool // have left
	filed      bool // and as a file in a folder
}

// noted keeps every request that went out.
type noted struct {
	world standin.World
	mu    sync.Mutex
	sent  bytes.Buffer
}

func (n *noted) RoundTrip(request *http.Request) (*http.Response, error) {
	body := []byte{}
	if request.Body != nil {
		body, _ = io.ReadAll(request.Body) // it is in memory
		request.Body = io.NopCloser(bytes.NewReader(body))
	}
	n.mu.Lock()
	without := request.Header.Clone()
	without.Del("Authorization") // the host's own
	fmt.Fprintf(&n.sent, "%s %s\n%v\n%s\n", request.Method, request.URL, without, body)
	n.mu.Unlock()
	return n.world.RoundTrip(request)
}

func (n *noted) text() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.sent.String()
}

func newWorld(t *testing.T, house *tenanttest.House, random *rand.Rand) *world {
	w := &world{
		House: house, t: t, random: random, tape: &leak.Tape{}, admin: house.Administrator(), coordinator: house.Coordinator(),
		ids: map[string]uuid.UUID{}, read: map[string]int{}, found: map[way]map[string]int{}, histories: map[string]int{},
	}
	for _, by := range ways {
		w.found[by] = map[string]int{}
	}
	var err error
	w.vendor, err = logvendor.New(logvendor.Options{
		Token: secret, RestlessEvents: true, Faults: []logvendor.Fault{{Kind: logvendor.LoseAnswer, On: "writes", Every: 5}},
	})
	w.Must(err)
	w.outside = &noted{world: udir.World(udir.Schools(), udir.Kindergartens())}
	w.outside.world[brreg.Host] = brreg.New().Handler()
	w.outside.world["stafettlogg.example"] = w.vendor
	w.outside.world["utveksling.example"] = logfiles.New()
	w.outside.world["katalog.example"] = http.HandlerFunc(func(to http.ResponseWriter, _ *http.Request) {
		to.Header().Set("Content-Type", "text/turtle; charset=utf-8")
		_, _ = to.Write(files.Turtle)
	})
	adapters := house.Adapters(host.Config{Outside: w.outside, Wire: w.tape.Wire}, bundled...)
	w.folder = newExchanging(t, adapters)
	house.UsePlugins(w.folder)
	for _, name := range bundled {
		w.ids[name], err = connection.Install(ctx, w.admin, adapters.Digests[name])
		w.Must(err)
		if name != "bti" { // until then any code of a level will do
			w.grant(name, manifest.Classes)
		}
	}
	w.sets("stafettlogg-http", map[string]string{"base_url": "https://stafettlogg.example" + logvendor.Base, "token": secret})
	w.sets("registry-cpsv", map[string]string{"address": "https://katalog.example/katalog.ttl"})
	return w
}

func (w *world) sets(name string, settings map[string]string) {
	w.t.Helper()
	w.Must(connection.SaveSettings(ctx, w.admin, w.ids[name], settings))
}

// goes has files go a way, as JSON or as spreadsheets.
func (w *world) goes(by way) {
	w.t.Helper()
	if by.files == "" {
		return
	}
	w.sets(by.adapter, map[string]string{
		"way": by.files, "base_url": "https://utveksling.example" + logfiles.Base, "format": []string{"json", "csv"}[w.random.IntN(2)],
	})
}

// grant grants a plugin classes of data, and everything else it asks for.
func (w *world) grant(name string, classes []string) {
	w.t.Helper()
	c, err := connection.ByID(ctx, w.Scope, w.ids[name])
	digest := c.Grant.Digest
	if err != nil || digest == "" {
		digest = w.digest(name)
	}
	w.Must(connection.Grant(ctx, w.admin, w.ids[name], digest, func(ask manifest.Ask) bool {
		return ask.Kind != manifest.AskData || slices.Contains(classes, ask.Name)
	}))
}

func (w *world) digest(name string) string {
	w.t.Helper()
	row, err := w.Scope.Client().Plugin.Get(ctx, w.ids[name])
	w.Must(err)
	return row.Digest
}

// work delivers what is due.
func (w *world) work() {
	w.t.Helper()
	_, err := w.Scope.Outbox().Work(ctx, map[string]outbox.Handler{stafettlogg.OutboxKind: stafettlogg.Deliver(w.Scope)}, 100)
	w.Must(err)
}

// delivers delivers until nothing is on its way: answers that were lost, and
// receipts that come as files, are asked for again.
func (w *world) delivers() {
	w.t.Helper()
	for range 100 {
		w.work()
		left := 0
		w.Must(w.Scope.ReadDB().QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox_messages WHERE state = 'waiting' AND kind = $1`,
			stafettlogg.OutboxKind).Scan(&left))
		if left == 0 {
			return
		}
		w.Clock.Advance(time.Hour)
	}
	w.t.Fatal("something is on its way for ever")
}

// word makes up a long word that nothing else is like.
func (w *world) word() string {
	letters := []rune("abdefghijklmnoprstuvyæøå")
	made := make([]rune, 20) // as long as the code of a level may be
	for i := range made {
		made[i] = letters[w.random.IntN(len(letters))]
	}
	return strings.ToUpper(string(made[:1])) + string(made[1:])
}

// classesOf are the classes of data that are in a write.
func classesOf(t *testing.T, message []byte) ([]string, string) {
	t.Helper()
	var request stafettloggv1.WriteRequest
	if err := proto.Unmarshal(message, &request); err != nil {
		t.Fatal(err)
	}
	var classes []string
	add := func(class string, there bool) {
		if there {
			classes = append(classes, class)
		}
	}
	log := request.GetStart().GetLog()
	add(manifest.ClassChildReference, log != nil)
	add(manifest.ClassAgeGroup, log.GetAgeGroup() != "")
	add(manifest.ClassLevel, log.GetLevel()+log.GetStep() != "" || len(log.GetTransitions()) > 0)
	add(manifest.ClassParticipants, len(log.GetParticipants()) > 0)
	add(manifest.ClassBaton, log.GetHolder() != nil && log.GetHolder().String() != "" || request.GetOfferBaton() != nil || request.GetAnswerBaton() != nil)
	add(manifest.ClassGoals, len(log.GetGoals()) > 0 || request.GetGoal() != nil)
	add(manifest.ClassMeasures, len(log.GetMeasures()) > 0 || request.GetMeasure() != nil)
	add(manifest.ClassMeetings, len(log.GetMeetings()) > 0 || request.GetMeeting() != nil)
	add(manifest.ClassPlanDocument, request.GetAttachment() != nil)
	if request.GetAttachment() == nil {
		return classes, ""
	}
	return classes, documenttest.Words(t, request.GetAttachment().GetContent())
}

// words says everything by its key.
type keys struct{}

func (keys) Lang() string                  { return "nb" }
func (keys) T(key string, _ ...any) string { return key }
func (keys) DateFull(day clock.Date) string {
	return string(day)
}
