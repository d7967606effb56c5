package eventstore

import (
	"cmp"
	"container/heap"
	"maps"
	"math/bits"
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

// mergeSegments makes new segments of old ones.
func (s *Store) mergeSegments(old []*segment, w written) run {
	var merged run
	var picks []pick
	h := &picking{written: w}
	flush := func() {
		if !s.closed.Load() {
			merged = append(merged, s.build(picks, w)...)
		}
		picks = picks[:0]
	}
	for _, g := range old {
		for len(h.picks) > 0 && compareAt(h.picks[0].from, h.picks[0].place, g, 0, w) < 0 {
			if picks = append(picks, h.take()); len(picks) == s.sizes.segment {
				flush()
			}
		}
		heap.Push(h, pick{g, 0})
	}
	for len(h.picks) > 0 {
		if picks = append(picks, h.take()); len(picks) == s.sizes.segment {
			flush()
		}
	}
	if len(picks) > 0 {
		flush()
	}
	return merged
}

// picking is a heap of the segments that are merged, each at its next event.
type picking struct {
	picks   []pick
	written written
}

// take returns the first event of all.
func (h *picking) take() pick {
	first := h.picks[0]
	if h.picks[0].place++; h.picks[0].place < first.from.len() {
		heap.Fix(h, 0)
	} else {
		heap.Pop(h)
	}
	return first
}

func (h *picking) Len() int      { return len(h.picks) }
func (h *picking) Swap(i, j int) { h.picks[i], h.picks[j] = h.picks[j], h.picks[i] }
func (h *picking) Push(x any)    { h.picks = append(h.picks, x.(pick)) }
func (h *picking) Pop() any {
	last := h.picks[len(h.picks)-1]
	h.picks = h.picks[:len(h.picks)-1]
	return last
}

func (h *picking) Less(i, j int) bool {
	a, b := h.picks[i], h.picks[j]
	return compareAt(a.from, a.place, b.from, b.place, h.written) < 0
}

// build makes a segment of events that are picked in order; two if it would have too many terms.
func (s *Store) build(picks []pick, w written) []*segment {
	b := s.newBuilder(len(picks))
	moved := map[*segment]*share{}
	for i, p := range picks {
		b.event(p.from.at(p.place), p.from.refs[p.place])
		if moved[p.from] == nil {
			moved[p.from] = &share{from: p.from, first: p.place}
		}
		moved[p.from].places = append(moved[p.from].places, uint32(i))
	}
	for _, sh := range slices.SortedFunc(maps.Values(moved), func(a, b *share) int { return cmp.Compare(a.places[0], b.places[0]) }) {
		if tooMany := sh.give(b, w, func() bool { return len(picks) > 1 && s.tooMany(b) }); tooMany {
			half := len(picks) / 2
			return append(s.build(picks[:half], w), s.build(picks[half:], w)...)
		}
	}
	return []*segment{b.done()}
}

// share is the events of an old segment that go into a new one. They stand together in the old one.
type share struct {
	from   *segment
	first  int
	places []uint32 // where each stands in the new one
}

// tooMany reports whether a segment would have more terms than it may.
func (s *Store) tooMany(b *builder) bool {
	return len(b.stands) > s.sizes.stands || b.texts > s.sizes.texts
}

// give tells the builder of all terms of the share. It ends, and reports true, once there are too many.
func (sh *share) give(b *builder, w written, tooMany func() bool) bool {
	g := sh.from
	for group := range len(g.starts) - 1 {
		label := ""
		if group > b.fields {
			label = g.text(int(g.starts[b.fields])+group-b.fields-1, w)
		}
		for t := int(g.starts[group]); t < int(g.starts[group+1]); t++ {
			sh.giveTerm(b, w, t, term{field: min(group, b.fields+1), label: label})
			if tooMany() {
				return true
			}
		}
	}
	return false
}

func (sh *share) giveTerm(b *builder, w written, t int, of term) {
	number, known := uint32(0), false
	put := func(place int) {
		if !known {
			of.text = sh.from.text(t, w)
			number, known = b.number(of, sh.from.refOf(t)), true
		}
		b.put(number, sh.places[place-sh.first])
	}
	last := sh.first + len(sh.places)
	from := reader{posting: sh.from.posting(t)}
	if from.bits == nil {
		for from.seek(sh.first); from.at < len(from.places) && int(from.places[from.at]) < last; from.at++ {
			put(int(from.places[from.at]))
		}
		return
	}
	for i := sh.first / 64; i < wordsOf(last); i++ {
		for word := from.bits[i]; word != 0; word &= word - 1 {
			if place := i*64 + bits.TrailingZeros64(word); place >= sh.first && place < last {
				put(place)
			}
		}
	}
}
