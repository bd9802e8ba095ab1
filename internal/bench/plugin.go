package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/host"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/manifest"
	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// What a plugin may cost against a plain gRPC server on the same kind of
// socket, and alone.
var (
	callGoal   = atMost(1.05, "")
	streamGoal = atMost(1.1, "")
	startGoal  = atMost(150, "ms")
	ownGoal    = atMost(12, "MB")
)

// streamed is how many rows of a register one list has.
const streamed = 10_000

// measurePlugin compares a plugin, shut in and supervised, with a plain gRPC
// server of the same contract in a process of its own: a call, a list of ten
// thousand rows, and what starting and keeping the plugin costs.
func measurePlugin(ctx context.Context, r *report, p extent, _ []*house) error {
	folder, err := os.MkdirTemp("", "hv")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	plain, stop, err := startPlain(ctx, folder)
	if err != nil {
		return err
	}
	defer stop()
	supervisor, in, err := openPlugins(ctx, folder)
	if err != nil {
		return err
	}
	defer supervisor.Close()
	r.section("A plugin, shut in, against a plain gRPC server on a unix socket", "figure", "time", "goal", "", "CPU", "plain us", "plugin us")
	err = profiled(p, func() error {
		if err := measureCalls(ctx, r, p.finer(), plain, supervisor, in); err != nil {
			return err
		}
		return measureRows(ctx, r, p, plain, supervisor, in)
	})
	if err != nil {
		return err
	}
	if err := r.end(); err != nil {
		return err
	}
	worked := afterWork(supervisor, in)
	return measureStart(ctx, r, p, supervisor, in, worked)
}

// finer are as long in all, and take turns more often: a call is so short that
// what else the machine does between two turns is a large part of it.
func (e extent) finer() extent {
	e.rounds, e.roundLength = 5*e.rounds, e.roundLength/5
	return e
}

// afterWork is the memory of the plugin's own in MB when it has done all that
// and has rested.
func afterWork(supervisor *host.Supervisor, in host.Instance) float64 {
	time.Sleep(8 * time.Second) // until it rests, and is looked at
	return float64(looked(supervisor, in)) / (1 << 20)
}

func measureCalls(ctx context.Context, r *report, p extent, plain *grpc.ClientConn, runner host.Runner, in host.Instance) error {
	client := basev1.NewPluginClient(plain)
	for _, callers := range []int{1, 16} {
		result, err := compare(p, callers,
			func(int) error {
				_, err := client.CheckHealth(ctx, &basev1.CheckHealthRequest{})
				return err
			},
			func(int) error {
				return runner.Use(ctx, in, func(ctx context.Context, p host.Plugin) error {
					_, err := p.Check(ctx)
					return err
				})
			})
		if err != nil {
			return err
		}
		judgePlugin(r, fmt.Sprintf("a call, %d callers", callers), result, callGoal)
	}
	return nil
}

func measureRows(ctx context.Context, r *report, p extent, plain *grpc.ClientConn, runner host.Runner, in host.Instance) error {
	query := registry.Query{Cursor: fmt.Sprint("rows ", streamed)}
	result, err := compare(p, 1,
		func(int) error {
			rows, err := plainRows(ctx, plain, query)
			return enough(rows, err)
		},
		func(int) error {
			rows := 0
			err := runner.Use(ctx, in, func(ctx context.Context, p host.Plugin) error {
				_, err := p.List(ctx, query, func(c registry.Chunk) error {
					rows += len(c.Units)
					return nil
				})
				return err
			})
			return enough(rows, err)
		})
	if err != nil {
		return err
	}
	judgePlugin(r, "10,000 rows in parts of 250", result, streamGoal)
	return nil
}

func enough(rows int, err error) error {
	if err == nil && rows != streamed {
		return fmt.Errorf("%d rows came", rows)
	}
	return err
}

func judgePlugin(r *report, name string, result compared, g goal) {
	figure := result.ratios(func(base, product sample) float64 { return float64(product.wall) / float64(base.wall) })
	processor := result.ratios(func(base, product sample) float64 { return float64(product.cpu) / float64(base.cpu) })
	r.judged(name, figure.String(), g, figure.middle, processor.String(),
		short(middleOf(result.base, func(s sample) float64 { return microseconds(s.wall) })),
		short(middleOf(result.product, func(s sample) float64 { return microseconds(s.wall) })))
}

// measureStart starts the plugin again and again: from nothing to its first
// answer, with the files' hashes, the sandbox and the keys.
func measureStart(ctx context.Context, r *report, p extent, supervisor *host.Supervisor, in host.Instance, worked float64) error {
	var took, held []float64
	for range p.cold {
		supervisor.Stop(in.Municipality, in.Manifest.Name)
		began := time.Now()
		err := supervisor.Use(ctx, in, func(ctx context.Context, p host.Plugin) error {
			_, err := p.Check(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("starting the plugin: %w", err)
		}
		took = append(took, milliseconds(time.Since(began)))
		held = append(held, float64(looked(supervisor, in))/(1<<20))
	}
	shut := supervisor.Status(in.Municipality, in.Manifest.Name).Sandbox
	r.section("A plugin's start with everything on, and its memory", "figure", "", "goal", "", "sandbox")
	r.judged("from nothing to an answer, ms", spreadOf(took).String(), startGoal, spreadOf(took).middle, shut)
	r.judged("memory of its own, MB", spreadOf(held).String(), ownGoal, spreadOf(held).middle, shut)
	r.judged("the same after those calls and rows, rested", short(worked), ownGoal, worked, shut)
	return nil
}

// looked is the memory of the plugin's own that the supervisor saw when it
// looked for the first time.
func looked(supervisor *host.Supervisor, in host.Instance) int64 {
	for range 300 {
		if seen := supervisor.Status(in.Municipality, in.Manifest.Name).Memory; seen > 0 {
			return seen
		}
		time.Sleep(10 * time.Millisecond)
	}
	return 0
}

// openPlugins makes a supervisor with one release: the plugin that the host's
// tests use, which lists as many rows as it is asked for.
func openPlugins(ctx context.Context, folder string) (*host.Supervisor, host.Instance, error) {
	itself, err := os.Executable()
	if err != nil {
		return nil, host.Instance{}, fmt.Errorf("finding this program: %w", err)
	}
	in, err := buildRelease(ctx, filepath.Join(folder, "releases"))
	if err != nil {
		return nil, host.Instance{}, err
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		return nil, host.Instance{}, fmt.Errorf("opening the folder: %w", err)
	}
	supervisor, err := host.New(host.Config{
		Releases: filepath.Join(folder, "releases"), Run: filepath.Join(folder, "run"), Launcher: []string{itself},
		Limits: host.Limits{Busy: time.Hour}, // it is to be busy
	})
	return supervisor, in, err
}

func buildRelease(ctx context.Context, releases string) (host.Instance, error) {
	name := sha256.Sum256([]byte("the manifest"))
	digest := hex.EncodeToString(name[:])
	program := filepath.Join(releases, digest, "hostile")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", program,
		"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return host.Instance{}, errors.Join(fmt.Errorf("building a plugin: %s", out), err)
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return host.Instance{}, fmt.Errorf("reading the plugin: %w", err)
	}
	sum, said := sha256.Sum256(content), about.Description()
	return host.Instance{
		Municipality: uuid.New(), Digest: digest,
		Manifest: manifest.Manifest{
			Name: said.Name, Version: said.Version, Features: []string{sdk.FeatureRegistry}, Protocol: sdk.Protocol,
			Platform: runtime.GOOS + "/" + runtime.GOARCH, Entry: "hostile",
			Files: []manifest.File{{Path: "hostile", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(content))}},
			Asks:  manifest.Asks{Settings: said.Settings, Receives: said.Receives, Hosts: said.Hosts, Folder: said.Folder},
		},
		Setup: sdk.Setup{Municipality: sdk.Municipality{Number: "1804", Name: "Fjellvik", Language: "nb"}},
	}, nil
}
