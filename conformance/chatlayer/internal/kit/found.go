package kit

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// How long events are kept nobody says, so those that a read-only run found may go while it reads: the oldest first, a partition at
// once, or what somebody else deletes.

// leaveOldest leaves out the oldest of the events that were found, which may go before the run ends, if most are younger.
func leaveOldest(found []Event, soon time.Duration) []Event {
	if len(found) == 0 {
		return nil
	}
	oldest := slices.MinFunc(found, func(a, b Event) int { return a.At.Compare(b.At) }).At
	younger := slices.DeleteFunc(slices.Clone(found), func(e Event) bool { return e.At.Before(oldest.Add(soon)) })
	if len(younger) < len(found)/2 {
		return found
	}
	return younger
}

// mostGone is how many events that a list does not show any more are asked for one by one. They stand for the rest.
const mostGone = 20

// lookForGone reads the events that were found once more and marks those that are gone: a walk does not show them, nor does a list of
// the seconds around each, which no mistake in long walks or in bounds can hide.
func (p *Probe) lookForGone(ctx context.Context) {
	if !p.Target().ReadOnly || len(p.Planted) == 0 {
		return
	}
	from, to := p.PlantedWindow()
	missing := Unseen(p.readOnce(ctx, from, to), p.Planted)
	asked := missing[:min(len(missing), mostGone)]
	gone := slices.DeleteFunc(slices.Clone(asked), func(k *RunEvent) bool {
		return p.readOnce(ctx, k.When().Add(-time.Second), k.When().Add(time.Second))[k]
	})
	if len(gone) == len(asked) {
		gone = missing
	}
	for _, k := range gone {
		if !k.gone.Swap(true) {
			p.goneEvents.Add(1)
		}
	}
}

// readOnce returns the run's events that a plain list shows. If it cannot be read to its end, it shows all: nothing is gone then.
func (p *Probe) readOnce(ctx context.Context, from, to time.Time) map[*RunEvent]bool {
	w := p.Asker.Walk(ctx, Query{Start: Bound(from), End: Bound(to), Size: 100})
	seen := p.Seen(w)
	if !w.Ended {
		for _, k := range p.Planted {
			seen[k] = true
		}
	}
	return seen
}

// Fail ends the check as that of conformance.T does, unless events are gone that a read-only run found: what was read before and what
// was read after cannot be compared.
func (p *Probe) Fail(f conformance.Failure) {
	if n := p.gone(); n > 0 {
		p.Inconclusive("%s that a list showed when the run began %s gone by now, and the check compares what was read before with what "+
			"was read after: %s",
			english.Count(n, "event"), map[bool]string{true: "is", false: "are"}[n == 1], f.Message)
	}
	p.T.Fail(f)
}
