package eventstore

import (
	"container/heap"
	"slices"
)

// merge makes one run of several. Segments that are large and overlap no other stay as they are. It reports false if the store
// was closed meanwhile.
func (s *Store) merge(runs []run, w written) (merged run, done bool) {
	all := slices.Concat(runs...)
	slices.SortFunc(all, func(a, b *segment) int { return compareAt(a, 0, b, 0, w) })
	for len(all) > 0 {
		n := s.together(all, w)
		if n == 1 {
			merged = append(merged, all[0])
		} else if merged = append(merged, s.mergeSegments(all[:n], w)...); s.closed.Load() {
			return nil, false
		}
		all = all[n:]
	}
	return merged, true
}

// together is how many of the first segments are merged: those that overlap, and, so that events which come in order of time do not
// stay in small segments, more until they fill half of one.
func (s *Store) together(all []*segment, w written) int {
	last, events := all[0], all[0].len()
	for i := 1; i < len(all); i++ {
		g := all[i]
		apart := compareAt(last, last.len()-1, g, 0, w) < 0
		if apart && events >= s.sizes.segment/2 {
			return i
		}
		events += g.len()
		if compareAt(last, last.len()-1, g, g.len()-1, w) < 0 {
			last = g
		}
	}
	return len(all)
}

// compareAt compares an event of one segment with one of another.
func compareAt(a *segment, i int, b *segment, j int, w written) int {
	if c := a.at(i).compare(b.at(j)); c != 0 {
		return c
	}
	return a.record(i, w).compare(b.record(j, w))
}

// pick is an event of a segment that is merged.
type pick struct {
	from  *segment
	place int
}

// mergeSegments makes new segments of old ones, which are in order of their first events.
func (s *Store) mergeSegments(old []*segment, w written) run {
	var merged run
	var picks []pick
	open, waiting := picking{written: w}, make([]*upcoming, len(old))
	for i, g := range old {
		waiting[i] = &upcoming{from: g, at: g.at(0)}
	}
	for len(waiting) > 0 || len(open.next) > 0 {
		if len(waiting) > 0 && (len(open.next) == 0 || open.compare(waiting[0], open.next[0]) <= 0) {
			heap.Push(&open, waiting[0])
			waiting = waiting[1:]
			continue
		}
		picks = append(picks, open.take())
		if last := len(waiting) == 0 && len(open.next) == 0; !last && len(picks) < s.sizes.segment {
			continue
		}
		if !s.closed.Load() {
			merged = append(merged, s.build(picks, w)...)
		}
		picks = picks[:0]
	}
	return merged
}

// upcoming is the next event of a segment that is merged.
type upcoming struct {
	from   *segment
	place  int
	at     instant
	record record // read when it is first compared
	read   bool
}

// picking is a heap of the segments that are merged, each at its next event.
type picking struct {
	next    []*upcoming
	written written
}

// take returns the first event of all.
func (h *picking) take() pick {
	first := h.next[0]
	taken := pick{first.from, first.place}
	if first.place++; first.place < first.from.len() {
		first.at, first.read = first.from.at(first.place), false
		heap.Fix(h, 0)
	} else {
		heap.Pop(h)
	}
	return taken
}

func (h *picking) compare(a, b *upcoming) int {
	if c := a.at.compare(b.at); c != 0 {
		return c
	}
	return h.recordOf(a).compare(*h.recordOf(b))
}

func (h *picking) recordOf(u *upcoming) *record {
	if !u.read {
		u.record, u.read = u.from.record(u.place, h.written), true
	}
	return &u.record
}

func (h *picking) Len() int           { return len(h.next) }
func (h *picking) Swap(i, j int)      { h.next[i], h.next[j] = h.next[j], h.next[i] }
func (h *picking) Less(i, j int) bool { return h.compare(h.next[i], h.next[j]) < 0 }
func (h *picking) Push(x any)         { h.next = append(h.next, x.(*upcoming)) }
func (h *picking) Pop() any {
	last := h.next[len(h.next)-1]
	h.next = h.next[:len(h.next)-1]
	return last
}

// build makes a segment of events that are picked in order; two if it would have too many terms.
func (s *Store) build(picks []pick, w written) []*segment {
	b, shares := s.newBuilder(len(picks)), map[*segment]*share{}
	for i, p := range picks {
		b.event(p.from.at(p.place), p.from.refs[p.place])
		sh := shares[p.from]
		if sh == nil {
			sh = &share{from: p.from, written: w, first: p.place, fields: b.fields, rank: -1, ranked: ranked{found: &found{}}}
			shares[p.from] = sh
		}
		sh.places = append(sh.places, uint32(i))
	}
	var terms dictionaries
	for _, sh := range shares {
		if sh.next() {
			terms = append(terms, sh)
		}
	}
	if !terms.into(b, func() bool { return len(picks) > 1 && (b.stands > s.sizes.stands || b.size > s.sizes.texts) }) {
		half := len(picks) / 2
		return append(s.build(picks[:half], w), s.build(picks[half:], w)...)
	}
	return []*segment{b.done()}
}
