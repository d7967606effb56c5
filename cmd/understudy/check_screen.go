package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// screen shows a run: what goes on while it runs, the results at the end. On a terminal both are one picture.
type screen struct {
	running, results *reporting.Terminal
}

// close prints the results.
func (s screen) close(r conformance.Report) error { return s.results.Close(r) }

// screenOptions are the options of a screen that is no terminal.
func (f *checkFlags) screenOptions(o reporting.Options) reporting.TerminalOptions {
	return reporting.TerminalOptions{Options: o, Colour: f.mayColour()}
}

// mayColour says whether the user lets a terminal have colours.
func (f *checkFlags) mayColour() bool {
	return !slices.ContainsFunc(f.environ, func(entry string) bool {
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
	if results := on(out, o); results.Live {
		whole := reporting.NewTerminal(out, results)
		return screen{whole, whole}
	}
	return screen{reporting.NewTerminal(stderr, on(stderr, o)), reporting.NewTerminal(out, on(out, o))}
}

// on fits the options to what w is.
func on(w io.Writer, o reporting.TerminalOptions) reporting.TerminalOptions {
	file, ok := w.(*os.File)
	if ok {
		o.Width, o.Height, ok = terminalSize(file)
	}
	o.Live = ok && o.Width > 0 && o.Height > 0
	o.Colour = o.Colour && ok
	return o
}
