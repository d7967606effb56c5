package namespaces

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// What the time to live of namespaces is measured by is the machine's time, whatever their clocks show.

// expired forgets a namespace that has been idle for too long. It reports false if it has not, or is used.
func (all *Namespaces) expired(h *held) bool {
	return all.opts.TTL > 0 && h.forget(clock.System().Now().Add(-all.opts.TTL))
}

// sweep forgets all that have been idle for too long.
func (all *Namespaces) sweep() {
	for _, found := range all.named.Range {
		if h := found.(*held); all.expired(h) {
			all.drop(h)
		}
	}
}

// The sweeper looks a few times within the time to live, but neither more often than a machine bears nor so seldom that nobody would
// see memory come back.
const (
	sweepsWithinTTL = 4
	soonest, latest = 10 * time.Millisecond, time.Minute
)

func (all *Namespaces) sweepInterval() time.Duration {
	return min(max(all.opts.TTL/sweepsWithinTTL, soonest), latest)
}

// sweepLater starts the sweeper unless it runs. The caller is making.
func (all *Namespaces) sweepLater() {
	if all.sweeper != nil || all.opts.TTL < 0 || all.closed {
		return
	}
	all.sweeper = time.AfterFunc(all.sweepInterval(), func() {
		all.making.Lock()
		defer all.making.Unlock()
		all.sweep()
		all.sweeper = nil
		if all.count.Load() > 0 {
			all.sweepLater()
		}
	})
}

// Close ends the sweeper and the log of the state: the server has stopped. What is there can still be used, but where there is a state
// nothing is written any more.
func (all *Namespaces) Close() error {
	all.making.Lock()
	defer all.making.Unlock()
	if all.closed = true; all.sweeper != nil {
		all.sweeper.Stop()
	}
	return all.letGo()
}
