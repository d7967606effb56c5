package conformance

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

// runner is one run over one target.
type runner struct {
	target   Target
	planned  []selection
	contract *spec.Contract
	client   *exchange.Client
	auth     string
	run      string
	started  time.Time
	session  any
	prepared error // why the suite could not prepare
	env      *Env
	watching map[string]*watching // by the id of the check
	pace     *pace

	mu       sync.Mutex
	results  map[string]Result
	failures map[string]Failure // by the id of the check
}

// Run judges a target. It returns an error only for what makes a run impossible: options that cannot be used (ErrSelection
// among them). A target that cannot be reached gives an incomplete report. When the context ends, Run stops soon and reports
// what it has: what did not run by then is inconclusive.
func Run(ctx context.Context, target Target) (Report, error) {
	r, err := newRunner(target)
	if err != nil {
		return Report{}, err
	}
	defer r.client.Close()
	ctx, cancel := context.WithTimeout(ctx, r.target.Deadline)
	defer cancel()
	defer r.keepTelling(ctx)()
	if r.prepare(ctx) {
		for _, phases := range [][]Phase{{Reading}, {Writing}} {
			r.beside(ctx, phases...)
		}
		r.oneByOne(ctx, Alone, Closing)
	}
	return r.report(ctx), nil
}

func newRunner(target Target) (*runner, error) {
	target = target.withDefaults()
	base, errBase := target.base()
	trust, errTrust := target.trust(base)
	if err := target.Suite.check(); err != nil {
		return nil, errors.Join(errBase, err)
	}
	contract, err := target.Suite.Contract()
	if err != nil {
		return nil, errors.Join(errBase, fmt.Errorf("suite %s: load its contract: %w", target.Suite.API, err))
	}
	access, errAuth := target.Suite.Authorize(target)
	planned, errPlan := target.plan(access.Offers)
	if err := errors.Join(errBase, errTrust, target.Suite.cites(contract), errAuth, errPlan,
		target.Baseline.check(target.Suite)); err != nil {
		return nil, err
	}
	r := &runner{
		target: target, planned: planned, contract: contract, auth: access.Header, started: target.Clock.Now(),
		results: map[string]Result{}, failures: map[string]Failure{},
	}
	r.watching, r.pace = watchers(planned), newPace(target, r.started, planned)
	r.run = nonce(target.Seed, r.started)
	r.client = exchange.New(exchange.Options{
		Base: base, UserAgent: "understudy/" + target.Version + " run=" + r.run,
		Redactor:  exchange.NewRedactor(access.Secrets...).Sparing(target.ownWords(contract, access.Names)).With(access.Credentials...),
		PerSecond: target.PerSecond, Parallel: target.Parallel, Timeout: target.Timeout, TLS: trust, Clock: target.Clock,
		Ended: r.watch,
	})
	return r, nil
}

// nonce names a run: no two runs of one seed begin at the same nanosecond.
func nonce(seed uint64, at time.Time) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d", seed, at.UnixNano()))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// prepare reports whether checks can run.
func (r *runner) prepare(ctx context.Context) bool {
	r.env = &Env{
		Target: r.target, Client: r.client, Authorization: r.auth, Run: r.run, Writes: !r.target.ReadOnly,
		Progress: r.progress, Unplanted: !slices.ContainsFunc(r.planned,
			func(s selection) bool { return s.reason == "" && !s.check.Unplanted }),
	}
	r.session, r.prepared = bring(ctx, r.target.Suite, r.env)
	r.unfit()
	return r.prepared == nil
}

// bring lets the suite prepare. Its panic is the runner's own error, like that of a check.
func bring(ctx context.Context, s Suite, env *Env) (session any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the preparation itself failed, which is a bug of the runner: %v", cause)
		}
	}()
	return s.Prepare(ctx, env)
}

func (r *runner) progress(what string, done, total int) {
	r.pace.tell(what, done, total)
	r.tell()
}

// tell says how the run goes on.
func (r *runner) tell() {
	if r.target.Progress != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.target.Progress(r.pace.news(r.target.Clock.Now()))
	}
}

// keepTelling tells every while until the returned function is called, whatever happens. It waits by the machine's clock, because
// people do.
func (r *runner) keepTelling(ctx context.Context) (stop func()) {
	if r.target.Progress == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() {
		for exchange.SystemClock().Sleep(ctx, beat) == nil {
			r.tell()
		}
	})
	return func() {
		cancel()
		ended.Wait()
	}
}

// beside runs the checks of some phases beside each other, as many at a time as there may be requests.
func (r *runner) beside(ctx context.Context, phases ...Phase) {
	work := make(chan Check)
	var workers sync.WaitGroup
	for range r.target.Parallel {
		workers.Go(func() {
			for c := range work {
				r.one(ctx, c)
			}
		})
	}
	for _, c := range r.selected(phases...) {
		work <- c
	}
	close(work)
	workers.Wait()
}

func (r *runner) oneByOne(ctx context.Context, phases ...Phase) {
	for _, phase := range phases {
		for _, c := range r.selected(phase) {
			r.one(ctx, c)
		}
	}
}

func (r *runner) selected(phases ...Phase) []Check {
	var checks []Check
	for _, phase := range phases {
		for _, s := range r.planned {
			if s.reason == "" && s.check.Phase == phase {
				checks = append(checks, s.check)
			}
		}
	}
	return checks
}

// one runs a check and keeps its result.
func (r *runner) one(ctx context.Context, c Check) {
	r.pace.begin(c.ID, r.target.Clock.Now())
	r.tell()
	result := r.attempt(ctx, c)
	if result.Outcome == Fail && c.Confirm && ctx.Err() == nil {
		if again := r.attempt(ctx, c); again.Outcome == Fail {
			result = again
		} else {
			result.Outcome = Inconclusive
			result.Message = "it failed once and not again: " + result.Message
		}
	}
	r.pace.end(c.ID)
	r.keep(result)
}

func (r *runner) keep(result Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results[result.ID] = result
	if r.target.Done != nil {
		r.target.Done(result)
	}
}
