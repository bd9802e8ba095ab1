package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc/metadata"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/hostile/about"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

func init() {
	deeds["get"] = get
	deeds["secret"] = secret
	deeds["many"] = many
	deeds["reuse"] = reuse
	deeds["afterwards"] = afterwards
	deeds["remember"] = remember
	deeds["recall"] = recall
	deeds["remember much"] = func(ctx context.Context, setup sdk.Setup) (string, error) {
		return "", setup.Host.WriteState(ctx, "much", make([]byte, 65<<10))
	}
	deeds["flood"] = flood
	deeds["folder"] = folder
	deeds["put"] = put
}

// flood sends the host as much as it can for two seconds, and tells how many
// MiB that was.
func flood(ctx context.Context, setup sdk.Setup) (string, error) {
	var sent atomic.Int64
	var senders sync.WaitGroup
	until := time.Now().Add(2 * time.Second)
	for range 8 {
		senders.Go(func() {
			for time.Now().Before(until) {
				_ = setup.Host.WriteState(ctx, "much", make([]byte, 3<<20)) // it is refused
				sent.Add(3)
			}
		})
	}
	senders.Wait()
	return fmt.Sprint(sent.Load()), nil
}

// get asks for an address through the host, with headers it should not set.
func get(ctx context.Context, setup sdk.Setup) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, setup.Settings[about.Target], nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("X-Forwarded-For", "10.0.0.1")
	request.Header.Set("Proxy-Authorization", "x")
	request.Header.Set("X-Mine", "yes")
	return send(setup, request)
}

func send(setup sdk.Setup, request *http.Request) (string, error) {
	response, err := setup.Host.HTTP().Do(request)
	if err != nil {
		return "", refusedAs(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", refusedAs(err)
	}
	var headers []string
	for name, values := range response.Header {
		headers = append(headers, name+"="+strings.Join(values, ","))
	}
	sort.Strings(headers)
	text := string(body)
	if len(text) > 200 {
		text = fmt.Sprint(len(text), " bytes")
	}
	return fmt.Sprint(response.StatusCode, " ", text, " ", strings.Join(headers, " ")), nil
}

// refusedAs makes a refusal short enough to be told.
func refusedAs(err error) error {
	var refused *sdk.Refusal
	if errors.As(err, &refused) {
		return fmt.Errorf("reason %d", refused.Reason)
	}
	return err
}

// secret asks for a secret to be put in a header, and for it to be repeated.
func secret(ctx context.Context, setup sdk.Setup) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, setup.Settings[about.Target], nil)
	if err != nil {
		return "", err
	}
	if setup.Settings[about.Value] == "basic" {
		sdk.SecretPassword(request, "user", about.Token)
	} else {
		sdk.SecretHeader(request, about.Token, "X-Key", "Key ")
	}
	return send(setup, request)
}

// many asks for more at once than is served.
func many(ctx context.Context, setup sdk.Setup) (string, error) {
	answers := make(chan error, 50)
	for range cap(answers) {
		go func() {
			_, err := get(ctx, setup)
			answers <- err
		}()
	}
	count := map[string]int{}
	for range cap(answers) {
		count[fmt.Sprint(<-answers)]++
	}
	return fmt.Sprint(count), nil
}

// reuse calls with a token of somebody else.
func reuse(_ context.Context, setup sdk.Setup) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	stolen := metadata.NewIncomingContext(ctx, metadata.Pairs(sdk.OperationHeader, setup.Settings[about.Value]))
	value, err := setup.Host.ReadState(stolen, "cursor")
	return string(value), refusedAs(err)
}

// afterwards goes on asking when the call it served is over, and leaves how
// that went in a file... of memory: the next call tells.
func afterwards(ctx context.Context, setup sdk.Setup) (string, error) {
	select {
	case before := <-after:
		return before, nil
	default:
	}
	kept := context.WithoutCancel(ctx)
	go func() {
		time.Sleep(300 * time.Millisecond)
		asking, cancel := context.WithTimeout(kept, 5*time.Second)
		defer cancel()
		_, err := setup.Host.ReadState(asking, "cursor")
		after <- fmt.Sprint(refusedAs(err))
	}()
	return "started", nil
}

var after = make(chan string, 1)

func remember(ctx context.Context, setup sdk.Setup) (string, error) {
	return "", setup.Host.WriteState(ctx, setup.Settings[about.Target], []byte(setup.Settings[about.Value]))
}

func recall(ctx context.Context, setup sdk.Setup) (string, error) {
	value, err := setup.Host.ReadState(ctx, setup.Settings[about.Target])
	return string(value), refusedAs(err)
}

// folder reads every file that is named, one a line, and tells which it could.
func folder(ctx context.Context, setup sdk.Setup) (string, error) {
	files, err := setup.Host.Folder().List(ctx, sdk.In)
	if err != nil {
		return "", refusedAs(err)
	}
	var got []string
	for _, file := range files {
		got = append(got, "sees "+file.Name)
	}
	for name := range strings.Lines(setup.Settings[about.Value]) {
		name = strings.TrimSuffix(name, "\n")
		content, err := setup.Host.Folder().Read(ctx, name)
		if err == nil {
			got = append(got, "reads "+name+" "+string(content))
			err = setup.Host.Folder().Done(ctx, name)
		}
		if err != nil {
			got = append(got, name+": "+refusedAs(err).Error())
		}
	}
	return strings.Join(got, "; "), nil
}

func put(ctx context.Context, setup sdk.Setup) (string, error) {
	err := setup.Host.Folder().Write(ctx, setup.Settings[about.Target], []byte(setup.Settings[about.Value]))
	if err != nil {
		return "", refusedAs(err)
	}
	return "put", nil
}
