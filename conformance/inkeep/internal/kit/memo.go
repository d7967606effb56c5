package kit

import "sync"

// memo is what checks have found out for each other. The zero value is ready to use.
type memo struct {
	mu    sync.Mutex
	known map[string]any
}

// Recall is what was found under a name. The first check that asks finds it, and others wait for that; if it ends meanwhile, the next one
// does.
func Recall[T any](s *Session, name string, find func() T) T {
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	if found, known := s.memo.known[name].(T); known {
		return found
	}
	found := find()
	if s.memo.known == nil {
		s.memo.known = map[string]any{}
	}
	s.memo.known[name] = found
	return found
}
