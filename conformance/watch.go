package conformance

import (
	"sync"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// watching is the watcher of one check.
type watching struct {
	mu sync.Mutex
	Watcher
}

// watchers makes those of the checks that will run.
func watchers(planned []selection) map[string]*watching {
	all := map[string]*watching{}
	for _, s := range planned {
		if s.reason == "" && s.check.Watch != nil {
			all[s.check.ID] = &watching{Watcher: s.check.Watch()}
		}
	}
	return all
}

// watch shows an exchange to all who look.
func (r *runner) watch(x *exchange.Exchange) {
	r.pace.answered(x)
	if r.env.Read != nil {
		x.Read = r.env.Read(x)
	}
	for _, w := range r.watching {
		w.see(x)
	}
}

func (w *watching) see(x *exchange.Exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.See(x)
}
