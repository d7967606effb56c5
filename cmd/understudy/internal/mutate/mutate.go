package mutate

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/mockserver"
)

// Options say what is run against what.
type Options struct {
	Args     []string                  // the command
	Env      func(Place) []string      // its variables
	Mock     mockserver.Options        // of the clean mock; it has a Clock
	Mistakes []mockserver.Misbehaviour // that are asked for
	Sample   int                       // how many of those that the command can meet are tried, drawn by the seed; 0 is all
	Seed     uint64                    // says in which order they are tried
	Jobs     int                       // runs at once
	Timeout  time.Duration             // of a run; 0 is ten times the slowest clean one and ten seconds; the first has ten minutes
	Mocks    Mocks                     // where the mocks are
	Logs     string                    // a folder for what each run prints; empty keeps nothing
	Known    map[string]report.Mutant  // mistakes that need not be tried, by name
	Clock    mockserver.Clock
	Hurry    <-chan struct{} // closed when what runs is not to be waited for

	Said  func(conformance.Progress) // what goes on
	Tried func(report.Mutant)        // what has come of a mistake
}

// Place is what a run can be told.
type Place struct {
	URL          string
	Job          int    // from 1; runs that go on at once have different ones
	Misbehaviour string // empty for the clean mock
}

// CleanError says that a command fails on the clean mock, or does not ask it anything, so that nothing follows from how it ends.
type CleanError struct {
	Reason string
	Output []byte // what it printed
}

func (e *CleanError) Error() string { return e.Reason }

// Run runs the command on the clean mock, there beside itself if runs are to go on side by side, and then once for each mistake. When ctx
// ends it tells what is known so far. The error is a *CleanError, a *child.StartError or that of a file or of ctx.
func Run(ctx context.Context, o Options) (report.Mutation, error) {
	r := &run{Options: o, began: o.Clock.Now()}
	var err error
	if r.contracts, err = readContracts(); err != nil {
		return report.Mutation{}, err
	}
	defer r.tick()()
	asked, err := r.clean(ctx)
	if err != nil {
		return report.Mutation{}, err
	}
	order, err := r.plan(ctx, asked)
	if err != nil {
		return report.Mutation{}, err
	}
	r.tryAll(ctx, order)
	return r.result(ctx), nil
}

func (r *run) result(ctx context.Context) report.Mutation {
	m := report.Mutation{
		Seed: r.Seed, StartedAt: r.began, DurationMS: r.since(r.began).Milliseconds(), CleanMS: r.slowest.Milliseconds(),
		TimeLimitMS: r.limit().Milliseconds(), Jobs: r.Jobs, Sample: r.Sample, Broken: r.broken, Mutants: r.mutants,
	}
	if ctx.Err() != nil {
		m.Unfinished = "interrupted"
	}
	return m
}

func (r *run) since(at time.Time) time.Duration { return r.Clock.Now().Sub(at) }
