package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// sameSignal is within what time two signals are one wish: a terminal sends Ctrl-C to a whole group of processes, and a parent
// in it, such as make or npm, may pass it on.
const sameSignal = 100 * time.Millisecond

// untilSignal returns a context that ends with the first SIGINT, SIGTERM, or SIGHUP of a terminal that closes. Further ones call what is
// given, one each, and then one more ends the process at once. It stays so until the given context ends.
func untilSignal(ctx context.Context, further ...func()) context.Context {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup wants it so
		signal.Notify(signals, syscall.SIGHUP)
	}
	asked, cancel := context.WithCancel(ctx)
	go func() {
		defer signal.Stop(signals)
		for _, act := range append([]func(){cancel}, further...) {
			select {
			case <-signals:
				act()
			case <-ctx.Done():
				return
			}
			time.Sleep(sameSignal)
			select {
			case <-signals:
			default:
			}
		}
	}()
	return asked
}
