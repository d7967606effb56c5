package world

import (
	"fmt"
	"sync"
	"sync/atomic"
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

// Room is how much clients may write to all worlds that share it. It is safe for concurrent use.
type Room struct {
	maxEvents, maxBytes int64 // zero is no limit
	events, bytes       atomic.Int64
}

// NewRoom returns room for so many events, which take so many bytes of memory. Zero is no limit.
func NewRoom(maxEvents, maxBytes int64) *Room { return &Room{maxEvents: maxEvents, maxBytes: maxBytes} }

// take makes room for one event of that size, or says what there is too much of.
func (r *Room) take(size int64) error {
	if !addUpTo(&r.events, 1, r.maxEvents) {
		return &FullError{What: FullOfEvents, Limit: r.maxEvents}
	}
	if !addUpTo(&r.bytes, size, r.maxBytes) {
		r.events.Add(-1)
		return &FullError{What: FullOfBytes, Limit: r.maxBytes, Needed: size, Left: max(0, r.maxBytes-r.bytes.Load())}
	}
	return nil
}

// grow makes room for more bytes of what is there, or gives some back.
func (r *Room) grow(by int64) error {
	if by > 0 && !addUpTo(&r.bytes, by, r.maxBytes) {
		return &FullError{What: FullOfBytes, Limit: r.maxBytes, Needed: by, Left: max(0, r.maxBytes-r.bytes.Load())}
	}
	if by < 0 {
		r.bytes.Add(by)
	}
	return nil
}

// addUpTo adds to a count unless that makes it more than most, which is no limit if it is zero.
func addUpTo(count *atomic.Int64, n, most int64) bool {
	for was := count.Load(); most == 0 || was+n <= most; was = count.Load() {
		if count.CompareAndSwap(was, was+n) {
			return true
		}
	}
	return false
}

// Used returns how many events, and about how many bytes, were written and not given back.
func (r *Room) Used() (events, bytes int64) { return r.events.Load(), r.bytes.Load() }

func (r *Room) give(events, bytes int64) {
	r.events.Add(-events)
	r.bytes.Add(-bytes)
}

// share is what one state of a world has taken of a room, beside that from which it goes on.
type share struct {
	room   *Room
	before *share // nil if it begins with nothing

	mu            sync.Mutex
	events, bytes int64
	holders       int // states and snapshots; a share that nobody holds any more stays so: what is written to it is gone
}

func (s *share) take(size int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holders == 0 {
		return nil
	}
	if err := s.room.take(size); err != nil {
		return err
	}
	s.events, s.bytes = s.events+1, s.bytes+size
	return nil
}

func (s *share) grow(by int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holders == 0 {
		return nil
	}
	err := s.room.grow(by)
	if err == nil {
		s.bytes += by
	}
	return err
}

func (s *share) giveBack(size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holders == 0 {
		return
	}
	s.room.give(1, size)
	s.events, s.bytes = s.events-1, s.bytes-size
}

// newShare is a share that one holder has, unless nobody holds the one before it any more.
func newShare(room *Room, before *share) *share {
	s := &share{room: room, before: before, holders: 1}
	if before != nil && !before.hold() {
		s.holders = 0
	}
	return s
}

// hold reports whether there is a holder more.
func (s *share) hold() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holders == 0 {
		return false
	}
	s.holders++
	return true
}

// release lets one holder go. The last one gives everything back.
func (s *share) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holders == 0 {
		return
	}
	if s.holders--; s.holders > 0 {
		return
	}
	s.room.give(s.events, s.bytes)
	s.events, s.bytes = 0, 0
	if s.before != nil {
		s.before.release()
	}
}

func (s *share) used() (events, bytes int64) {
	for ; s != nil; s = s.before {
		s.mu.Lock()
		events, bytes = events+s.events, bytes+s.bytes
		s.mu.Unlock()
	}
	return events, bytes
}
