package fault

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// active is a fault that acts. What counts is atomic, all else never changes.
type active struct {
	Fault
	id     string
	draws  draws
	added  time.Time
	bucket *rate.Limiter // nil if the effect is another one
	gone   chan struct{} // closed when the fault is removed
	ended  sync.Once

	seen, hit atomic.Int64
}

func newActive(f Fault, id string, d draws, now time.Time) *active {
	a := &active{Fault: f, id: id, draws: d, added: now, gone: make(chan struct{})}
	if f.Rate != nil {
		a.bucket = rate.NewLimiter(rate.Limit(f.Rate.PerSecond), f.Rate.Burst)
	}
	return a
}

// end ends the delays that the fault causes, as often as it is called.
func (a *active) end() { a.ended.Do(func() { close(a.gone) }) }

func (a *active) listed() Listed {
	hit := a.hit.Load() // before seen, which is never less
	return Listed{ID: a.id, Fault: a.Fault, Hit: hit, Seen: a.seen.Load(), Spent: a.over() || a.used(hit)}
}

// over reports whether the time of the fault is over.
func (a *active) over() bool { return a.When.For > 0 && clock.System().Now().Sub(a.added) > a.When.For }

// due counts a request that matches and reports whether its turn has come. Its number stands for it where something is drawn.
func (a *active) due() (number uint64, due bool) {
	w, seen := a.When, a.seen.Add(1)
	number = uint64(seen) //nolint:gosec // it counts from 1
	counted := seen - w.Skip
	switch {
	case counted <= 0, w.Every > 1 && counted%w.Every != 0:
		return number, false
	case w.Probability > 0 && a.draws.uniform(number, forProbability) >= w.Probability:
		return number, false
	}
	return number, true
}

// give gives the fault to a request whose turn has come, if it is to be hit.
func (a *active) give(g *Given, number uint64) {
	if a.used(a.hit.Load()) {
		return // nobody is told of its bucket any more
	}
	now := clock.System().Now()
	hit := a.bucket == nil || !a.bucket.AllowN(now, 1)
	if hit && !a.take() { // another request was quicker
		return
	}
	if a.bucket != nil {
		if g.Header == nil {
			g.Header = http.Header{}
		}
		a.tell(g.Header, now, hit)
	}
	if !hit {
		return
	}
	g.Fault = a.id
	if a.Delay.Any() {
		g.Waits = append(g.Waits, Wait{a.draws.delay(a.Delay, number), a.gone})
	}
	if a.Acts() {
		g.Effect, g.Gone = a.Effect, a.gone
	}
}

// used reports whether there were as many hits as there may be.
func (a *active) used(hit int64) bool { return a.When.First > 0 && hit >= a.When.First }

// take counts a hit unless there were as many as there may be.
func (a *active) take() bool {
	for {
		n := a.hit.Load()
		if a.used(n) {
			return false
		}
		if a.hit.CompareAndSwap(n, n+1) {
			return true
		}
	}
}
