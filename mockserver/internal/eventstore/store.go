package eventstore

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/tidwall/btree"
)

// Event is one event as the store keeps it. It is immutable once added.
type Event[P any] struct {
	ID      string            // unique within a store
	Time    time.Time         // decides the order; full precision
	Values  []string          // one per field of the store, in the order of New's fields
	Labels  map[string]string // for Conditions; nil is none
	Payload P                 // carried, never looked into
}

// Store holds the events of one stream. It is safe for concurrent use; nobody waits for a search, however long it takes.
type Store[P any] struct {
	stream string
	fields []string

	mu    sync.Mutex // held for a moment only: searches work on copies of the trees, which share what has not changed
	byID  map[string]*Event[P]
	order *btree.BTreeG[*Event[P]]
	index []fieldIndex[P] // one per field
}

// fieldIndex counts how many events have each value of one field. Its tree, ordered by (value, time, id), is made when a
// query first has use for it: most stores are never asked for most fields, and filling trees is what costs.
type fieldIndex[P any] struct {
	count  map[string]int
	tree   *btree.BTreeG[*Event[P]] // nil until made
	making bool
	late   []*Event[P] // added since making began
}

// New returns an empty store of the stream. Queries can compare the named fields; every event must bring one value for each.
func New[P any](stream string, fields ...string) *Store[P] {
	s := &Store[P]{
		stream: stream,
		fields: slices.Clone(fields),
		byID:   map[string]*Event[P]{},
		order:  newTree(byTime[P]),
		index:  make([]fieldIndex[P], len(fields)),
	}
	for f := range fields {
		s.index[f].count = map[string]int{}
	}
	return s
}

func newTree[P any](compare func(a, b *Event[P]) int) *btree.BTreeG[*Event[P]] {
	less := func(a, b *Event[P]) bool { return compare(a, b) < 0 }
	return btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})
}

func byTime[P any](a, b *Event[P]) int {
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID))
}

// Add stores an event unless one with its id is there already: then it returns that one and false, and nothing changes.
func (s *Store[P]) Add(e Event[P]) (stored Event[P], added bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.byID[e.ID]; ok {
		return *old, false
	}
	s.byID[e.ID] = &e
	s.order.Set(&e)
	for f := range s.fields {
		index := &s.index[f]
		index.count[e.Values[f]]++
		switch {
		case index.tree != nil:
			index.tree.Set(&e)
		case index.making:
			index.late = append(index.late, &e)
		}
	}
	return e, true
}

// startIndex begins to make the tree of a field, if nobody has. The caller holds the lock.
func (s *Store[P]) startIndex(f int) {
	if s.index[f].making {
		return
	}
	s.index[f].making = true
	go s.makeIndex(f, s.order.Copy())
}

// makeIndex makes the tree of a field from the events that there were, and adds those that came meanwhile.
func (s *Store[P]) makeIndex(f int, events *btree.BTreeG[*Event[P]]) {
	tree := newTree(func(a, b *Event[P]) int {
		return cmp.Or(cmp.Compare(a.Values[f], b.Values[f]), byTime(a, b))
	})
	events.Scan(func(e *Event[P]) bool {
		tree.Set(e)
		return true
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	index := &s.index[f]
	for _, e := range index.late {
		tree.Set(e)
	}
	index.tree, index.making, index.late = tree, false, nil
}

// Get returns the event with this id.
func (s *Store[P]) Get(id string) (Event[P], bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.byID[id]
	if !ok {
		return Event[P]{}, false
	}
	return *e, true
}

// Len returns the number of events.
func (s *Store[P]) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byID)
}
