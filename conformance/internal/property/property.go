// Package property runs a rapid property outside go test: random stories, shrunk to the shortest one that fails.
//
// It is for the model-based checks of the runner; it knows no API and no HTTP.
package property

import (
	"context"
	"flag"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Options of a Check.
type Options struct {
	Seed   uint64        // drives the stories; zero means 1
	Checks int           // how many stories are tried
	Shrink time.Duration // how long a failing story may be shrunk
}

// rapid takes its settings from flags of the process, so only one property runs at a time, and the flags are put back after.
var settings sync.Mutex //nolint:gochecknoglobals // guards what is global already

// Check tries a property on random stories and reports whether it held. The property fails by calling Fatalf of its T, always
// with the same text, so that a shorter story counts as the same failure; it keeps what it wants to tell itself. It must end
// early once the context is done.
func Check(ctx context.Context, opts Options, prop func(*rapid.T)) (held bool) {
	settings.Lock()
	defer settings.Unlock()
	ready()
	if testing.Short() { // rapid tries a fifth then; how many are enough is for the caller to say
		opts.Checks *= 5
	}
	restore := configure(map[string]string{
		"rapid.checks": strconv.Itoa(opts.Checks), "rapid.seed": strconv.FormatUint(max(1, opts.Seed), 10),
		"rapid.nofailfile": "true", "rapid.shrinktime": opts.Shrink.String(),
	})
	defer restore()
	t := &quiet{}
	done := make(chan struct{})
	go func() { // of its own, because FailNow ends it
		defer close(done)
		rapid.Check(t, func(r *rapid.T) {
			if ctx.Err() == nil {
				prop(r)
			}
		})
	}()
	<-done
	return !t.Failed()
}

// ready makes the flags of package testing known, which rapid asks for, where no test binary has done so. They are never read
// from the command line.
func ready() {
	testing.Init()
	if !flag.Parsed() {
		_ = flag.CommandLine.Parse(nil) // no arguments: it cannot fail
	}
}

// configure sets flags and returns what sets them back.
func configure(values map[string]string) (restore func()) {
	before := map[string]string{}
	for name, value := range values {
		f := flag.Lookup(name)
		if f == nil {
			continue
		}
		before[name] = f.Value.String()
		_ = f.Value.Set(value) // values of the flags' own types
	}
	return func() {
		for name, value := range before {
			_ = flag.Lookup(name).Value.Set(value)
		}
	}
}
