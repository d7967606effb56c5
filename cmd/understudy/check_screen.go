package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/lossy"
	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// screen shows a run: what goes on while it runs, the results at the end. On a terminal both are one picture. The run never
// waits for somebody to read what goes on; the results do.
type screen struct {
	running, results *reporting.Terminal
	out              io.Writer // of the results
}

// close prints the results. That the reader does not want all of them, as in a pipe to head, is no error.
func (s screen) close(results func(*reporting.Terminal) error) error {
	err := results(s.results)
	if lines, ok := s.out.(*lossy.Writer); ok {
		err = errors.Join(err, lines.Flush(context.Background()))
	}
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

// screenOptions are the options of a screen that is no terminal.
func (f *checkFlags) screenOptions(o reporting.Options) reporting.TerminalOptions {
	return reporting.TerminalOptions{Options: o, Colour: mayColour(f.environ), Verbose: f.verbose}
}

// mayColour says whether the user lets a terminal have colours.
func mayColour(environ []string) bool {
	return !slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return name == "NO_COLOR" && value != "" || name == "TERM" && value == "dumb"
	})
}

// newScreen shows what goes on on stderr and the results on stdout, or on stderr if stdout is taken.
func newScreen(o reporting.TerminalOptions, stdout, stderr io.Writer, stdoutTaken bool) screen {
	out := stdout
	if stdoutTaken {
		out = stderr
	}
	results := on(out, o)
	if _, ok := out.(*lossy.Writer); results.Live && !ok {
		out = lossy.New(out, lossy.Room)
	}
	whole := reporting.NewTerminal(out, results)
	if results.Live {
		return screen{whole, whole, out}
	}
	return screen{reporting.NewTerminal(stderr, on(stderr, o)), whole, out}
}

// on fits the options to what w is.
func on(w io.Writer, o reporting.TerminalOptions) reporting.TerminalOptions {
	file, ok := under(w).(*os.File)
	if ok {
		o.Width, o.Height, ok = terminalSize(file)
	}
	o.Live = ok && o.Width > 0 && o.Height > 0
	o.Colour = o.Colour && ok
	return o
}

// under is the stream itself where nobody waits for it.
func under(w io.Writer) io.Writer {
	if lines, ok := w.(*lossy.Writer); ok {
		return lines.Under()
	}
	return w
}
