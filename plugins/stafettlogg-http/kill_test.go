package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/plugintest"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

// process is the stand-in as a process of its own, that dies and is started
// again with the same journal.
type process struct {
	t             *testing.T
	program, path string

	mu      sync.Mutex
	command *exec.Cmd
	proxy   http.Handler
}

func startProcess(t *testing.T) *process {
	t.Helper()
	p := &process{t: t, program: filepath.Join(t.TempDir(), "vendor"), path: filepath.Join(t.TempDir(), "journal")}
	build := exec.Command("go", "build", "-o", p.program, "../standin/logvendor/cmd")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the stand-in: %v\n%s", err, out)
	}
	t.Cleanup(p.kill)
	return p
}

// run starts the process, with faults, instead of the one before.
func (p *process) run(faults ...string) {
	p.t.Helper()
	p.kill()
	arguments := []string{"--journal", p.path, "--page-size", "2", "--restless-events"}
	for _, fault := range faults {
		arguments = append(arguments, "--fault", fault)
	}
	command := exec.Command(p.program, arguments...)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		p.t.Errorf("starting the stand-in: %v", err)
		return
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	where, bad := url.Parse(strings.TrimSpace(line))
	if err = errors.Join(err, bad); err != nil {
		p.t.Errorf("the stand-in does not start: %v", err)
		return
	}
	where.Path = ""
	proxy := httputil.NewSingleHostReverseProxy(where)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	p.mu.Lock()
	defer p.mu.Unlock()
	p.command, p.proxy = command, proxy
}

func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.command != nil {
		_ = p.command.Process.Kill() // it may have killed itself
		_ = p.command.Wait()
		p.command = nil
	}
}

func (p *process) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	proxy := p.proxy
	p.mu.Unlock()
	proxy.ServeHTTP(w, r)
}

// deliver does what the outbox does: asks what became of a write whose answer
// was lost, and sends it again, until there is a receipt.
func deliver(ctx context.Context, plugin host.Plugin, write stafettlogg.Write, again func()) (stafettlogg.Receipt, error) {
	for try := range 200 {
		if try > 0 {
			again()
			receipt, known, err := plugin.Lookup(ctx, write.Key)
			if err == nil && known {
				return receipt, nil
			}
			if err != nil {
				continue
			}
		}
		receipt, err := plugin.Write(ctx, write)
		if err == nil {
			return receipt, nil
		}
	}
	return stafettlogg.Receipt{}, errors.New("was never delivered")
}

func TestEachWriteArrivesOnceAndInOrderThoughTheSystemIsKilled(t *testing.T) {
	p := startProcess(t)
	p.run()
	world := plugintest.NewWorld(t)
	world.Secret(settingToken, "hemmelig")
	world.Handle("stafettlogg.example", p)
	plugin := plugintest.Open(t, newSystem(), world, map[string]string{settingAddress: where})

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	log, err := plugin.Write(t.Context(), stafettlogg.Write{Key: "start", Start: &stafettlogg.Log{ChildReference: "barn-1"}})
	if err != nil {
		t.Fatal(err)
	}
	p.run("crash,on=writes,after=2") // between the write and its answer
	want, killed := []string{"start"}, 0
	for i := range 24 {
		write := stafettlogg.Write{Key: fmt.Sprint("key-", i), LogID: log.LogID, Goal: &stafettlogg.Goal{OurID: fmt.Sprint(i), Text: "Trygg"}}
		want = append(want, write.Key)
		receipt, err := deliver(t.Context(), plugin, write, func() {
			killed++
			fault := []string{"crash", "crash-before", "lose-answer", "cut-answer"}[random.IntN(4)]
			p.run(fmt.Sprintf("%s,on=writes,after=%d", fault, 1+random.IntN(3)))
		})
		if err != nil || receipt.Conflict || receipt.ItemID == "" {
			t.Fatalf("%s: %+v %v", write.Key, receipt, err)
		}
	}
	if killed < 4 {
		t.Errorf("killed %d times only", killed)
	}
	arrivedOnce(t, p.path, want)
	p.run()
	whole, err := plugin.Read(t.Context(), log.LogID)
	if err != nil || len(whole.Goals) != 24 {
		t.Errorf("%d goals, %v", len(whole.Goals), err)
	}
}

func TestEachWriteArrivesOnceThoughTheSystemIsKilledAtAnyMoment(t *testing.T) {
	p := startProcess(t)
	p.run("slow,on=writes,for=3ms")
	world := plugintest.NewWorld(t)
	world.Secret(settingToken, "hemmelig")
	world.Handle("stafettlogg.example", p)
	plugin := plugintest.Open(t, newSystem(), world, map[string]string{settingAddress: where})
	stop, killer := make(chan struct{}), sync.WaitGroup{}
	end := sync.OnceFunc(func() { close(stop) })
	defer killer.Wait()
	defer end()
	killer.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Duration(10+rand.IntN(60)) * time.Millisecond):
				p.run("slow,on=writes,for=3ms")
			}
		}
	})
	want := []string{}
	for i := range 40 {
		write := stafettlogg.Write{Key: fmt.Sprint("key-", i), Start: &stafettlogg.Log{Level: "1"}}
		want = append(want, write.Key)
		if _, err := deliver(t.Context(), plugin, write, func() { time.Sleep(5 * time.Millisecond) }); err != nil {
			t.Fatalf("%s: %v", write.Key, err)
		}
	}
	end()
	killer.Wait()
	arrivedOnce(t, p.path, want)
}

func arrivedOnce(t *testing.T, path string, want []string) {
	t.Helper()
	writes, err := logvendor.ReadWrites(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, write := range writes {
		got = append(got, write.Key)
	}
	if !slices.Equal(got, want) {
		t.Errorf("arrived %v\nwant    %v", got, want)
	}
}
