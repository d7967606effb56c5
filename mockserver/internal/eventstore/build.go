package eventstore

import (
	"math"
	"slices"
)

// builder makes a segment. It is told of the events in order, and then of all their terms in the order of the dictionary.
type builder struct {
	fields  int
	segment segment
	texts   []byte
	group   int  // of the last term
	last    term // which was added
	size    int  // bytes of all terms, with no more than the beginnings of long ones
	stands  int  // places of all terms
}

func (s *Store) newBuilder(events int) *builder {
	g := segment{times: newTimes(events), refs: make([]uint64, 0, events)}
	if events <= s.sizes.keyed {
		g.keys = make([]uint64, 0, events)
	}
	return &builder{fields: len(s.fields), group: -1, segment: g}
}

// event adds an event with its key, which counts only where keys are kept.
func (b *builder) event(at instant, ref, key uint64) {
	g := &b.segment
	g.times.add(at)
	g.refs = append(g.refs, ref)
	if g.keys != nil {
		g.keys = append(g.keys, key)
	}
}

// add writes down a term with its hash, where its text is in the arena if it is long, and the places at which it stands, in any order.
//
//nolint:gosec // ranks of terms; sizes bound the texts
func (b *builder) add(t term, hash uint32, ref uint64, places []uint32) {
	g, rank := &b.segment, uint32(len(b.segment.hashes))
	for next := b.groupOf(t); b.group < next; b.group++ {
		g.starts = append(g.starts, rank)
	}
	if len(t.text) < leastLong {
		b.texts = append(b.texts, t.text...)
	} else {
		g.long, g.longRefs, g.longLens = append(g.long, rank), append(g.longRefs, ref), append(g.longLens, uint32(len(t.text)))
	}
	g.hashes, g.textEnds, b.last = append(g.hashes, hash), append(g.textEnds, uint32(len(b.texts))), t
	b.size, b.stands = b.size+min(len(t.text), leastLong), b.stands+len(places)
	b.posting(rank, places)
	g.placeEnds = append(g.placeEnds, uint32(len(g.places)))
}

// groupOf is the group of a term that follows the last. The values of labels come in the order of the labels' names, as both are
// ordered by hash and text: that is how the group of a label's values is found.
func (b *builder) groupOf(t term) int {
	switch {
	case t.field <= b.fields:
		return t.field
	case b.last.field <= b.fields || b.last.label != t.label:
		return b.group + 1
	default:
		return b.group
	}
}

func (b *builder) posting(rank uint32, places []uint32) {
	g := &b.segment
	if !isDense(len(places), g.len()) {
		if !slices.IsSorted(places) {
			slices.Sort(places)
		}
		g.places = append(g.places, places...)
		return
	}
	g.dense, g.denseCounts = append(g.dense, rank), append(g.denseCounts, uint32(len(places))) //nolint:gosec // at most as many as events
	from := len(g.bits)
	g.bits = append(g.bits, make([]uint64, wordsOf(g.len()))...)
	if len(places) == g.len() {
		fill(g.bits[from:], g.len())
		return
	}
	for _, place := range places {
		g.bits[from+int(place/64)] |= 1 << (place % 64)
	}
}

// fill sets the first n bits.
func fill(words []uint64, n int) {
	for i := range n / 64 {
		words[i] = math.MaxUint64
	}
	if rest := n % 64; rest > 0 {
		words[n/64] = 1<<rest - 1
	}
}

// done returns the segment, in no more memory than it needs.
func (b *builder) done() *segment {
	g := b.segment
	end := uint32(len(g.hashes)) //nolint:gosec // a number of terms
	for ; b.group < b.fields; b.group++ {
		g.starts = append(g.starts, end)
	}
	g.starts, g.texts = append(g.starts, end), string(b.texts)
	g.hashes, g.textEnds, g.placeEnds = slices.Clone(g.hashes), slices.Clone(g.textEnds), slices.Clone(g.placeEnds)
	g.places, g.bits = slices.Clone(g.places), slices.Clone(g.bits)
	return &g
}
