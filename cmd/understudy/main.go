// Command understudy stands in for two conversation-analytics APIs: the Chatlayer Analytics events API and the Inkeep
// Analytics events API. This package knows flags, signals and exit codes; everything else is in the packages it calls.
package main

import (
	"context"
	"io"
	"os"
)

// version is set when a release is built.
var version = "0.1.0-dev"

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// run is the whole program but for the process around it. It returns the exit status.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	root := newRoot(environ)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return report(stderr, root.ExecuteContext(ctx))
}
