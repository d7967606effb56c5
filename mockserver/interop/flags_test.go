//go:build interop && !bench

package interop

// buildFlags build the program with the race detector: a data race ends it with a status of its own.
var buildFlags = []string{"-race"}

// serveBareIfAsked belongs to the measurement.
func serveBareIfAsked() bool { return false }
