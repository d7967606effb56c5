package eventstore

import (
	"cmp"
	"container/heap"
	"maps"
	"math/bits"
	"slices"
)

// ripe returns runs of one size that are as many as are merged into one; nil if there are none. Sizes are powers of the fan-out.
func (s *Store) ripe(runs []run) []run {
	byLevel := map[int][]run{}
	for _, r := range runs {
		level := 0
		for n := r.len() / s.sizes.recent; n >= s.sizes.fan; n /= s.sizes.fan {
			level++
		}
		byLevel[level] = append(byLevel[level], r)
		if len(byLevel[level]) == s.sizes.fan {
			return byLevel[level]
		}
	}
	return nil
}

// mergeRipe merges as long as there is something to merge. One of it is at work at a time.
func (s *Store) mergeRipe() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		v := s.view.Load()
		ripe := s.ripe(v.runs)
		if ripe == nil {
			s.merging = false
			s.merged.Broadcast()
			return
		}
		s.mu.Unlock()
		merged := s.merge(ripe, v.memory)
		s.mu.Lock()
		v = s.view.Load()
		left := slices.DeleteFunc(slices.Clone(v.runs), func(r run) bool {
			return slices.ContainsFunc(ripe, func(o run) bool { return o[0] == r[0] })
		})
		s.view.Store(&view{recent: v.recent, runs: append(left, merged), memory: v.memory})
		s.merged.Broadcast()
	}
}

// merge makes one run of several. Full segments that overlap no other stay as they are.
func (s *Store) merge(runs []run, m memory) run {
	all := slices.Concat(runs...)
	slices.SortFunc(all, func(a, b *segment) int { return compareAt(a, 0, b, 0, m) })
	var merged run
	for len(all) > 0 {
		n := s.together(all, m)
		if n == 1 {
			merged = append(merged, all[0])
		} else {
			merged = append(merged, s.mergeSegments(all[:n], m)...)
		}
		all = all[n:]
	}
	return merged
}

// together is how many of the first segments are merged: those that overlap, and more until they fill half a segment.
func (s *Store) together(all []*segment, m memory) int {
	last, events := all[0], all[0].len()
	for i := 1; i < len(all); i++ {
		g := all[i]
		apart := compareAt(last, last.len()-1, g, 0, m) < 0
		if apart && events >= s.sizes.segment/2 {
			return i
		}
		events += g.len()
		if compareAt(last, last.len()-1, g, g.len()-1, m) < 0 {
			last = g
		}
	}
	return len(all)
}

// compareAt compares an event of one segment with one of another.
func compareAt(a *segment, i int, b *segment, j int, m memory) int {
	if c := a.at(i).compare(b.at(j)); c != 0 {
		return c
	}
	return a.record(i, m).compare(b.record(j, m))
}

// pick is an event of a segment that is merged.
type pick struct {
	from *segment
	ord  int
}

// mergeSegments makes new segments of old ones.
func (s *Store) mergeSegments(old []*segment, m memory) run {
	var merged run
	var picks []pick
	h := &picking{memory: m}
	flush := func() {
		merged = append(merged, s.build(picks)...)
		picks = picks[:0]
	}
	for _, g := range old {
		for len(h.picks) > 0 && compareAt(h.picks[0].from, h.picks[0].ord, g, 0, m) < 0 {
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
	picks  []pick
	memory memory
}

// take returns the first event of all.
func (h *picking) take() pick {
	first := h.picks[0]
	if h.picks[0].ord++; h.picks[0].ord < first.from.len() {
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
	return compareAt(a.from, a.ord, b.from, b.ord, h.memory) < 0
}

// build makes a segment of events that are picked in order; two if their terms are too long for one.
func (s *Store) build(picks []pick) []*segment {
	b := s.newBuilder(len(picks))
	parts := map[*segment]*part{}
	for i, p := range picks {
		b.event(p.from.at(p.ord), p.from.refs[p.ord])
		if parts[p.from] == nil {
			parts[p.from] = &part{from: p.from, first: p.ord}
		}
		parts[p.from].moved = append(parts[p.from].moved, uint32(i))
	}
	for _, p := range slices.SortedFunc(maps.Values(parts), func(a, b *part) int { return cmp.Compare(a.moved[0], b.moved[0]) }) {
		p.give(b)
	}
	if b.texts > mostTexts && len(picks) > 1 {
		half := len(picks) / 2
		return append(s.build(picks[:half]), s.build(picks[half:])...)
	}
	return []*segment{b.done()}
}

// part is the events of one segment that go into a new one. They stand together in the old one.
type part struct {
	from  *segment
	first int
	moved []uint32 // where each stands in the new one
}

// give tells the builder of all terms of the part.
func (p *part) give(b *builder) {
	g := p.from
	for group := range len(g.starts) - 1 {
		for t := int(g.starts[group]); t < int(g.starts[group+1]); t++ {
			of := term{field: min(group, b.fields+1), text: g.text(t)}
			if group > b.fields {
				of.label = g.text(int(g.starts[b.fields]) + group - b.fields - 1)
			}
			p.giveTerm(b, of, g.posting(t))
		}
	}
}

func (p *part) giveTerm(b *builder, of term, at posting) {
	number, known := uint32(0), false
	put := func(ord int) {
		if !known {
			number, known = b.number(of), true
		}
		b.put(number, p.moved[ord-p.first])
	}
	last := p.first + len(p.moved)
	from := place{posting: at}
	if at.bits == nil {
		for from.seek(p.first); from.at < len(at.ords) && int(at.ords[from.at]) < last; from.at++ {
			put(int(at.ords[from.at]))
		}
		return
	}
	for i := p.first / 64; i < wordsOf(last); i++ {
		for word := at.bits[i]; word != 0; word &= word - 1 {
			if ord := i*64 + bits.TrailingZeros64(word); ord >= p.first && ord < last {
				put(ord)
			}
		}
	}
}
