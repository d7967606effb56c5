package mutate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// What a run is given beyond what the slowest clean one took, and what the first one is given, unless somebody has said how long it may
// take.
const (
	timesClean = 10
	beyond     = 10 * time.Second
	firstRun   = 10 * time.Minute
)

func (r *run) limit() time.Duration {
	switch {
	case r.Timeout > 0:
		return r.Timeout
	case r.slowest == 0:
		return firstRun
	default:
		return timesClean*r.slowest + beyond
	}
}

// clean runs the command on the clean mock, alone and then beside itself, and returns what it has asked.
func (r *run) clean(ctx context.Context) (*recording, error) {
	r.say(conformance.Progress{What: "clean run"})
	began := r.Mock.Clock.Now()
	steps := newSteps(began)
	options := r.Mock
	options.Clock = steps
	mock := mockserver.New(options)
	defer mock.Close()
	recorder := &recorder{
		mock: mock, clock: r.Mock.Clock, steps: steps, hold: func() { time.Sleep(overlap) }, all: recording{options: r.Mock, began: began},
	}
	if err := r.cleanRun(ctx, recorder, Place{Job: 1}, "clean", r.limit()); err != nil {
		return nil, err
	}
	r.broken = mock.BrokenRequests()
	asked := recorder.end()
	switch {
	case asked.calls() == 0:
		return nil, &CleanError{Reason: "the command passes and asks the mock nothing: does it use the base URL in UNDERSTUDY_URL?" +
			r.Mocks.strays()}
	case r.Jobs == 1:
		return asked, nil
	}
	r.say(conformance.Progress{What: fmt.Sprintf("beside itself on the clean mock, %d times", r.Jobs)})
	wrong, limit := make([]error, r.Jobs), r.limit()
	r.sideBySide(func(job int) {
		mock := mockserver.New(r.Mock)
		defer mock.Close()
		wrong[job-1] = r.cleanRun(ctx, mock, Place{Job: job}, fmt.Sprintf("clean-%d", job), limit)
	})
	if err := cmp.Or(wrong...); err != nil {
		return nil, alone(err, r.Jobs)
	}
	return asked, nil
}

// cleanRun is one run, which has to pass.
func (r *run) cleanRun(ctx context.Context, mock http.Handler, p Place, name string, limit time.Duration) error {
	began := r.Clock.Now()
	within, done := context.WithTimeout(ctx, limit)
	defer done()
	e, err := r.once(within, mock, p, name)
	defer e.forget()
	took := r.since(began)
	switch {
	case ctx.Err() != nil:
		return errors.New("interrupted before the command had ended on the clean mock")
	case err != nil:
		return err
	case within.Err() != nil:
		return &CleanError{fmt.Sprintf("the command does not end within %s on the clean mock; does it watch files, or wait for a key? "+
			"--timeout gives it more time", limit), e.printed()}
	case e.status != 0:
		return &CleanError{fmt.Sprintf("the command fails on the clean mock, with status %d", e.status), e.printed()}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.slowest = max(r.slowest, took)
	return nil
}

// alone says of a command that fails beside itself that it passes alone.
func alone(err error, jobs int) error {
	var clean *CleanError
	if errors.As(err, &clean) {
		clean.Reason = fmt.Sprintf("the command passes alone, and fails where %d run side by side, so that its failures say nothing: give "+
			"--jobs 1, or each run what it needs for itself, such as --env PORT=300{{.Job}}; %s", jobs, clean.Reason)
	}
	return err
}
