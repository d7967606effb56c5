package mutate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/mockserver"
)

// run is one execution of the whole.
type run struct {
	Options
	contracts contracts
	began     time.Time
	broken    int64 // requests of the first clean run

	mu      sync.Mutex
	slowest time.Duration // of the clean runs
	phase   conformance.Progress
	begun   time.Time       // the phase
	mutants []report.Mutant // as the mistakes are
}

// plan finds the mistakes that the command can meet, and returns their places in the order in which they are tried: one drawn by the seed,
// so that what is known when the run is stopped is a fair part of the whole.
func (r *run) plan(ctx context.Context, asked *recording) (order []int, err error) {
	r.mutants = make([]report.Mutant, len(r.Mistakes))
	for i, m := range r.Mistakes {
		r.mutants[i] = r.contracts.mutant(m)
	}
	if err := r.meet(ctx, asked); err != nil {
		return nil, err
	}
	for i := range r.mutants {
		m := &r.mutants[i]
		if known, is := r.Known[m.Name]; is && m.Outcome == report.MutantNotTried {
			m.Outcome, m.Status, m.DurationMS, m.Known = report.MutantKilled, known.Status, known.DurationMS, true
		}
		if m.Outcome == report.MutantNotTried {
			order = append(order, i)
		} else {
			r.Tried(*m)
		}
	}
	drawn := func(i int) string {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", r.Seed, r.Mistakes[i].Name))
		return string(sum[:])
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(drawn(a), drawn(b)) })
	if r.Sample > 0 {
		order = order[:min(r.Sample, len(order))]
	}
	return order, nil
}

// meet asks a mock with each mistake what the command has asked. A mistake that shows in no answer is not met, unless there was more to
// ask, or it is one that shows only where requests come at once and some did.
func (r *run) meet(ctx context.Context, asked *recording) error {
	r.say(conformance.Progress{What: "asking again what it has asked", Total: len(r.Mistakes)})
	clean, err := asked.replay("", nil)
	if err != nil {
		return err
	}
	again, err := asked.replay("", clean)
	if err != nil {
		return err
	}
	for i := range clean {
		if again[i].differs(clean[i]) != "" { // it is never the same
			clean[i] = nil
		}
	}
	places := make(chan int, len(r.Mistakes))
	for i := range r.Mistakes {
		places <- i
	}
	close(places)
	wrong := make([]error, r.Jobs)
	r.sideBySide(func(job int) {
		replayer := asked.replayer()
		defer replayer.close()
		for i := range places {
			if ctx.Err() != nil || wrong[job-1] != nil {
				return
			}
			var got []*answer
			if got, wrong[job-1] = replayer.replay(r.Mistakes[i].Name, clean); wrong[job-1] == nil {
				r.mutants[i].Answers, r.mutants[i].Wrong, r.mutants[i].First = asked.compare(clean, got)
				if r.mutants[i].Wrong == 0 && asked.tells(r.Mistakes[i], r.contracts.operations(r.Mistakes[i])) {
					r.mutants[i].Outcome = report.MutantNotMet
				}
			}
			r.advance()
		}
	})
	return errors.Join(wrong...)
}

// tryAll tries the mistakes at these places until ctx ends.
func (r *run) tryAll(ctx context.Context, order []int) {
	r.say(conformance.Progress{What: "mistakes tried", Total: len(order)})
	next := make(chan int, len(order))
	for _, i := range order {
		next <- i
	}
	close(next)
	r.sideBySide(func(job int) {
		for i := range next {
			if ctx.Err() != nil {
				return
			}
			if m, told := r.try(ctx, r.Mistakes[i], r.mutants[i], job); told {
				r.mutants[i] = m
				r.Tried(m)
				r.advance()
			}
		}
	})
}

// try runs the command once against a mistake. It is not told what comes of it if ctx ends before.
func (r *run) try(ctx context.Context, mistake mockserver.Misbehaviour, m report.Mutant, job int) (tried report.Mutant, told bool) {
	began := r.Clock.Now()
	within, done := context.WithTimeout(ctx, r.limit())
	defer done()
	options := r.Mock
	options.Misbehave = mistake.Name
	mock := mockserver.New(options)
	defer mock.Close()
	e, err := r.once(within, mock, Place{Job: job, Misbehaviour: mistake.Name}, mistake.Name)
	e.forget()
	m.DurationMS = r.since(began).Milliseconds()
	switch {
	case ctx.Err() != nil:
		return m, false
	case err != nil:
		m.Outcome, m.Reason = report.MutantError, err.Error()
	case within.Err() != nil:
		m.Outcome = report.MutantTimeout
	case e.status != 0:
		m.Outcome, m.Status = report.MutantKilled, e.status
	default:
		m.Outcome = report.MutantSurvived
	}
	return m, true
}

// sideBySide does something once for each job, and waits for all.
func (r *run) sideBySide(do func(job int)) {
	var all sync.WaitGroup
	for job := range r.Jobs {
		all.Go(func() { do(job + 1) })
	}
	all.Wait()
}
