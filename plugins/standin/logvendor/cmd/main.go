// Command cmd serves the reference stafettlogg system on an address, so that a
// test can start it, kill it and start it again:
//
//	go run ./plugins/standin/logvendor/cmd --listen 127.0.0.1:0 --journal /tmp/j --fault crash,on=writes,after=2
//
// The first line it writes is the address it listens on.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/standin/logvendor"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var options logvendor.Options
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on")
	flag.StringVar(&options.Path, "journal", "", "file that what is written is kept in")
	flag.StringVar(&options.Token, "token", "", "bearer token that is asked for")
	flag.IntVar(&options.PageSize, "page-size", 0, "items on a page")
	flag.DurationVar(&options.ClockSkew, "clock-skew", 0, "how far the clock is ahead")
	flag.BoolVar(&options.RetryAsDate, "retry-as-date", false, "Retry-After as a date")
	flag.BoolVar(&options.RestlessEvents, "restless-events", false, "events twice, late and newest first")
	flag.Func("fault", "a fault: lose-answer,on=writes,every=3 (repeated)", func(text string) error {
		fault, err := logvendor.ParseFault(text)
		options.Faults = append(options.Faults, fault)
		return err
	})
	flag.Parse()
	server, err := logvendor.New(options)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String() + logvendor.Base)
	return (&http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}).Serve(listener)
}
