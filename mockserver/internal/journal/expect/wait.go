package expect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
)

// mostNear is how many of the exchanges that came nearest are told.
const mostNear = 3

// Result is what came of an expectation.
type Result struct {
	Met     bool
	Matched []*journal.Exchange
	Nearest []Near // of the others; none if it is met
	Detail  string // for people
}

// Near is an exchange that is not what was expected, but nearly.
type Near struct {
	Exchange    *journal.Exchange
	Differences []Difference
	distance    int
}

// Wait looks at what is in the journal and waits for more, until it can be told whether the expectation is met, at latest until its time
// is over or the context ends.
func (e *Expectation) Wait(ctx context.Context, j *journal.Journal) Result {
	w := &wait{Expectation: e, began: clock.System().Now()}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		changed := j.Changed()
		w.look(j)
		now := clock.System().Now()
		settled, next := w.settled(now)
		if settled {
			return w.result("")
		}
		timer.Reset(next.Sub(now))
		select {
		case <-changed:
		case <-timer.C:
		case <-ctx.Done():
			w.look(j)
			return w.result("the wait was broken off; ")
		case <-j.Ended():
			return w.result("the namespace has ended; ")
		}
	}
}

// wait is one waiting for an expectation.
type wait struct {
	*Expectation
	began   time.Time
	number  uint64 // of the latest exchange that was looked at
	seen    int
	gone    uint64 // exchanges that nobody could look at any more
	matched []*journal.Exchange
	nearest []Near
}

// look judges what is new in the journal.
func (w *wait) look(j *journal.Journal) {
	for {
		news := j.After(w.number, mostAtOnce)
		if news.Cleared { // what was forgotten does not count
			w.seen, w.gone, w.matched, w.nearest = 0, 0, nil, nil
		}
		w.gone += news.Gone
		w.number = news.Number
		for _, x := range news.Exchanges {
			w.seen++
			w.judge(x)
		}
		if len(news.Exchanges) < mostAtOnce {
			return
		}
	}
}

// mostAtOnce is how many exchanges are read before they are judged.
const mostAtOnce = 256

func (w *wait) judge(x *journal.Exchange) {
	step := w.steps[0]
	if w.inOrder {
		if len(w.matched) == len(w.steps) {
			return
		}
		step = w.steps[len(w.matched)]
	}
	differences, distance := step.differ(x)
	if len(differences) == 0 {
		w.matched = append(w.matched, x)
		if w.inOrder {
			w.nearest = nil
		}
		return
	}
	near := Near{x, differences, distance}
	// Before its equals, as it is newer.
	at, _ := slices.BinarySearchFunc(w.nearest, near, func(a, b Near) int { return a.distance - b.distance })
	if at < mostNear {
		w.nearest = slices.Insert(w.nearest, at, near)
		w.nearest = w.nearest[:min(len(w.nearest), mostNear)]
	}
}

func (w *wait) met() bool {
	n := len(w.matched)
	if w.inOrder {
		return n == len(w.steps)
	}
	return n >= w.least && (w.most < 0 || n <= w.most)
}

// settled reports whether it can be told by now; if not, when to look again.
func (w *wait) settled(now time.Time) (told bool, next time.Time) {
	end := w.began.Add(w.within)
	bounded := !w.inOrder && w.most >= 0
	switch {
	case !now.Before(end), bounded && len(w.matched) > w.most, !bounded && w.met():
		return true, now
	case bounded && w.met():
		since := w.began
		if n := len(w.matched); n > 0 {
			since = w.matched[n-1].Done
		}
		still := since.Add(w.quiet)
		if !now.Before(still) {
			return true, now
		}
		if still.Before(end) {
			return false, still
		}
	}
	return false, end
}

func (w *wait) result(why string) Result {
	r := Result{Met: w.met(), Matched: w.matched}
	if !r.Met {
		r.Nearest = w.nearest
	}
	r.Detail = why + w.detail()
	return r
}

// detail says in words what was expected and what came.
func (w *wait) detail() string {
	n, told := len(w.matched), ""
	switch {
	case w.inOrder && n < len(w.steps):
		told = fmt.Sprintf("expected %d in order, got the first %d, and not in_order/%d", len(w.steps), n, n)
	case w.inOrder:
		told = fmt.Sprintf("expected %d in order, got them", n)
	case w.most < 0:
		told = fmt.Sprintf("expected at least %d, got %d", w.least, n)
	case w.least == w.most:
		told = fmt.Sprintf("expected exactly %d, got %d", w.most, n)
	default:
		told = fmt.Sprintf("expected at most %d, got %d", w.most, n)
	}
	told += fmt.Sprintf("; requests in the journal: %d", w.seen)
	if w.gone > 0 {
		told += fmt.Sprintf(", and %d that had to make room (--journal-bytes)", w.gone)
	}
	return told
}
