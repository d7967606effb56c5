package mutate

import (
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// tick says again what goes on, every second until the returned function is called.
func (r *run) tick() (stop func()) {
	over, stopped := make(chan struct{}), make(chan struct{})
	every := time.NewTicker(time.Second)
	go func() {
		defer close(stopped)
		for {
			select {
			case <-every.C:
				r.mu.Lock()
				r.tell()
				r.mu.Unlock()
			case <-over:
				return
			}
		}
	}()
	return func() {
		every.Stop()
		close(over)
		<-stopped
	}
}

// say begins a phase.
func (r *run) say(p conformance.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.phase, r.begun = p, r.Clock.Now()
	r.tell()
}

// advance has one more of the phase be done.
func (r *run) advance() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.phase.Done++
	r.tell()
}

// tell tells how long it has lasted, and will last if it goes on so. The caller has the lock.
func (r *run) tell() {
	r.phase.Elapsed = r.since(r.began)
	if done, left := r.phase.Done, r.phase.Total-r.phase.Done; done > 0 {
		r.phase.Left = r.since(r.begun) / time.Duration(done) * time.Duration(left)
	}
	r.Said(r.phase)
}
