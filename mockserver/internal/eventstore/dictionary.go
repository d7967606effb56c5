package eventstore

import (
	"container/heap"
	"math/bits"
)

// share is the events of an old segment that go into a new one, which stand together in the old one. It goes through the terms of the
// old segment in their order.
type share struct {
	from    *segment
	written written
	first   int
	places  []uint32 // where each event stands in the new segment
	fields  int

	rank  int // of the term at which it stands
	group int
	ranked
}

// next goes on to the next term. It reports false behind the last.
func (sh *share) next() bool {
	g := sh.from
	if sh.rank++; sh.rank == len(g.hashes) {
		return false
	}
	for sh.rank >= int(g.starts[sh.group+1]) {
		sh.group++
	}
	t := &sh.term
	if label := sh.group - sh.fields - 1; label >= 0 && sh.rank == int(g.starts[sh.group]) {
		name := int(g.starts[sh.fields]) + label
		t.label, sh.label = g.text(name, sh.written), g.hashes[name]
	}
	t.field, t.text = min(sh.group, sh.fields+1), g.text(sh.rank, sh.written)
	sh.hash, sh.ref = g.hashes[sh.rank], g.refOf(sh.rank)
	return true
}

// appendPlaces appends where the term stands in the new segment.
func (sh *share) appendPlaces(places []uint32) []uint32 {
	last := sh.first + len(sh.places)
	from := reader{posting: sh.from.posting(sh.rank)}
	if from.count == sh.from.len() { // it stands everywhere
		return append(places, sh.places...)
	}
	if from.bits == nil {
		for from.seek(sh.first); from.at < len(from.places) && int(from.places[from.at]) < last; from.at++ {
			places = append(places, sh.places[int(from.places[from.at])-sh.first])
		}
		return places
	}
	for i := sh.first / 64; i < wordsOf(last); i++ {
		for word := from.bits[i]; word != 0; word &= word - 1 {
			if place := i*64 + bits.TrailingZeros64(word); place >= sh.first && place < last {
				places = append(places, sh.places[place-sh.first])
			}
		}
	}
	return places
}

// dictionaries is a heap of the shares of a new segment, each at its next term.
type dictionaries []*share

// into tells a builder of the terms of all shares in the order of the dictionary. It ends, and reports false, once there are too many.
func (d dictionaries) into(b *builder, tooMany func() bool) bool {
	heap.Init(&d)
	var places []uint32
	for len(d) > 0 {
		first := *d[0].found
		hash := d[0].hash
		for places = places[:0]; len(d) > 0 && d[0].term == first.term; {
			places = d[0].appendPlaces(places)
			if d[0].next() {
				heap.Fix(&d, 0)
			} else {
				heap.Pop(&d)
			}
		}
		if len(places) == 0 {
			continue
		}
		if b.add(first.term, hash, first.ref, places); tooMany() {
			return false
		}
	}
	return true
}

func (d dictionaries) Len() int           { return len(d) }
func (d dictionaries) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d dictionaries) Less(i, j int) bool { return d[i].compare(&d[j].ranked) < 0 }
func (d *dictionaries) Push(x any)        { *d = append(*d, x.(*share)) }
func (d *dictionaries) Pop() any {
	old := *d
	last := old[len(old)-1]
	*d = old[:len(old)-1]
	return last
}
