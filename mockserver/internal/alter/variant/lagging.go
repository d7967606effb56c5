package variant

import (
	"slices"
	"sync"
	"time"
)

// lagging shows each project as it was before what came of late.
type lagging[V any] struct {
	mu     sync.Mutex // held while something is written, so that nobody sees it before it is known here
	delay  time.Duration
	watch  stopwatch
	before map[string][]past[V]
}

// past is what a project was like before something was written.
type past[V any] struct {
	at   time.Duration
	view V
}

func newLagging[V any](delay time.Duration) *lagging[V] {
	return &lagging[V]{delay: delay, watch: startStopwatch(), before: map[string][]past[V]{}}
}

// write does something to a project, and remembers what it was like before.
func (l *lagging[V]) write(project string, now func() V, do func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.before[project] = append(l.before[project], past[V]{l.watch(), now()})
	do()
}

// view is what a project is shown like.
func (l *lagging[V]) view(project string, now func() V) V {
	l.mu.Lock()
	defer l.mu.Unlock()
	young := slices.DeleteFunc(l.before[project], func(b past[V]) bool { return l.watch()-b.at >= l.delay })
	if l.before[project] = young; len(young) > 0 {
		return young[0].view
	}
	return now()
}
