// Command understudy stands in for two conversation-analytics APIs: the Chatlayer Analytics events API and the Inkeep
// Analytics events API. This package knows flags, signals and exit codes; everything else is in the packages it calls.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/lossy"
)

// version is set when a release is built.
var version = "0.1.0-dev"

// flushTimeout is how long the end of the program waits for somebody to read what it has said.
const flushTimeout = 3 * time.Second

func main() {
	// Otherwise the first write to an output that nobody reads any more ends the process, whatever else it does.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// run is the whole program but for the process around it. It returns the exit status. No command waits for the reader of
// stderr, or learns that there is none.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	ctx, done := context.WithCancel(ctx)
	defer done()
	said := lossy.New(stderr, lossy.Room)
	root := newRoot(environ)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(said)
	c, err := root.ExecuteContextC(ctx)
	status := report(said, c, err)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTimeout)
	defer cancel()
	_ = said.Flush(end) // the exit status stays, read or not
	return status
}
