package eventstore

// NewSized is New with a buffer, segments and merges that are small enough for a test to fill.
func NewSized(recent, segment, fan int, fields ...string) *Store {
	return newStore(sizes{recent: recent, segment: segment, fan: fan, waiting: 20}, fields...)
}
