// Package mutate runs a command, such as somebody's tests, against each mistake that a mock can make, and tells which mistakes make the
// command fail.
//
// Every run has a mock of its own, below a path of one server or on a port of its own, so that many go on side by side. A mistake of
// operations that the command does not call on the clean mock is not tried: the command cannot meet it.
package mutate
