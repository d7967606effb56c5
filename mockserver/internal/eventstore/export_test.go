package eventstore

import "weak"

// Recent is a buffer of the latest events.
type Recent = recent

// NewSized is New with a buffer, segments and merges that are small enough for a test to fill.
func NewSized(recent, segment, fan int, fields ...string) *Store {
	return newStore(sizes{
		recent: recent, segment: segment, keyed: segment / 2, fan: fan, waiting: 20, stands: 200, texts: 1000, notes: 5,
	}, fields...)
}

// Parts is how many buffers and runs there are.
func (s *Store) Parts() int {
	v := s.view.Load()
	return len(v.full) + len(v.runs)
}

// Sealed is how many events stand in runs.
func (s *Store) Sealed() int {
	n := 0
	for _, r := range s.view.Load().runs {
		n += r.len()
	}
	return n
}

// Buffer is the buffer of the latest events, held by nobody for that.
func (s *Store) Buffer() weak.Pointer[Recent] { return weak.Make(s.view.Load().recent) }
