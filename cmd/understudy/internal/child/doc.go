// Package child runs a command that a user has given: as if the user had started it, or apart, so that it can be ended with all that it has
// started.
//
// It knows processes and signals, and nothing of what they are for.
package child
