package chatlayer

import (
	"reflect"
	"sync"
)

// shared is what several checks look at and the first of them brings. The others wait meanwhile. If bringing it ended that check,
// the next one tries again: sync.Once would call it brought.
type shared[T any] struct {
	mu   sync.Mutex
	what *T
}

func (s *shared[T]) get(bring func() *T) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.what == nil {
		s.what = bring()
	}
	return s.what
}

// sharedBy is what the checks of one area share in a run. The session holds it without knowing the area's type.
func sharedBy[T any](s *session) *shared[T] {
	held, _ := s.kept.LoadOrStore(reflect.TypeFor[T](), &shared[T]{})
	return held.(*shared[T]) //nolint:forcetypeassert // nothing else is stored under the type
}
