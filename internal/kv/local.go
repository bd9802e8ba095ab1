package kv

import (
	"context"
	"net"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

const tick = 50 * time.Millisecond

// OpenLocal starts a Redis inside this process for the demo and small tests,
// and returns the store and what ends it. It listens nowhere. Its clock moves
// only when told to, so a goroutine tells it; its makers do not support it in
// production, and there the program refuses it (internal/config).
func OpenLocal() (Store, func() error, error) {
	server := miniredis.NewMiniRedis()
	client := redis.NewClient(impatient(&redis.Options{
		Addr:   "in-process",
		Dialer: func(context.Context, string, string) (net.Conn, error) { return server.Dial() },
	}))
	stop := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		turn(server, stop)
	}()
	end := func() error {
		close(stop)
		<-stopped
		err := client.Close()
		server.Close()
		return err
	}
	return store{link: &link{client: client}}, end, nil
}

// turn moves the server's clock along with the machine's.
func turn(server *miniredis.Miniredis, stop <-chan struct{}) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			now := time.Now()
			server.FastForward(now.Sub(last))
			last = now
		}
	}
}
