package eventstore

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

// recent is a buffer of the latest events, in the order of their arrival. One writes, any number read.
type recent struct {
	items  []item
	n      atomic.Int32            // items that are written
	sorted atomic.Pointer[[]*item] // those that somebody has put in order; nil until then
	bytes  int                     // that they take; for who writes
}

type item struct {
	at     instant
	ref    uint64
	record record
	values []string
	labels map[string]string
}

func newRecent(size int) *recent { return &recent{items: make([]item, size)} }

// add reports whether the buffer is full then.
func (r *recent) add(e *Event, ref uint64, as record) (full bool) {
	n := r.n.Load()
	r.items[n] = item{at: instantOf(e.Time), ref: ref, record: as, values: e.Values, labels: inPayload(e.Labels, as.payload)}
	r.n.Store(n + 1)
	r.bytes += len(as.payload)
	return int(n+1) == len(r.items) || r.bytes > mostTexts/4
}

// inPayload are labels of which long texts are parts of the payload, if they stand there, so that nothing is kept twice.
func inPayload(labels map[string]string, payload string) map[string]string {
	var mine map[string]string // a copy, once something changes
	for name, text := range labels {
		at := -1
		if len(text) >= longText {
			at = strings.Index(payload, text)
		}
		if at < 0 {
			continue
		}
		if mine == nil {
			mine = maps.Clone(labels)
		}
		mine[name] = payload[at : at+len(text)]
	}
	if mine == nil {
		return labels
	}
	return mine
}

func (i *item) compare(o *item) int {
	return cmp.Or(i.at.compare(o.at), i.record.compare(o.record))
}

// ordered are the events in order. Who reads first after an event has come puts it in its place.
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

// newWalkRecent is behind what comes before the search.
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
		if meets, err := s.meets(it, spend); err != nil || meets {
			return it.at, it.record, err == nil, err
		}
	}
	return instant{}, record{}, false, nil
}
