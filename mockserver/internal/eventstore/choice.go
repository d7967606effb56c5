package eventstore

import (
	"math/bits"
	"slices"
)

// choice is the events of one segment that a search is about.
type choice struct {
	list *reader  // the shortest list of places that must hold one; nil if all are bitmaps
	must []reader // the other postings, in each of which a place must be
	not  []reader // postings in none of which it may be

	word int    // the word of the bitmaps that was looked at last
	left uint64 // places of it that were not given yet
}

// reader goes through a posting in order.
type reader struct {
	posting
	at int // in places: nobody asks for what is before it any more
}

// choose reports nil if no event of the segment is wanted.
func (s *search) choose(g *segment, spend Spend) (*choice, error) {
	c := &choice{word: -1}
	for i := range s.clauses {
		asked := &s.clauses[i]
		terms, err := asked.terms(g, s.written, s.names, spend)
		if err != nil {
			return nil, err
		}
		p, err := g.union(terms, spend)
		if err != nil {
			return nil, err
		}
		switch all := p.count == g.len(); {
		case asked.negative() && all, !asked.negative() && p.count == 0:
			return nil, nil
		case asked.negative() && p.count > 0:
			c.not = append(c.not, reader{posting: p})
		case !asked.negative() && !all:
			c.must = append(c.must, reader{posting: p})
		}
	}
	c.leadWithShortest()
	return c, spend(lookAt)
}

// leadWithShortest lets the shortest list lead: the others are asked about its places only.
func (c *choice) leadWithShortest() {
	shortest := -1
	for i := range c.must {
		if c.must[i].bits == nil && (shortest < 0 || c.must[i].count < c.must[shortest].count) {
			shortest = i
		}
	}
	if shortest >= 0 {
		list := c.must[shortest]
		c.list, c.must = &list, slices.Delete(c.must, shortest, shortest+1)
	}
}

// union is where one of the terms stands: a list if it is short, else a bitmap.
func (g *segment) union(terms []int, spend Spend) (posting, error) {
	switch len(terms) {
	case 0:
		return posting{}, nil
	case 1:
		return g.posting(terms[0]), nil
	}
	count, lists := 0, true
	for _, t := range terms {
		p := g.posting(t)
		count, lists = count+p.count, lists && p.bits == nil
	}
	if err := spend(len(terms) + count/8); err != nil {
		return posting{}, err
	}
	if !lists || isDense(count, g.len()) {
		return g.unionInBits(terms, spend)
	}
	places := make([]uint32, 0, count)
	for _, t := range terms {
		places = append(places, g.posting(t).places...)
	}
	slices.Sort(places)
	places = slices.Compact(places)
	return posting{places: places, count: len(places)}, nil
}

func (g *segment) unionInBits(terms []int, spend Spend) (posting, error) {
	all := posting{bits: make([]uint64, wordsOf(g.len()))}
	for _, t := range terms {
		p := g.posting(t)
		for i, word := range p.bits {
			all.bits[i] |= word
		}
		for _, place := range p.places {
			all.bits[place/64] |= 1 << (place % 64)
		}
		if err := spend(1 + len(p.bits)); err != nil {
			return posting{}, err
		}
	}
	for _, word := range all.bits {
		all.count += bits.OnesCount64(word)
	}
	return all, nil
}

// next is the first wanted place from one on, and to if there is none before it. Who asks goes on in order.
func (c *choice) next(from, to int, spend Spend) (int, error) {
	if c.list != nil {
		return c.nextListed(from, to, spend)
	}
	for ; from < to; from = (c.word + 1) * 64 {
		if from/64 != c.word {
			if err := spend(1 + len(c.must) + len(c.not)); err != nil {
				return to, err
			}
			c.word, c.left = from/64, c.wanted(from/64)
		}
		if c.left &^= 1<<(from%64) - 1; c.left != 0 {
			return min(c.word*64+bits.TrailingZeros64(c.left), to), nil
		}
	}
	return to, nil
}

// nextListed goes through the list that leads.
func (c *choice) nextListed(from, to int, spend Spend) (int, error) {
	l := c.list
	for l.seek(from); l.at < len(l.places); l.at++ {
		place := int(l.places[l.at])
		if place >= to {
			break
		}
		if err := spend(1 + len(c.must) + len(c.not)); err != nil {
			return to, err
		}
		if c.allows(place) {
			return place, nil
		}
	}
	return to, nil
}

// allows reports whether the others hold a place.
func (c *choice) allows(place int) bool {
	for i := range c.must {
		if !c.must[i].has(place) {
			return false
		}
	}
	for i := range c.not {
		if c.not[i].has(place) {
			return false
		}
	}
	return true
}

// wanted is which of 64 places are wanted. All that must hold them are bitmaps.
func (c *choice) wanted(i int) uint64 {
	word := ^uint64(0)
	for _, p := range c.must {
		word &= p.bits[i]
	}
	for k := range c.not {
		if word != 0 {
			word &^= c.not[k].among(i)
		}
	}
	return word
}

// among is which of 64 places a posting holds.
func (p *reader) among(i int) (word uint64) {
	if p.bits != nil {
		return p.bits[i]
	}
	for p.seek(i * 64); p.at < len(p.places) && int(p.places[p.at]) < i*64+64; p.at++ {
		word |= 1 << (p.places[p.at] % 64)
	}
	return word
}

func (p *reader) has(place int) bool {
	if p.bits != nil {
		return p.bits[place/64]>>(place%64)&1 == 1
	}
	p.seek(place)
	return p.at < len(p.places) && int(p.places[p.at]) == place
}

// seek goes on to the first place from one on, in steps that double.
func (p *reader) seek(place int) {
	step, last := 1, p.at
	for p.at < len(p.places) && int(p.places[p.at]) < place {
		last, p.at = p.at, p.at+step
		step *= 2
	}
	i, _ := slices.BinarySearch(p.places[last:min(p.at, len(p.places))], uint32(place)) //nolint:gosec // places are no longer
	p.at = last + i
}
