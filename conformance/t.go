package conformance

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"sync"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// T is what a running check has in hand. Its methods may be called from several goroutines, but those that end the check
// (Fail, Inconclusive, NotApplicable) only from the one that runs it, as with testing.T.
type T struct {
	check   Check
	target  Target
	client  *exchange.Client
	auth    string
	run     string
	session any
	watcher Watcher

	mu       sync.Mutex
	outcome  Outcome
	failure  Failure
	message  string
	note     string
	evidence map[string]int
	requests int
	last     *exchange.Exchange
}

// Failure is what a failure shows.
type Failure struct {
	Message   string // what was wrong, in one sentence
	Expected  string
	Got       string
	LooksLike string
	// Symptoms is what went wrong in words that all checks have which meet it. Failures with one in common are one finding.
	Symptoms []Symptom
	// Observed is the suite's own account of what was seen, for Suite.Diagnose.
	Observed any
	// Exchanges are the ones that prove it, the shortest proof first. None: the last one of the check.
	Exchanges []*exchange.Exchange
	Pictures  []Picture
}

// Session returns what the suite's Prepare returned.
func (t *T) Session() any { return t.session }

// Target returns the target, with its defaults filled in.
func (t *T) Target() Target { return t.target }

// Run returns the nonce of the run. NamesOf makes names with it.
func (t *T) Run() string { return t.run }

// Check returns the check that runs.
func (t *T) Check() Check { return t.check }

// Client returns the client, for Base, Clock and raw connections. Requests go through Do.
func (t *T) Client() *exchange.Client { return t.client }

// Authorization returns the header's value for the target's own credentials.
func (t *T) Authorization() string { return t.auth }

// Do sends a request as it stands: without credentials unless it has them.
func (t *T) Do(ctx context.Context, r exchange.Request) *exchange.Exchange {
	x := t.client.Do(ctx, t.check.ID, r)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests, t.last = t.requests+1, x.Brief()
	return x
}

// Saw counts evidence of a kind that the check's Floor may name.
func (t *T) Saw(kind string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.evidence[kind] += n
}

// Record sets the message of the check: what an Info check saw, or a remark on a pass.
func (t *T) Record(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.message = fmt.Sprintf(format, args...)
}

// Note says something of the target that every reader of the report has to know, such as that its clock stands still. Reports say it once,
// beside the verdict.
func (t *T) Note(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.note = fmt.Sprintf(format, args...)
}

// Fail ends the check: what it asks for does not hold. A check of level Info never fails: it records the message and what it got.
func (t *T) Fail(f Failure) {
	t.mu.Lock()
	if len(f.Exchanges) == 0 && t.last != nil {
		f.Exchanges = []*exchange.Exchange{t.last}
	}
	t.mu.Unlock()
	if t.check.Level == Info { // what it saw is recorded; nobody may insist
		said := f.Message
		if f.Got != "" {
			said += ": " + f.Got
		}
		t.end(Pass, Failure{Message: said})
	}
	t.end(Fail, f)
}

// Failf ends the check with a message and nothing to compare.
func (t *T) Failf(format string, args ...any) { t.Fail(Failure{Message: fmt.Sprintf(format, args...)}) }

// Inconclusive ends the check: it cannot tell.
func (t *T) Inconclusive(format string, args ...any) {
	t.end(Inconclusive, Failure{Message: fmt.Sprintf(format, args...)})
}

// NotApplicable ends the check: the target rightly does not offer what it looks at.
func (t *T) NotApplicable(format string, args ...any) {
	t.end(Skip, Failure{Message: fmt.Sprintf(format, args...)})
}

func (t *T) end(o Outcome, f Failure) {
	t.mu.Lock()
	t.outcome, t.failure = o, f
	t.mu.Unlock()
	runtime.Goexit()
}

// Exchanges returns those of the run so far, for checks of the phase Closing. They are in brief: what looks at whole
// answers is a Watcher.
func (t *T) Exchanges() []*exchange.Exchange { return t.client.Exchanges() }

// Watcher returns what the check's Watch made, and what has seen the whole run. The check has the phase Closing.
func (t *T) Watcher() Watcher { return t.watcher }

// short tells which evidence the check lacks, "" if none.
func (t *T) short() string {
	lacking := ""
	for kind, least := range maps.All(t.check.Floor) {
		if have := t.evidence[kind]; have < least && (lacking == "" || kind < lacking) {
			lacking = kind
		}
	}
	if lacking == "" {
		return ""
	}
	short := fmt.Sprintf("saw too little to judge: %s: %d, needs %d", lacking, t.evidence[lacking], t.check.Floor[lacking])
	if t.target.ReadOnly {
		short += "; name a bot that has more events, or run without --read-only"
	}
	return short
}
