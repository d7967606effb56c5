package main

import (
	"errors"
	"os/exec"
	"strconv"
)

// stoppable is what asks the server to end, once it has started. There are no signals: it ends with another program.
func stoppable(server *exec.Cmd) (stop func(signal string) error, err error) {
	other := exec.Command("cmd")
	input, err := other.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := other.Start(); err != nil {
		return nil, err
	}
	server.Args = append(server.Args, "--stop-with", strconv.Itoa(other.Process.Pid))
	return func(string) error { return errors.Join(input.Close(), other.Wait()) }, nil
}
