package stafettlogg_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/connection"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/outbox"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

const httpPlugin = "stafettlogg-http"

// vendor is the reference server as a process that dies and is started again
// with the same journal. It is an http.RoundTripper to whichever lives.
type vendor struct {
	t                *testing.T
	program, journal string
	mu               sync.Mutex
	command          *exec.Cmd
	address          *url.URL
}

func (v *vendor) run(faults ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.killLocked()
	arguments := []string{"--journal", v.journal, "--page-size", "3", "--restless-events"}
	for _, fault := range faults {
		arguments = append(arguments, "--fault", fault)
	}
	command := exec.Command(v.program, arguments...)
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		v.t.Errorf("starting the reference server: %v", err)
		return
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	address, bad := url.Parse(strings.TrimSpace(line))
	if err = errors.Join(err, bad); err != nil {
		v.t.Errorf("the reference server does not start: %v", err)
		return
	}
	v.command, v.address = command, address
}

func (v *vendor) kill() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.killLocked()
}

func (v *vendor) killLocked() {
	if v.command != nil {
		_ = v.command.Process.Kill() // it may be dead already
		_ = v.command.Wait()
		v.command = nil
	}
}

func (v *vendor) RoundTrip(request *http.Request) (*http.Response, error) {
	v.mu.Lock()
	host := v.address.Host
	v.mu.Unlock()
	sent := request.Clone(request.Context())
	sent.URL.Scheme, sent.URL.Host = "http", host
	return http.DefaultTransport.RoundTrip(sent)
}

// publish puts the built plugin where the host finds releases, and in the
// catalogue.
func (h *house) publish(program, releases string) string {
	h.t.Helper()
	content, err := os.ReadFile(program)
	h.Must(err)
	said, err := plugintest.Describe(ctx, plugintest.Process(os.Stderr, program))
	h.Must(err)
	text, err := os.ReadFile("../../plugins/stafettlogg-http/about.json")
	h.Must(err)
	var about manifest.About
	h.Must(json.Unmarshal(text, &about))
	about.Platform = runtime.GOOS + "/" + runtime.GOARCH
	sum := sha256.Sum256(content)
	made, err := manifest.Make(said, about, []manifest.File{{Path: about.Entry, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}})
	h.Must(err)
	private, public, err := manifest.NewKey("prove.example")
	h.Must(err)
	signed, err := manifest.Sign(made, private)
	h.Must(err)
	opened, err := manifest.Open(signed, public)
	h.Must(err)
	folder := filepath.Join(releases, opened.Digest)
	h.Must(os.MkdirAll(folder, 0o755))
	h.Must(os.WriteFile(filepath.Join(folder, about.Entry), content, 0o555))
	h.Must(h.Control.Client().PluginRelease.Create().SetID(tenants.NewID()).SetCreatedAt(h.Clock.Now()).
		SetName(made.Name).SetVersion(made.Version).SetPlatform(made.Platform).SetDigest(opened.Digest).
		SetManifest(string(signed)).SetPublisher(made.Publisher).SetState("published").Exec(ctx))
	return opened.Digest
}

// The plugin is a process, shut in, under the host's supervisor; behind it the
// reference server is one too. Both are killed at random, answers are lost, and
// every write is there once and in order.
func TestEachWriteArrivesOnceAndInOrderThoughThePluginAndTheSystemAreKilled(t *testing.T) {
	built := tenanttest.SQLite(t)
	h := &house{House: built, t: t, system: newFake(built.Clock.Now), coordinator: built.Coordinator()}
	folder, err := os.MkdirTemp("", "hv")
	h.Must(err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	h.Must(os.Chmod(folder, 0o755))
	v := &vendor{
		t: t, program: plugintest.Build(t, "../../plugins/standin/logvendor/cmd"), journal: filepath.Join(t.TempDir(), "journal"),
	}
	v.run()
	t.Cleanup(v.kill)
	self, err := os.Executable()
	h.Must(err)
	supervisor, err := host.New(host.Config{
		Releases: filepath.Join(folder, "releases"), Run: filepath.Join(folder, "run"), Launcher: []string{self},
		Outside: v, Log: slog.New(slog.DiscardHandler),
	})
	h.Must(err)
	t.Cleanup(supervisor.Close)
	built.UsePlugins(supervisor)
	digest := h.publish(plugintest.Build(t, "../../plugins/stafettlogg-http"), filepath.Join(folder, "releases"))
	h.connection, err = connection.Install(ctx, h.Administrator(), digest)
	h.Must(err)
	h.Must(connection.Grant(ctx, h.Administrator(), h.connection, digest, func(manifest.Ask) bool { return true }))
	h.Must(connection.SetSecret(ctx, h.Administrator(), h.connection, "token", "hemmelig"))
	h.Must(connection.SaveSettings(ctx, h.Administrator(), h.connection, map[string]string{"base_url": "https://stafettlogg.example" + logvendor.Base}))
	h.family = built.FamilyOf(h.coordinator, built.Intake("Lia"))
	h.school = built.Unit("Blåbærskogen skole")
	h.goal, h.measure = h.plans("Trygg i friminuttet", "Fast voksen ute")
	h.yes(sections)
	link := h.begun()
	if got := h.view(link); got.State != stafettlogg.Active {
		t.Fatalf("the log was not begun: %+v", got.Sent)
	}
	h.torment(v, supervisor, link)
}

// torment sends goals while everything dies around them.
func (h *house) torment(v *vendor, supervisor *host.Supervisor, link uuid.UUID) {
	seed := uint64(time.Now().UnixNano())
	h.t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	stop, killer := make(chan struct{}), sync.WaitGroup{}
	killed := 0
	killer.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Duration(50+random.IntN(250)) * time.Millisecond):
			}
			if pid := supervisor.Status(h.Scope.ID, httpPlugin).ProcessID; random.IntN(3) == 0 && pid > 1 {
				_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended
				killed++
				continue
			}
			v.run([]string{"slow,on=writes,for=5ms", "lose-answer,on=writes,every=3", "crash,on=writes,after=2"}[random.IntN(3)])
			killed++
		}
	})
	want := []string{"Trygg i friminuttet"}
	h.sends(link, h.goal)
	for i := range 6 {
		title := fmt.Sprint("Mål ", i)
		id, err := plan.AddGoal(ctx, h.again(), h.family.ID, plan.GoalInput{Area: plan.AreaSchool, Member: &h.family.Child, Title: title})
		h.Must(err)
		h.sends(link, id)
		want = append(want, title)
	}
	for range outbox.MaxAttempts * 4 {
		supervisor.Restart(h.Scope.ID, httpPlugin) // an administrator starts it again, whatever it has suffered
		h.work()
		h.Clock.Advance(13 * time.Hour)
	}
	close(stop)
	killer.Wait()
	h.t.Logf("killed %d times", killed)
	arrived, err := logvendor.ReadWrites(v.journal)
	h.Must(err)
	keys, got := map[string]bool{}, []string{}
	for _, one := range arrived {
		if keys[one.Key] {
			h.t.Errorf("%s arrived twice", one.Key)
		}
		keys[one.Key] = true
		for _, title := range want {
			if strings.Contains(string(one.Body), fmt.Sprintf("%q", title)) {
				got = append(got, title)
			}
		}
	}
	confirmed, open := 0, 0
	for _, one := range h.view(link).Sent {
		switch one.State {
		case stafettlogg.Confirmed:
			confirmed++
			if one.Receipt == nil || one.Receipt.Reference == "" {
				h.t.Errorf("confirmed without a receipt: %+v", one)
			}
		case stafettlogg.Failed:
		default:
			open++
		}
	}
	if open > 0 || confirmed != len(arrived) {
		h.t.Errorf("%d are confirmed, %d neither arrived nor are seen as not delivered, and %d arrived", confirmed, open, len(arrived))
	}
	h.t.Logf("%d are confirmed, %d arrived", confirmed, len(arrived))
	if len(arrived) < 2 {
		h.t.Error("nothing arrived but the log itself")
	}
	next := 0
	for _, title := range want {
		if next < len(got) && got[next] == title {
			next++
		}
	}
	if next != len(got) {
		h.t.Errorf("they arrived in another order: %v", got)
	}
}
