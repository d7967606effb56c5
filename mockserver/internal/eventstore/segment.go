package eventstore

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// segment is a part of a run: events in order, and an index of all their values. It never changes, and holds no pointers but to
// its few slices.
type segment struct {
	seconds []int64 // of each event
	nanos   []int32
	refs    []uint64

	// The dictionary: terms in groups, in a group by hash and text. There is a group for each field, one for the names of labels, and
	// for each of these in their order one for its values.
	starts   []uint32 // of the groups, and the end of the last
	hashes   []uint32 // of the terms
	textEnds []uint32 // of each term in texts
	texts    string
	long     map[uint32]string // texts of terms that are too long for texts: parts of payloads, if they stand there

	// Where terms stand: the places of each in ords, or in a bitmap if they are many.
	ordEnds []uint32 // of each term in ords
	ords    []uint32

	dense       []uint32 // terms that have a bitmap, in order
	denseCounts []uint32
	bits        []uint64
}

func (g *segment) len() int { return len(g.seconds) }

func (g *segment) at(i int) instant { return instant{g.seconds[i], g.nanos[i]} }

func (g *segment) record(i int, m memory) record { return m.record(g.refs[i]) }

// first is the place of the first event that is at or behind an instant, or behind a record of that instant.
func (g *segment) first(from instant, after *record, m memory) int {
	return sort.Search(g.len(), func(i int) bool {
		c := g.at(i).compare(from)
		if c == 0 && after != nil {
			return g.record(i, m).compare(*after) > 0
		}
		return c >= 0
	})
}

// text of a term.
func (g *segment) text(term int) string {
	if from, to := startOf(g.textEnds, term), g.textEnds[term]; from < to {
		return g.texts[from:to]
	}
	return g.long[uint32(term)] //nolint:gosec // a number of a term
}

// longText is from how many bytes on a text is not kept beside the payload that it stands in.
const longText = 256

func startOf(ends []uint32, i int) uint32 {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

// find returns the number of a term, -1 if the segment has none of that text in the group.
func (g *segment) find(group int, hash uint32, text string) int {
	from, to := int(g.starts[group]), int(g.starts[group+1])
	for i := from + near(g.hashes[from:to], hash); i < to && g.hashes[i] == hash; i++ {
		if g.text(i) == text {
			return i
		}
	}
	return -1
}

// near is the place of the first hash from one on. Hashes are spread evenly, so it is not far from where it would be if they were
// spread perfectly.
func near(hashes []uint32, hash uint32) int {
	guess := int(uint64(hash) * uint64(len(hashes)) >> 32)
	low, high := guess, guess
	for step := 8; low > 0 && hashes[low-1] >= hash; step *= 4 {
		high, low = low, max(0, low-step)
	}
	for step := 8; high < len(hashes) && hashes[high] < hash; step *= 4 {
		low, high = high+1, min(len(hashes), high+step)
	}
	i, _ := slices.BinarySearch(hashes[low:high], hash)
	return low + i
}

// values is the group of the values of a label, whose name has a term.
func (g *segment) values(names, term int) int { return names + 1 + term - int(g.starts[names]) }

// posting is where a term stands, in order: as places, or as a bitmap.
type posting struct {
	ords  []uint32
	bits  []uint64
	count int
}

func (g *segment) posting(term int) posting {
	if from, to := startOf(g.ordEnds, term), g.ordEnds[term]; from < to {
		return posting{ords: g.ords[from:to], count: int(to - from)}
	}
	i, _ := slices.BinarySearch(g.dense, uint32(term)) //nolint:gosec // a number of a term
	words := wordsOf(g.len())
	return posting{bits: g.bits[i*words : (i+1)*words], count: int(g.denseCounts[i])}
}

// wordsOf is how many words a bitmap of n places has.
func wordsOf(n int) int { return (n + 63) / 64 }

// isDense reports whether a bitmap is smaller than a list of places.
func isDense(count, n int) bool { return count > n/32 }

// term is a value by which events are found.
type term struct {
	field int    // the number of a field; those of names of labels and of their values follow
	label string // whose value it is
	text  string
}

// compareTerms is the order of the dictionary, given the hashes of labels and texts.
func compareTerms(a, b term, labelA, labelB, hashA, hashB uint32) int {
	return cmp.Or(
		cmp.Compare(a.field, b.field), cmp.Compare(labelA, labelB), strings.Compare(a.label, b.label),
		cmp.Compare(hashA, hashB), strings.Compare(a.text, b.text),
	)
}
