package world

import (
	"fmt"
	"sync"
)

// What a world can have too much of.
const (
	FullOfEvents = "events"
	FullOfBytes  = "bytes"
)

// FullError says that a world takes no more events.
type FullError struct {
	What   string // FullOfEvents or FullOfBytes
	Limit  int64
	Needed int64 // by the event that was refused, in bytes
	Left   int64 // in bytes
}

func (e *FullError) Error() string {
	return fmt.Sprintf("the world is full: it takes at most %d %s", e.Limit, e.What)
}

// room counts what clients have written against what they may write.
type room struct {
	maxEvents, maxBytes int64 // zero is no limit

	mu            sync.Mutex
	events, bytes int64
}

// take makes room for one event of that size, or says what there is too much of.
func (r *room) take(size int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.maxEvents > 0 && r.events >= r.maxEvents:
		return &FullError{What: FullOfEvents, Limit: r.maxEvents}
	case r.maxBytes > 0 && r.bytes+size > r.maxBytes:
		return &FullError{What: FullOfBytes, Limit: r.maxBytes, Needed: size, Left: r.maxBytes - r.bytes}
	}
	r.events, r.bytes = r.events+1, r.bytes+size
	return nil
}

func (r *room) giveBack(size int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events, r.bytes = r.events-1, r.bytes-size
}

func (r *room) used() (events, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.events, r.bytes
}
