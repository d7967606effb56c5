package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/conformance"
	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// collectAt is by how much the heap may grow, in percent, before a run collects garbage.
const collectAt = 400

// enough is how much memory a run takes, in bytes, before it collects garbage as often as it must to need no more.
const enough = 80 << 20

// check judges the target and writes the reports. Whatever can be wrong with the command line is told before the first
// request.
func (f *checkFlags) check(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	target, errTarget := f.target(args, stderr)
	outputs, errOutputs := openOutputs(f.reports, valueOf(f.environ, "GITHUB_STEP_SUMMARY"), stdout, stderr)
	defer outputs.close()
	known, errKnown := openNewBaseline(f.writeBaseline, outputs)
	if err := errors.Join(errTarget, errOutputs, errKnown); err != nil {
		return &exitError{exitUsage, err}
	}
	// A second wish to stop ends the process at once, and so does one when the run is over and the files are written.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ctx = untilSignal(ctx)

	// A run is short and keeps what it sees: collecting less often saves a fifth of its time on the processor.
	defer debug.SetGCPercent(debug.SetGCPercent(collectAt))
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard) // net/http repeats what a target says unasked
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(enough))

	options := reporting.Options{FailOn: conformance.Level(f.failOn), Command: f.command(target), Secrets: f.secrets(target.Suite)}
	screen := newScreen(f.screenOptions(options), stdout, stderr, outputs.takeStdout())
	target.Progress, target.Done = screen.running.Progress, screen.running.Result
	result, err := conformance.Run(ctx, target)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	write := func(w io.Writer, format string) error { return reporting.Write(w, format, result, options) }
	notes, errFiles := outputs.write(write, toFile)
	errFiles = errors.Join(errFiles, known.write(result, target.Baseline, stderr))
	for _, note := range notes {
		fmt.Fprintln(stderr, "understudy: "+note)
	}
	stop() // stdout and pipes may wait for their readers as long as these like
	_, errStreams := outputs.write(write, toStream)
	return f.verdict(result, errors.Join(errFiles, errStreams, screen.close(func(t *reporting.Terminal) error { return t.Close(result) })))
}

// verdict turns a report into the exit status. That the contract was broken counts more than anything else.
func (f *checkFlags) verdict(r conformance.Report, unwritten error) error {
	var broken []error
	if r.Verdict == conformance.Nonconformant && r.New(conformance.Must) > 0 {
		broken = append(broken, errors.New(r.Reason))
	}
	if n := r.New(conformance.Should); n > 0 && f.failOn == string(conformance.Should) {
		broken = append(broken, fmt.Errorf("failed checks of level should: %d, and --fail-on should counts them", n))
	}
	for _, s := range r.Baseline {
		broken = append(broken, fmt.Errorf("stale baseline: %s: %s", s.Check, s.Reason))
	}
	switch {
	case len(broken) > 0:
		return &exitError{exitBroken, errors.Join(errors.Join(broken...), unwritten)}
	case r.Untold():
		return &exitError{exitFailed, errors.Join(errors.New(r.Reason), unwritten)}
	default:
		return failed(unwritten)
	}
}

// secrets are the variables that hold the secrets which the suite was given, with what belongs there.
func (f *checkFlags) secrets(suite conformance.Suite) []string {
	var all []string
	for _, flag := range suite.Flags {
		if flag.Secret && len(f.values(flag.Name)) > 0 {
			all = append(all, envName(flag.Name)+"="+flag.Value)
		}
	}
	return all
}

// belongs reports whether a flag is one of the API's, or of all.
func (f *checkFlags) belongs(name string) bool {
	takers := names(f.takers(name))
	return len(takers) == 0 || slices.Contains(takers, f.api)
}

// command is the command line that runs the same again, with the credentials in the environment: whatever was set, but for what
// says where the results go.
func (f *checkFlags) command(target conformance.Target) string {
	words := []string{"understudy", "check", target.URL, "--api", f.api, "--seed", strconv.FormatUint(f.seed, 10)}
	silent := []string{"api", "seed", "report", "write-baseline", "list", "help"}
	if target.CAFile == "" {
		silent = append(silent, "ca-file")
	}
	f.flags.VisitAll(func(flag *pflag.Flag) {
		own, _ := target.Suite.Flag(flag.Name)
		switch {
		case !flag.Changed, own.Secret, slices.Contains(silent, flag.Name):
		case !f.belongs(flag.Name): // set in the environment, where it may be
		case flag.Value.Type() == "bool" && flag.Value.String() == "true":
			words = append(words, "--"+flag.Name)
		case flag.Value.Type() != "bool":
			for _, v := range f.values(flag.Name) {
				words = append(words, "--"+flag.Name, v)
			}
		}
	})
	return shellLine(words)
}

// shellLine is a command as a shell takes it.
func shellLine(args []string) string {
	words := make([]string, len(args))
	for i, word := range args {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}

// quoted spells a word for a shell.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=,+@%", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
