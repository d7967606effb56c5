package namespaces

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
)

// held is a namespace that somebody has named. A reset with other options puts another namespace.Namespace into it; what is in progress
// meanwhile ends in the one that it began in, as if it had come before.
type held struct {
	name    string
	made    time.Time
	used    atomic.Int64 // when the latest request of it began or ended, in nanoseconds since 1970
	current atomic.Pointer[namespace.Namespace]
	uses    atomic.Uint64 // see hold

	changing sync.Mutex // held by who resets it, puts another in its place or deletes it: the log has them in their order
}

// The count of uses has in its lower bits how many requests are in progress, and above how many there have been: whoever has seen it
// and finds the same again knows that nobody has come meanwhile. A count that is gone is that of a namespace which is forgotten.
const (
	oneUse = 1 << 24
	inUse  = oneUse - 1
	gone   = ^uint64(0)
)

// hold keeps the namespace from being forgotten until it is released. It reports false if it has been.
func (h *held) hold() bool {
	for uses := h.uses.Load(); uses != gone; uses = h.uses.Load() {
		if h.uses.CompareAndSwap(uses, uses+oneUse+1) {
			h.touch()
			return true
		}
	}
	return false
}

func (h *held) release() {
	h.touch()
	h.uses.Add(^uint64(0))
}

func (h *held) touch() (now time.Time) {
	now = clock.System().Now()
	h.used.Store(now.UnixNano())
	return now
}

// forget forgets the namespace if nobody has used it since an instant and nobody does: it cannot be
// held any more: a request that has come meanwhile keeps it.
func (h *held) forget(since time.Time) bool {
	uses := h.uses.Load()
	if uses == gone {
		return true
	}
	return uses&inUse == 0 && h.used.Load() < since.UnixNano() && h.uses.CompareAndSwap(uses, gone)
}

// ServeHTTP answers one request. Who calls it holds the namespace, unless that is never forgotten.
func (h *held) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.current.Load().Serve(h.touch(), w, r)
}
