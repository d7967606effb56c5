package eventstore

import (
	"hash/maphash"
	"slices"
	"strings"
)

// builder makes a segment: first of its events in order, then of the places of its terms, in any order.
type builder struct {
	fields  int
	seed    maphash.Seed
	segment segment
	numbers map[term]uint32
	terms   []term
	counts  []uint32
	texts   int // bytes of all terms
	stands  []stand
}

// mostTexts is how many bytes the terms of a segment may have. It is cut in two before it has more.
const mostTexts = 1 << 30

type stand struct {
	term uint32
	ord  uint32
}

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

// number names a term.
func (b *builder) number(t term) uint32 {
	n, known := b.numbers[t]
	if !known {
		n = uint32(len(b.terms)) //nolint:gosec // memory ends before
		b.numbers[t], b.terms, b.counts = n, append(b.terms, t), append(b.counts, 0)
		b.texts += min(len(t.text), longText)
	}
	return n
}

// put says that a term stands at a place.
func (b *builder) put(number uint32, ord uint32) {
	b.counts[number]++
	b.stands = append(b.stands, stand{number, ord})
}

func (b *builder) hash(text string) uint32 { return hashOf(b.seed, text) }

func hashOf(seed maphash.Seed, text string) uint32 {
	return uint32(maphash.String(seed, text)) //nolint:gosec // half of a hash is wanted
}

// done returns the segment.
func (b *builder) done() *segment {
	order := make([]uint32, len(b.terms)) // number by rank
	hashes, labels := make([]uint32, len(b.terms)), map[string]uint32{}
	for n, t := range b.terms {
		order[n], hashes[n] = uint32(n), b.hash(t.text)
		if _, known := labels[t.label]; !known {
			labels[t.label] = b.hash(t.label)
		}
	}
	slices.SortFunc(order, func(i, j uint32) int {
		return compareTerms(b.terms[i], b.terms[j], labels[b.terms[i].label], labels[b.terms[j].label], hashes[i], hashes[j])
	})
	b.dictionary(order, hashes)
	b.places(order)
	made := b.segment // alone: the builder is large
	return &made
}

// dictionary writes the terms down in their order.
//
//nolint:gosec // numbers of terms; mostTexts bounds the texts
func (b *builder) dictionary(order, hashes []uint32) {
	g := &b.segment
	g.hashes, g.textEnds = make([]uint32, len(order)), make([]uint32, len(order))
	var texts strings.Builder
	texts.Grow(b.texts)
	group, last := -1, term{}
	for rank, n := range order {
		t := b.terms[n]
		own := t.field
		if own == b.fields+1 { // each label has a group of its own
			if own = group; last.field < t.field || last.label != t.label {
				own++
			}
		}
		for ; group < own; group++ {
			g.starts = append(g.starts, uint32(rank))
		}
		switch {
		case len(t.text) < longText:
			texts.WriteString(t.text)
		case g.long == nil:
			g.long = map[uint32]string{uint32(rank): t.text}
		default:
			g.long[uint32(rank)] = t.text
		}
		g.hashes[rank], g.textEnds[rank], last = hashes[n], uint32(texts.Len()), t
	}
	for ; group < b.fields; group++ {
		g.starts = append(g.starts, uint32(len(order)))
	}
	g.starts, g.texts = append(g.starts, uint32(len(order))), texts.String()
}

// places writes down where each term stands.
//
//nolint:gosec // numbers of terms and of places
func (b *builder) places(order []uint32) {
	g, words := &b.segment, wordsOf(b.segment.len())
	g.ordEnds = make([]uint32, len(order))
	next := make([]uint32, len(order)) // by number: where the next place goes, in ords or in bits
	size := uint32(0)
	for rank, n := range order {
		if isDense(int(b.counts[n]), g.len()) {
			next[n] = uint32(len(g.dense)*words) | inBits
			g.dense, g.denseCounts = append(g.dense, uint32(rank)), append(g.denseCounts, b.counts[n])
		} else {
			next[n] = size
			size += b.counts[n]
		}
		g.ordEnds[rank] = size
	}
	g.ords, g.bits = make([]uint32, size), make([]uint64, len(g.dense)*words)
	for _, s := range b.stands {
		if at := next[s.term]; at&inBits != 0 {
			g.bits[at&^inBits+s.ord/64] |= 1 << (s.ord % 64)
			continue
		}
		g.ords[next[s.term]] = s.ord
		next[s.term]++
	}
	for rank := range order {
		if places := g.ords[startOf(g.ordEnds, rank):g.ordEnds[rank]]; !slices.IsSorted(places) {
			slices.Sort(places)
		}
	}
}

// inBits marks a place in bits.
const inBits = 1 << 31
