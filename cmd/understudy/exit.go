package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// The exit statuses of all commands.
const (
	exitOK     = 0
	exitBroken = 1 // the contract was broken
	exitUsage  = 2 // the command line or the environment cannot be used
	exitFailed = 3 // the command itself could not do its work
	// exitPipe is what a shell says of a program whose reader has gone, such as head.
	exitPipe = 141
)

// exitError is an error that decides the exit status.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }

func (e *exitError) Unwrap() error { return e.err }

// endedError says that a command that was run decides the exit status, whatever else there is to tell.
type endedError struct {
	status int
	err    error // nil if there is nothing to tell
}

func (e *endedError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *endedError) Unwrap() error { return e.err }

func usageErrorf(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

func failed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EPIPE):
		return &exitError{exitPipe, err}
	}
	return &exitError{exitFailed, err}
}

// report prints the error that a command ended with, one line per mistake, and returns the exit status. What cobra itself
// complains of is usage. An error may repeat what a target said. A reader who has gone has seen enough: nothing is said of that.
func report(stderr io.Writer, c *cobra.Command, err error) int {
	if err == nil {
		return exitOK
	}
	code := exitUsage
	var exit *exitError
	var ended *endedError
	its := errors.As(err, &ended)
	switch {
	case its:
		code = ended.status
	case errors.As(err, &exit):
		code = exit.code
	}
	if code == exitPipe && !its {
		return code
	}
	usage := code == exitUsage && !its
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" {
			if usage {
				line = asGiven(c, line)
			}
			fmt.Fprintf(stderr, "understudy: %s\n", reporting.Harmless(line))
		}
	}
	if usage {
		if names := environmentOf(c); len(names) > 0 {
			fmt.Fprintf(stderr, "understudy: set in the environment: %s\n", listed(names))
		}
		fmt.Fprintln(stderr, "understudy: run the command with --help to see how it is used")
	}
	return code
}
