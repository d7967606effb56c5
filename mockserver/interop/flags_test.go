//go:build interop && !bench

package interop

// buildFlags build the program with the race detector: a data race ends it with a status of its own.
var buildFlags = []string{"-race"}

// buildEnv lets the race detector in, which is a library of C.
const buildEnv = "CGO_ENABLED=1"

// serveBareIfAsked belongs to the measurement.
func serveBareIfAsked() bool { return false }
