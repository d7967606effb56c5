package eventstore

import (
	"hash/maphash"
	"slices"
	"strings"
)

// builder makes a segment. It is told of the events in order, and then at which places of it terms stand, in any order.
type builder struct {
	fields  int
	seed    maphash.Seed
	segment segment
	numbers map[term]uint32
	terms   []term
	refs    []uint64 // where the texts of the terms are, if they are long
	counts  []uint32
	texts   int // bytes of all terms
	stands  []stand
}

// stand says that a term stands at a place.
type stand struct{ number, place uint32 }

func (s *Store) newBuilder(events int) *builder {
	return &builder{
		fields: len(s.fields), seed: s.seed, numbers: map[term]uint32{},
		segment: segment{seconds: make([]int64, 0, events), nanos: make([]int32, 0, events), refs: make([]uint64, 0, events)},
	}
}

func (b *builder) event(at instant, ref uint64) {
	g := &b.segment
	g.seconds, g.nanos, g.refs = append(g.seconds, at.second), append(g.nanos, at.nano), append(g.refs, ref)
}

// number is what the builder calls a term.
func (b *builder) number(t term, ref uint64) uint32 {
	n, known := b.numbers[t]
	if !known {
		n = uint32(len(b.terms)) //nolint:gosec // a segment has few
		b.numbers[t], b.terms, b.refs, b.counts = n, append(b.terms, t), append(b.refs, ref), append(b.counts, 0)
		b.texts += min(len(t.text), longText)
	}
	return n
}

func (b *builder) put(number, place uint32) {
	b.counts[number]++
	b.stands = append(b.stands, stand{number, place})
}

func (b *builder) hash(text string) uint32 { return hashOf(b.seed, text) }

func hashOf(seed maphash.Seed, text string) uint32 {
	return uint32(maphash.String(seed, text)) //nolint:gosec // half of a hash is wanted
}

// done returns the segment.
func (b *builder) done() *segment {
	order, hashes := make([]uint32, len(b.terms)), make([]uint32, len(b.terms)) // numbers by rank, hashes by number
	labels := make([]uint32, len(b.terms))                                      // hashes, too
	for n, t := range b.terms {
		order[n], hashes[n] = uint32(n), b.hash(t.text)
		if t.field > b.fields {
			labels[n] = b.hash(t.label)
		}
	}
	slices.SortFunc(order, func(i, j uint32) int {
		return compareTerms(b.terms[i], b.terms[j], labels[i], labels[j], hashes[i], hashes[j])
	})
	b.dictionary(order, hashes)
	b.postings(order)
	made := b.segment // alone: the builder is large
	return &made
}

// dictionary writes the terms down in their order. The values of labels come in the order of the labels' names, as both are ordered by
// hash and text: that is how the group of a label's values is found.
//
//nolint:gosec // ranks of terms; sizes bound the texts
func (b *builder) dictionary(order, hashes []uint32) {
	g := &b.segment
	g.hashes, g.textEnds = make([]uint32, len(order)), make([]uint32, len(order))
	var texts strings.Builder
	texts.Grow(b.texts)
	group, last := -1, term{}
	for rank, n := range order {
		t := b.terms[n]
		for next := b.groupOf(t, last, group); group < next; group++ {
			g.starts = append(g.starts, uint32(rank))
		}
		if len(t.text) < longText {
			texts.WriteString(t.text)
		} else {
			g.long, g.longRefs = append(g.long, uint32(rank)), append(g.longRefs, b.refs[n])
			g.longLens = append(g.longLens, uint32(len(t.text)))
		}
		g.hashes[rank], g.textEnds[rank], last = hashes[n], uint32(texts.Len()), t
	}
	for ; group < b.fields; group++ {
		g.starts = append(g.starts, uint32(len(order)))
	}
	g.starts, g.texts = append(g.starts, uint32(len(order))), texts.String()
}

// groupOf is the group of a term that follows another, which is in a group.
func (b *builder) groupOf(t, last term, group int) int {
	switch {
	case t.field <= b.fields:
		return t.field
	case last.field <= b.fields || last.label != t.label:
		return group + 1
	default:
		return group
	}
}

// postings writes down where each term stands.
//
//nolint:gosec // numbers of terms and of places
func (b *builder) postings(order []uint32) {
	g, words := &b.segment, wordsOf(b.segment.len())
	g.placeEnds = make([]uint32, len(order))
	next := make([]uint32, len(order)) // by number: where the next place goes, in places or in bits
	size := uint32(0)
	for rank, n := range order {
		if isDense(int(b.counts[n]), g.len()) {
			next[n] = uint32(len(g.dense)*words) | inBits
			g.dense, g.denseCounts = append(g.dense, uint32(rank)), append(g.denseCounts, b.counts[n])
		} else {
			next[n] = size
			size += b.counts[n]
		}
		g.placeEnds[rank] = size
	}
	g.places, g.bits = make([]uint32, size), make([]uint64, len(g.dense)*words)
	for _, s := range b.stands {
		if at := next[s.number]; at&inBits != 0 {
			g.bits[at&^inBits+s.place/64] |= 1 << (s.place % 64)
			continue
		}
		g.places[next[s.number]] = s.place
		next[s.number]++
	}
	for rank := range order {
		if places := g.places[startOf(g.placeEnds, rank):g.placeEnds[rank]]; !slices.IsSorted(places) {
			slices.Sort(places)
		}
	}
}

// inBits marks a place in bits.
const inBits = 1 << 31
