package namespaces

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// Namespaces are those of one server. It is an http.Handler and safe for concurrent use.
type Namespaces struct {
	opts    Options
	shared  *namespace.Shared
	nobody  atomic.Pointer[held] // that of requests that name none
	named   sync.Map             // the others: name to *held
	count   atomic.Int64         // of these
	making  sync.Mutex           // who makes one; requests of those that are there do not wait
	sweeper *time.Timer          // nil while there are none; guarded by making
	closed  bool                 // likewise
	log     *statelog.Log        // nil if nothing is written down
}

// New returns the namespaces of a server, of which there is one.
func New(apis *namespace.APIs, given Options) (*Namespaces, error) {
	shared, err := namespace.Share(apis, given.Options)
	if err := errors.Join(err, given.fill()); err != nil {
		return nil, err
	}
	all := &Namespaces{opts: given, shared: shared}
	if given.StateDir != "" {
		if err := all.resume(); err != nil {
			err = writable(err)
			return nil, fmt.Errorf("%w %s: %w", ErrState, given.StateDir, err)
		}
	}
	if all.nobody.Load() == nil {
		fallback, err := all.fresh(Default, namespace.Changes{})
		if err != nil {
			return nil, errors.Join(err, all.letGo())
		}
		if err := fallback.current.Load().Begin(fallback.made)(); err != nil {
			return nil, errors.Join(fmt.Errorf("%w %s: %w", ErrState, given.StateDir, err), all.letGo())
		}
		all.nobody.Store(fallback)
	}
	all.making.Lock()
	defer all.making.Unlock()
	if all.count.Load() > 0 {
		all.sweepLater()
	}
	return all, nil
}

// letGo closes the log, if there is one, for whoever tries again.
func (all *Namespaces) letGo() error {
	if all.log == nil {
		return nil
	}
	return all.log.Close()
}

// Shared is what the namespaces have in common.
func (all *Namespaces) Shared() *namespace.Shared { return all.shared }

// Default is the namespace of requests that name none.
func (all *Namespaces) Default() *namespace.Namespace { return all.nobody.Load().current.Load() }

// ServeHTTP answers one request.
func (all *Namespaces) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r, name, err := all.nameOf(r)
	if err != nil {
		all.Default().Refuse(w, r, refusal(err))
		return
	}
	if name == "" || name == Default {
		if name == "" && all.opts.Require && namespace.OfAPIs(r) {
			all.Default().Refuse(w, r, unnamed())
			return
		}
		all.nobody.Load().ServeHTTP(w, r)
		return
	}
	h, err := all.holdFor(name, r)
	if err != nil {
		all.Default().Refuse(w, r, refusal(err))
		return
	}
	defer h.release()
	h.ServeHTTP(w, r)
}

// holdFor is hold for a request, which makes no namespace if it only looks.
func (all *Namespaces) holdFor(name string, r *http.Request) (*held, error) {
	h := all.holdThere(name)
	switch {
	case h != nil:
		return h, nil
	case all.Default().Looks(r.Header):
		return nil, unmade(name)
	default:
		return all.hold(name)
	}
}

// hold returns the namespace of that name, which it makes if there is none. Whoever gets it releases it.
func (all *Namespaces) hold(name string) (*held, error) {
	if h := all.holdThere(name); h != nil {
		return h, nil
	}
	all.making.Lock()
	defer all.making.Unlock()
	if found, there := all.named.Load(name); there { // somebody else has made it meanwhile
		if h := found.(*held); h.hold() {
			return h, nil
		}
		all.drop(found.(*held))
	}
	return all.add(name)
}

// holdThere returns the namespace of that name if there is one. Whoever gets it releases it.
func (all *Namespaces) holdThere(name string) *held {
	found, there := all.named.Load(name)
	if !there {
		return nil
	}
	h := found.(*held)
	if !all.expired(h) && h.hold() {
		return h
	}
	all.drop(h)
	return nil
}

// add makes a namespace that is not there, and holds it. The caller is making.
func (all *Namespaces) add(name string) (*held, error) {
	if err := all.makeRoom(); err != nil {
		return nil, err
	}
	h, err := all.fresh(name, namespace.Changes{})
	if err != nil {
		return nil, err
	}
	h.current.Load().Begin(h.made)
	h.hold()
	all.take(h)
	return h, nil
}

// makeRoom forgets those that have been idle for too long, if there are as many as there may be.
func (all *Namespaces) makeRoom() error {
	if all.count.Load() >= int64(all.opts.Most) {
		all.sweep()
	}
	if all.count.Load() >= int64(all.opts.Most) {
		return all.tooMany()
	}
	return nil
}

// take has a namespace be there. The caller is making.
func (all *Namespaces) take(h *held) {
	all.named.Store(h.name, h)
	all.count.Add(1)
	all.sweepLater()
}

// fresh makes a namespace, which has still to begin.
func (all *Namespaces) fresh(name string, changes namespace.Changes) (*held, error) {
	h := &held{name: name, made: clock.System().Now()}
	h.touch()
	n, err := all.shared.New(name, changes, all)
	if err != nil {
		return nil, err
	}
	h.current.Store(n)
	return h, nil
}

// drop lets go of a namespace that is forgotten. It does nothing if somebody else has done so.
func (all *Namespaces) drop(h *held) {
	if all.remove(h) {
		h.current.Load().Forgotten()
	}
}

func (all *Namespaces) remove(h *held) bool {
	removed := all.named.CompareAndDelete(h.name, h)
	if removed {
		all.count.Add(-1)
		h.current.Load().Close()
	}
	return removed
}

// Count is how many there are beside the default one.
func (all *Namespaces) Count() int { return int(all.count.Load()) }
