package eventstore

import "time"

// Kept is an event as the store has it.
type Kept struct {
	Position
	Payload, Note string
}

// always is farther away than any event, in seconds.
const always = 1 << 55

// All goes through all the events that there are when it begins, in order.
func (s *Store) All(yield func(Kept) bool) {
	c, _ := s.Search(&Query{Start: time.Unix(-always, 0), End: time.Unix(always, 0)}).(*search)
	for {
		found, err := c.Next(func(int) error { return nil })
		if err != nil || !found {
			return
		}
		if !yield(Kept{c.Position(), c.found.payload, c.found.note}) {
			return
		}
	}
}
