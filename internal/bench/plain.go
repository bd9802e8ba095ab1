package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	basev1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/base/v1"
	registryv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/registry/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/registry"
)

// plainArgument makes this program the baseline of a plugin: a gRPC server in
// a process of its own, with nothing around it.
const plainArgument = "plain-grpc"

// bePlain serves if the program was started for it, and never returns then.
func bePlain() {
	if len(os.Args) != 3 || os.Args[1] != plainArgument {
		return
	}
	listener, err := net.Listen("unix", os.Args[2])
	if err == nil {
		server := grpc.NewServer()
		basev1.RegisterPluginServer(server, plainPlugin{})
		registryv1.RegisterRegistryServer(server, plainRegistry{})
		err = server.Serve(listener)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

type plainPlugin struct {
	basev1.UnimplementedPluginServer
}

// CheckHealth answers what the plugin answers.
func (plainPlugin) CheckHealth(context.Context, *basev1.CheckHealthRequest) (*basev1.CheckHealthResponse, error) {
	return &basev1.CheckHealthResponse{Healthy: true, Message: &basev1.Words{Nb: "Alt er bra.", Nn: "Alt er bra."}}, nil
}

type plainRegistry struct {
	registryv1.UnimplementedRegistryServer
}

// List lists what the plugin lists, in parts of the same size.
func (plainRegistry) List(_ *registryv1.ListRequest, stream grpc.ServerStreamingServer[registryv1.ListResponse]) error {
	for from := 0; from < streamed; from += registry.Part {
		part := &registryv1.ListResponse{Units: make([]*registryv1.Unit, 0, registry.Part)}
		for i := from; i < min(from+registry.Part, streamed); i++ {
			part.Units = append(part.Units, &registryv1.Unit{
				Id: fmt.Sprint("unit ", i), Name: fmt.Sprintf("Fjellvik skole %d", i), Kind: "school", OrgNumber: "974600000",
				Phone: "75 00 00 00", Email: "post@skole.example", Website: "https://skole.example/", Address: "Skoleveien 1, 8000 Fjellvik",
			})
		}
		if err := stream.Send(part); err != nil {
			return err
		}
	}
	return stream.Send(&registryv1.ListResponse{End: &registryv1.End{Complete: true}})
}

// startPlain starts the baseline and connects to it.
func startPlain(ctx context.Context, folder string) (*grpc.ClientConn, func(), error) {
	itself, err := os.Executable()
	if err != nil {
		return nil, nil, fmt.Errorf("finding this program: %w", err)
	}
	socket := filepath.Join(folder, "plain")
	server := exec.CommandContext(ctx, itself, plainArgument, socket)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return nil, nil, fmt.Errorf("starting the baseline: %w", err)
	}
	kill := func() {
		_ = server.Process.Kill()
		_ = server.Wait() // it was killed
	}
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(socket); err == nil {
			break
		}
		if time.Now().After(until) {
			kill()
			return nil, nil, errors.New("the baseline does not come")
		}
	}
	conn, err := grpc.NewClient("unix://"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		kill()
		return nil, nil, fmt.Errorf("connecting to the baseline: %w", err)
	}
	return conn, func() { _ = conn.Close(); kill() }, nil
}

// plainRows reads a list as it comes and counts its rows.
func plainRows(ctx context.Context, conn *grpc.ClientConn, query registry.Query) (int, error) {
	from, err := registryv1.NewRegistryClient(conn).List(ctx, registry.QueryProto(query))
	if err != nil {
		return 0, err
	}
	for rows := 0; ; {
		part, err := from.Recv()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return 0, err
		}
		rows += len(part.GetUnits())
	}
}
