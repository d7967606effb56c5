package eventstore

import "slices"

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
	one, other := a.record(i, w), b.record(j, w)
	return one.compare(&other)
}

// pick is an event of a segment that is merged.
type pick struct{ from, place uint32 }

// mergeSegments makes new segments of old ones, which are in order of their first events.
func (s *Store) mergeSegments(old []*segment, w written) run {
	var merged run
	events := 0
	for _, g := range old {
		events += g.len()
	}
	picks := make([]pick, 0, min(events, s.sizes.segment))
	open, begun := picking{written: w}, 0
	for begun < len(old) || len(open.next) > 0 {
		if begun < len(old) {
			next := newUpcoming(old[begun], begun)
			if len(open.next) == 0 || open.compare(next, open.next[0]) <= 0 {
				open.push(next)
				begun++
				continue
			}
		}
		picks = append(picks, open.take())
		if last := begun == len(old) && len(open.next) == 0; !last && len(picks) < s.sizes.segment {
			continue
		}
		if !s.closed.Load() {
			merged = append(merged, s.build(old, picks, w)...)
		}
		picks = picks[:0]
	}
	return merged
}

// build makes a segment of events that are picked in order; two if it would have too many terms.
func (s *Store) build(old []*segment, picks []pick, w written) []*segment {
	b, shares := s.newBuilder(len(picks)), make([]share, len(old))
	for i, p := range picks {
		sh, place := &shares[p.from], int(p.place)
		if sh.from == nil {
			from := old[p.from]
			*sh = share{
				from: from, written: w, first: place, fields: b.fields, rank: -1, ranked: ranked{found: &found{}},
				places: make([]uint32, 0, min(from.len()-place, len(picks))),
			}
		}
		key := uint64(0)
		if b.segment.keys != nil {
			key = sh.from.key(place, w)
		}
		b.event(sh.from.at(place), sh.from.refs[place], key)
		sh.places = append(sh.places, uint32(i))
	}
	var terms dictionaries
	for i := range shares {
		if sh := &shares[i]; sh.from != nil && sh.next() {
			terms = append(terms, sh)
		}
	}
	if !terms.into(b, func() bool { return len(picks) > 1 && (b.stands > s.sizes.stands || b.size > s.sizes.texts) }) {
		half := len(picks) / 2
		return append(s.build(old, picks[:half], w), s.build(old, picks[half:], w)...)
	}
	return []*segment{b.done()}
}
