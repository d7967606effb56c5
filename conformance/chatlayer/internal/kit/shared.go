package kit

import (
	"reflect"
	"sync"
)

// Shared is what several checks look at and the first of them brings. The others wait meanwhile. If bringing it ended that check,
// the next one tries again: sync.Once would call it brought.
type Shared[T any] struct {
	mu   sync.Mutex
	what *T
}

// Get returns what several checks look at, and brings it first if no check has.
func (s *Shared[T]) Get(bring func() *T) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.what == nil {
		s.what = bring()
	}
	return s.what
}

// SharedBy is what the checks of one area share in a run. The session holds it without knowing the area's type.
func SharedBy[T any](p *Probe) *Shared[T] {
	held, _ := p.kept.LoadOrStore(reflect.TypeFor[T](), &Shared[T]{})
	return held.(*Shared[T]) //nolint:forcetypeassert // nothing else is stored under the type
}
