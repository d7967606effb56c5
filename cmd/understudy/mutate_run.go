package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/mutate"
	reporting "github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/mockserver"
)

// runAddress is what a template of mutate's --env knows.
type runAddress struct {
	address

	Job          int
	Misbehaviour string
}

// mutate runs the command against the mistakes and writes the reports. Whatever can be wrong with the command line is told before the
// first run.
func (f *mutateFlags) mutate(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	outputs, errOutputs := openOutputs(f.reports, valueOf(f.environ, "GITHUB_STEP_SUMMARY"), stdout, stderr)
	defer outputs.close()
	o, err := f.plan(args, errOutputs, stderr)
	if err != nil {
		return err
	}
	cache, err := f.openCache(args, stderr)
	if err != nil {
		return err
	}
	if o.Mocks, err = f.mocks(ctx); err != nil {
		return err
	}
	defer o.Mocks.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	hurry := make(chan struct{})
	o.Known, o.Hurry = cache.Killed, hurry
	screen := newScreen(reporting.TerminalOptions{Colour: mayColour(f.environ), Verbose: f.verbose}, stdout, stderr, outputs.takeStdout())
	o.Said, o.Tried = screen.running.Progress, screen.running.Mutant
	m, err := mutate.Run(untilSignal(ctx, func() { close(hurry) }), o)
	if err != nil {
		return unclean(err, screen, stderr)
	}
	m.Tool, m.Version, m.Command, m.Min = "understudy", version, shellLine(args), f.min.percent
	m = m.Count()

	write := func(w io.Writer, format string) error { return reporting.WriteMutation(w, format, m) }
	notes, errFiles := outputs.write(write, toFile)
	errFiles = errors.Join(errFiles, cache.put(m))
	for _, note := range notes {
		fmt.Fprintln(stderr, "understudy: "+note)
	}
	stop() // stdout and pipes may wait for their readers as long as these like
	_, errStreams := outputs.write(write, toStream)
	errScreen := screen.close(func(t *reporting.Terminal) error { return t.CloseMutation(m) })
	return scored(m, errors.Join(errFiles, errStreams, errScreen))
}

// plan is what the flags say of the runs.
func (f *mutateFlags) plan(args []string, wrong error, stderr io.Writer) (mutate.Options, error) {
	mistakes, errMistakes := f.mistakes()
	variables, errEnv := parseVariables(f.env, runAddress{}, "{{.URL}}, {{.Host}}, {{.Port}}, {{.Job}} and {{.Misbehaviour}}")
	mock, err := f.options(stderr, f.check(), errMistakes, wrong)
	if err := errors.Join(wantCommand(args), errEnv, err); err != nil {
		return mutate.Options{}, err
	}
	mock.Logger = nil
	trial := mockserver.New(mock) // whether the options go together
	trial.Close()
	if err := f.fit(trial); err != nil {
		return mutate.Options{}, err
	}
	if f.logs != "" {
		if err := os.MkdirAll(f.logs, 0o777); err != nil {
			return mutate.Options{}, failed(fmt.Errorf("make the folder of --logs: %w", err))
		}
	}
	return mutate.Options{
		Args: args,
		Env: func(p mutate.Place) []string {
			return slices.Concat(f.environ, variables.of(p.URL, runAddress{addressOf(p.URL), p.Job, p.Misbehaviour}))
		},
		Mock: mock, Mistakes: mistakes, Sample: f.sample, Seed: f.seed, Jobs: f.jobs, Timeout: f.timeout, Logs: f.logs,
		Clock: mockserver.SystemClock(),
	}, nil
}

// mocks is where the mocks of the runs are.
func (f *mutateFlags) mocks(ctx context.Context) (mutate.Mocks, error) {
	if f.ownPorts {
		return mutate.Ports{}, nil
	}
	listener, err := listen(f.addr)
	if err != nil {
		return nil, err
	}
	return mutate.NewStage(listener, baseURL(ctx, listener.Addr())), nil
}

// unclean tells why nothing could be tried.
func unclean(err error, screen screen, stderr io.Writer) error {
	errScreen := screen.close((*reporting.Terminal).Clear)
	var clean *mutate.CleanError
	if errors.As(err, &clean) {
		_, _ = stderr.Write(clean.Output)
	}
	return failed(errors.Join(err, errScreen))
}

// scored turns a report into the exit status.
func scored(m reporting.Mutation, unwritten error) error {
	switch {
	case m.Passed:
		return failed(unwritten)
	case m.Told():
		return &exitError{exitBroken, errors.Join(errors.New(m.Verdict()), unwritten)}
	default:
		return &exitError{exitFailed, errors.Join(errors.New(m.Verdict()), unwritten)}
	}
}
