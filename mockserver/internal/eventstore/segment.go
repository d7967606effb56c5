package eventstore

import (
	"encoding/binary"
	"slices"
	"sort"
)

// segment is a part of a run: events in order, and an index of all their values. It never changes, and holds no pointers but to
// its few slices.
type segment struct {
	times times // of each event
	refs  []uint64
	keys  []uint64 // by which merges tell most events of one time apart without their records; nil if the segment is large

	// The dictionary: terms in groups, in a group by hash and text, so that each has a rank. There is a group for each field, one for
	// the names of labels, and for each of these in their order one for its values.
	starts   []uint32 // of the groups, and the end of the last
	hashes   []uint32 // of the terms
	textEnds []uint32 // of each term in texts
	texts    string
	long     []uint32 // terms whose texts are in the arena, in order
	longRefs []uint64
	longLens []uint32

	// Where terms stand: the places of each in a list, or in a bitmap if they are many.
	placeEnds   []uint32 // of each term in places
	places      []uint32
	dense       []uint32 // terms that have a bitmap, in order
	denseCounts []uint32
	bits        []uint64
}

func (g *segment) len() int { return len(g.refs) }

func (g *segment) at(i int) instant { return g.times.at(i) }

func (g *segment) record(i int, w written) record { return w.record(g.refs[i]) }

// key is the beginning of the id of an event.
func (g *segment) key(i int, w written) uint64 {
	if g.keys != nil {
		return g.keys[i]
	}
	return keyOf(g.record(i, w).id)
}

// keyOf is the beginning of an id as a number. Of two ids the lesser has no greater key.
func keyOf(id string) uint64 {
	var beginning [8]byte
	copy(beginning[:], id)
	return binary.BigEndian.Uint64(beginning[:])
}

// first is the place of the first event that is at or behind an instant, or behind a record of that instant.
func (g *segment) first(from instant, after *record, w written) int {
	return sort.Search(g.len(), func(i int) bool {
		c := g.at(i).compare(from)
		if c == 0 && after != nil {
			r := g.record(i, w)
			return r.compare(after) > 0
		}
		return c >= 0
	})
}

// text of a term.
func (g *segment) text(term int, w written) string {
	if from, to := startOf(g.textEnds, term), g.textEnds[term]; from < to {
		return g.texts[from:to]
	}
	if i, long := slices.BinarySearch(g.long, uint32(term)); long { //nolint:gosec // a rank
		return w.text(g.longRefs[i])[:g.longLens[i]]
	}
	return ""
}

// refOf is where the text of a term is in the arena, if it is long.
func (g *segment) refOf(term int) uint64 {
	if i, long := slices.BinarySearch(g.long, uint32(term)); long { //nolint:gosec // a rank
		return g.longRefs[i]
	}
	return 0
}

func startOf(ends []uint32, i int) uint32 {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

// find returns the rank of a term, -1 if the segment has none of that text in the group.
func (g *segment) find(group int, hash uint32, text string, w written) int {
	from, to := int(g.starts[group]), int(g.starts[group+1])
	for i := from + near(g.hashes[from:to], hash); i < to && g.hashes[i] == hash; i++ {
		if g.text(i, w) == text {
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
	places []uint32
	bits   []uint64
	count  int
}

func (g *segment) posting(term int) posting {
	if from, to := startOf(g.placeEnds, term), g.placeEnds[term]; from < to {
		return posting{places: g.places[from:to], count: int(to - from)}
	}
	i, _ := slices.BinarySearch(g.dense, uint32(term)) //nolint:gosec // a rank
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
