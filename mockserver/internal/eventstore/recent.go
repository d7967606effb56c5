package eventstore

import (
	"slices"
	"sync/atomic"
)

// recent is a buffer of the latest events, in the order of their arrival. One writes, any number read.
type recent struct {
	size   int
	items  []item                  // none before the first is written, as most stores of idle worlds never have one
	n      atomic.Int32            // items that are written
	sorted atomic.Pointer[[]*item] // those that somebody has put in order; nil until then

	bytes, labels int // of the items; for who writes
}

// What a buffer holds at most beside its number of items.
const (
	mostBufferedBytes  = 64 << 20
	mostBufferedLabels = 1 << 16
)

func newRecent(size int) *recent { return &recent{size: size} }

// add reports whether the buffer is full then.
func (r *recent) add(it item) (full bool) {
	n := r.n.Load()
	if r.items == nil {
		r.items = make([]item, r.size)
	}
	r.items[n] = it
	r.n.Store(n + 1)
	r.bytes, r.labels = r.bytes+len(it.record.payload), r.labels+len(it.labels)
	return int(n+1) == len(r.items) || r.bytes > mostBufferedBytes || r.labels > mostBufferedLabels
}

// ordered are the events in order. Who reads first after an event has come puts it in its place; of two who do, either may be
// remembered.
func (r *recent) ordered() []*item {
	n := int(r.n.Load())
	var before []*item
	if sorted := r.sorted.Load(); sorted != nil {
		before = *sorted
	}
	if len(before) >= n {
		return before
	}
	all := append(make([]*item, 0, n), before...)
	for i := len(before); i < n; i++ {
		it := &r.items[i]
		if last := len(all) - 1; last >= 0 && all[last].compare(it) < 0 { // as most events come in order
			all = append(all, it)
			continue
		}
		at, _ := slices.BinarySearchFunc(all, it, (*item).compare)
		all = slices.Insert(all, at, it)
	}
	r.sorted.Store(&all)
	return all
}

// walkRecent goes through what a search finds in a buffer.
type walkRecent struct {
	items []*item // that are left, in order
}

// newWalkRecent begins with the first event that is behind the position.
func newWalkRecent(s *search, r *recent) *walkRecent {
	items := r.ordered()
	first, _ := slices.BinarySearchFunc(items, s, func(it *item, s *search) int {
		if s.isBehind(it.at, it.record) {
			return 1
		}
		return -1
	})
	return &walkRecent{items[first:]}
}

func (w *walkRecent) next(s *search, spend Spend) (instant, record, bool, error) {
	for len(w.items) > 0 {
		it := w.items[0]
		if w.items = w.items[1:]; it.at.compare(s.to) >= 0 {
			break
		}
		if err := spend(1); err != nil {
			return instant{}, record{}, false, err
		}
		if meets, err := s.meets(it, spend); err != nil || meets {
			return it.at, it.record, err == nil, err
		}
	}
	return instant{}, record{}, false, nil
}
