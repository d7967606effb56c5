package eventstore

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Event is one event as it is given to the store, to which its Values and Labels belong then.
type Event struct {
	Stream  string
	ID      string    // unique within the stream
	Time    time.Time // decides the order; full precision
	Values  []string  // one per field of the store, in the order of New's fields
	Labels  []Label   // for Conditions; in the order of their names, of which no two are the same
	Payload string    // carried, never looked into
	Note    string    // carried beside it, for All
}

// Label is a name with a value.
type Label = struct{ Name, Value string }

// Store holds the events of any number of streams. It is safe for concurrent use.
type Store struct {
	fields []string
	sizes  sizes
	seed   maphash.Seed
	view   atomic.Pointer[view]
	closed atomic.Bool

	mu      sync.Mutex // held by who writes, never by who reads
	known   map[identity]struct{}
	arena   arena
	streams numbered
	notes   numbered      // that are kept once
	busy    [classes]bool // where somebody merges
	merged  *sync.Cond    // tells that there are fewer runs, or buffers
}

// sizes are what the tests make small.
type sizes struct {
	recent  int // events that wait unsorted
	segment int // most events of a segment
	keyed   int // most events of a segment that keeps keys, as it will soon be merged again
	fan     int // runs of one size that are merged into one of the next
	waiting int // full buffers and runs from which on who writes waits
	stands  int // most places of all terms of a segment
	texts   int // most bytes of all terms of a segment
	notes   int // most notes that are kept once for all events
}

// view is a store at one instant, but for the end of its buffer. A new one replaces it.
type view struct {
	recent  *recent
	full    []*recent // buffers of which runs are being made
	runs    []run
	written written // as far as the runs need it
}

// New returns an empty store. Queries can compare the named fields; every event must bring one value for each.
func New(fields ...string) *Store {
	return newStore(sizes{
		recent: 256, segment: 1 << 18, keyed: 1 << 15, fan: 8, waiting: 200, stands: 1 << 25, texts: 1 << 30, notes: 1 << 16,
	}, fields...)
}

func newStore(size sizes, fields ...string) *Store {
	s := &Store{
		fields: slices.Clone(fields), sizes: size, seed: maphash.MakeSeed(),
		known: map[identity]struct{}{},
	}
	s.merged = sync.NewCond(&s.mu)
	s.view.Store(&view{recent: newRecent(size.recent)})
	return s
}

// Close ends what goes on in the background. A store that is closed can be read, and written a little.
func (s *Store) Close() {
	s.closed.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.merged.Broadcast()
}

// Add stores an event unless its stream has one with its id already. It reports whether the event is new. It waits while the
// background is far behind.
func (s *Store) Add(e Event) bool {
	id, d := s.identify(e.Stream, e.ID), newDraft(&e)
	s.mu.Lock()
	defer s.mu.Unlock()
	for v := s.view.Load(); len(v.full)+len(v.runs) >= s.sizes.waiting && !s.closed.Load(); v = s.view.Load() {
		s.merged.Wait()
	}
	before := len(s.known)
	if s.known[id] = struct{}{}; len(s.known) == before { // to look first would cost as much again: the map is far from any cache
		return false
	}
	stream, note := s.streams.number(e.Stream), s.note(e.Note)
	d.write(&s.arena, &e, stream, note, written{streams: s.streams.texts, notes: s.notes.texts})
	if v := s.view.Load(); v.recent.add(d.item) {
		s.view.Store(&view{
			recent: newRecent(s.sizes.recent), full: append(slices.Clone(v.full), v.recent), runs: v.runs,
			written: written{s.arena.publish(), s.streams.texts, s.notes.texts},
		})
		s.wake(0)
	}
	return true
}

// Has reports whether a stream has an event with this id.
func (s *Store) Has(stream, id string) bool {
	who := s.identify(stream, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, there := s.known[who]
	return there
}

// Empty reports whether there are no events. It waits for nobody.
func (s *Store) Empty() bool { return s.view.Load().empty() }

func (v *view) empty() bool { return len(v.runs) == 0 && len(v.full) == 0 && v.recent.n.Load() == 0 }

// Len returns the number of events.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.known)
}

// longestNote is how many bytes a note that is kept once for all events has at most. Others, and those that come when there are as many
// as are kept so, stand in each record.
const longestNote = 1 << 10

// note is the number of a note that is kept once, plus one; 0 for others. The caller holds the lock.
func (s *Store) note(text string) uint32 {
	if text == "" || len(text) > longestNote || len(s.notes.texts) == s.sizes.notes && !s.notes.has(text) {
		return 0
	}
	return s.notes.number(text) + 1
}

// identity stands for a stream and an id. It is 96 bits of two keyed hashes: of ten million events, two are taken for the same in
// one of 10^15 stores.
type identity [12]byte // a map of bytes takes less memory than one of numbers, which stand on even places

func (s *Store) identify(stream, id string) identity {
	one, two := s.hash(0, stream, id), s.hash(1, stream, id)
	var both identity
	binary.NativeEndian.PutUint64(both[:], one)
	binary.NativeEndian.PutUint32(both[8:], uint32(two)) //nolint:gosec // a part of the hash is wanted
	return both
}

func (s *Store) hash(which byte, stream, id string) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	_ = h.WriteByte(which)
	maphash.WriteComparable(&h, len(stream))
	_, _ = h.WriteString(stream)
	_, _ = h.WriteString(id)
	return h.Sum64()
}
