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
	items []item
	n     atomic.Int32 // items that are written
	bytes int          // that they take; for who writes
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

// walkRecent goes through what a search finds in a buffer.
type walkRecent struct {
	items []item // nil once they were looked at
	found []*item
}

func (w *walkRecent) next(s *search, spend Spend) (instant, record, bool, error) {
	if err := w.look(s, spend); err != nil || len(w.found) == 0 {
		return instant{}, record{}, false, err
	}
	it := w.found[0]
	w.found = w.found[1:]
	return it.at, it.record, true, nil
}

// look finds all events at once, and puts them in order.
func (w *walkRecent) look(s *search, spend Spend) error {
	for i := range w.items {
		it := &w.items[i]
		if !s.within(it.at, it.record) {
			continue
		}
		meets, err := s.meets(it, spend)
		if err != nil {
			return err
		}
		if meets {
			w.found = append(w.found, it)
		}
	}
	w.items = nil
	slices.SortFunc(w.found, (*item).compare)
	return nil
}
