// Package child runs a command that a user has given, as if the user had started it.
//
// It knows processes and signals, and nothing of what they are for.
package child
