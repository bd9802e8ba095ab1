package kv

import (
	"errors"
	"fmt"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

const tick = 50 * time.Millisecond

// OpenLocal starts a Redis inside this process, on loopback, for the demo and
// small tests. Its clock moves only when told to, so a goroutine tells it; the
// makers do not support it in production, where the program refuses it.
func OpenLocal() (Store, func() error, error) {
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr("127.0.0.1:0"); err != nil {
		return nil, nil, fmt.Errorf("starting in-process Redis: %w", err)
	}
	client := redis.NewClient(&redis.Options{Addr: server.Addr()})
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
		return errors.Join(err)
	}
	return store{client: client}, end, nil
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
		case now := <-ticker.C:
			server.FastForward(now.Sub(last))
			server.SetTime(now)
			last = now
		}
	}
}
