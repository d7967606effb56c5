package mutate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
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

// plan finds the mistakes that the command can meet, and returns the places of those that count, in the order in which they are tried.
func (r *run) plan(ctx context.Context, asked *recording) (chosen []int, err error) {
	r.mutants = make([]report.Mutant, len(r.Mistakes))
	for i, m := range r.Mistakes {
		r.mutants[i] = r.contracts.mutant(m)
	}
	order := r.order()
	if err := r.meet(ctx, asked, order); err != nil {
		return nil, err
	}
	met := 0
	for _, i := range order {
		switch m := &r.mutants[i]; {
		case r.enough(met): // whether it is met is known of some by chance
			*m = r.contracts.mutant(r.Mistakes[i])
		case m.Outcome == report.MutantNotMet:
			r.Tried(*m)
		default:
			met++
			chosen = append(chosen, i)
		}
	}
	return chosen, nil
}

// order is that in which mistakes are looked at, drawn by the seed and by nothing else, so that a sample, and what is known when the run is
// stopped, is a fair part of the whole.
func (r *run) order() []int {
	order := make([]int, len(r.Mistakes))
	drawn := make([]string, len(r.Mistakes))
	for i, m := range r.Mistakes {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", r.Seed, m.Name))
		order[i], drawn[i] = i, string(sum[:])
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(drawn[a], drawn[b]) })
	return order
}

// enough says whether so many are all that are to be tried.
func (r *run) enough(n int) bool { return r.Sample > 0 && n >= r.Sample }

// meet asks a mock with each mistake what the command has asked, until there are enough to try. A mistake that shows in no answer is not
// met, unless there was more to ask, or it is one that shows only where requests come at once and some did.
func (r *run) meet(ctx context.Context, asked *recording, order []int) error {
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
	places := queue(order)
	wrong := make([]error, r.Jobs)
	var met atomic.Int64
	r.sideBySide(func(job int) {
		replayer := asked.replayer()
		defer replayer.close()
		// Whoever takes a place looks at it, so that none is left out before one that is met.
		for ctx.Err() == nil && wrong[job-1] == nil && !r.enough(int(met.Load())) {
			i, is := <-places
			if !is {
				return
			}
			var got []*answer
			if got, wrong[job-1] = replayer.replay(r.Mistakes[i].Name, clean); wrong[job-1] == nil {
				r.mutants[i].Answers, r.mutants[i].Wrong, r.mutants[i].First = asked.compare(clean, got)
				if r.mutants[i].Wrong == 0 && asked.tells(r.Mistakes[i], r.contracts.operations(r.Mistakes[i])) {
					r.mutants[i].Outcome = report.MutantNotMet
				} else {
					met.Add(1)
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
	next := queue(order)
	r.sideBySide(func(job int) {
		for i := range next {
			if ctx.Err() != nil {
				return
			}
			m, told := r.known(i)
			if !told {
				m, told = r.try(ctx, r.Mistakes[i], r.mutants[i], job)
			}
			if told {
				r.mutants[i] = m
				r.Tried(m)
				r.advance()
			}
		}
	})
}

// known tells what an earlier run has found of the mistake at this place, if it was killed.
func (r *run) known(i int) (m report.Mutant, is bool) {
	m = r.mutants[i]
	earlier, is := r.Known[m.Name]
	if is {
		m.Outcome, m.Status, m.DurationMS, m.Known = report.MutantKilled, earlier.Status, earlier.DurationMS, true
	}
	return m, is
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

// queue gives places to whoever asks for the next.
func queue(order []int) <-chan int {
	next := make(chan int, len(order))
	for _, i := range order {
		next <- i
	}
	close(next)
	return next
}

// sideBySide does something once for each job, and waits for all.
func (r *run) sideBySide(do func(job int)) {
	var all sync.WaitGroup
	for job := range r.Jobs {
		all.Go(func() { do(job + 1) })
	}
	all.Wait()
}
