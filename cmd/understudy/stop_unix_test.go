//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// stoppable is what asks the server to end, once it has started, by the signal of that name.
func stoppable(server *exec.Cmd) (stop func(signal string) error, err error) {
	return func(name string) error {
		return server.Process.Signal(map[string]syscall.Signal{"SIGINT": syscall.SIGINT, "SIGTERM": syscall.SIGTERM}[name])
	}, nil
}
