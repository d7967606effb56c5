package eventstore

import (
	"math/bits"
	"slices"
)

// choice is the events of one segment that a search is about.
type choice struct {
	must []union // every one stands there
	not  []union // none stands there
}

// union is where one of several terms stands.
type union []place

// place goes through a posting in order.
type place struct {
	posting
	at int // in ords: no place before it is asked for any more
}

// choose reports nil if no event of the segment is wanted.
func (s *search) choose(g *segment, spend Spend) (*choice, error) {
	c := &choice{}
	for i := range s.clauses {
		asked := &s.clauses[i]
		terms, err := asked.terms(g, s.names, spend)
		if err != nil {
			return nil, err
		}
		places := g.union(terms)
		switch all := len(places) == 1 && places[0].count == g.len(); {
		case asked.negative() && all, !asked.negative() && len(places) == 0:
			return nil, nil
		case asked.negative() && len(places) > 0:
			c.not = append(c.not, places)
		case !asked.negative() && !all:
			c.must = append(c.must, places)
		}
	}
	// The shortest list first: the others are asked about its places only.
	slices.SortStableFunc(c.must, func(a, b union) int { return a.listed(g.len()) - b.listed(g.len()) })
	return c, spend(lookAt)
}

// listed is how many places there are, if they are one list.
func (u union) listed(n int) int {
	if len(u) == 1 && u[0].bits == nil {
		return len(u[0].ords)
	}
	return n
}

// union is where one of the terms stands. Lists that are short together are one.
func (g *segment) union(terms []int) union {
	var u union
	count, lists := 0, true
	for _, t := range terms {
		p := g.posting(t)
		u = append(u, place{posting: p})
		count, lists = count+p.count, lists && p.bits == nil
	}
	if len(u) <= 1 || !lists || isDense(count, g.len()) {
		return u
	}
	ords := make([]uint32, 0, count)
	for _, p := range u {
		ords = append(ords, p.ords...)
	}
	slices.Sort(ords)
	ords = slices.Compact(ords)
	return union{{posting: posting{ords: ords, count: len(ords)}}}
}

// next is the first wanted place from one on, and to if there is none before it. Places that are asked for only grow.
func (c *choice) next(from, to int, spend Spend) (int, error) {
	if len(c.must) > 0 && c.must[0].listed(to) < to {
		return c.nextListed(from, to, spend)
	}
	for from < to {
		if word := c.word(from/64) &^ (1<<(from%64) - 1); word != 0 {
			return min(from/64*64+bits.TrailingZeros64(word), to), nil
		}
		from = from/64*64 + 64
		if err := spend(1 + len(c.must) + len(c.not)); err != nil {
			return to, err
		}
	}
	return to, nil
}

// nextListed goes through the shortest list.
func (c *choice) nextListed(from, to int, spend Spend) (int, error) {
	first := &c.must[0][0]
	for first.seek(from); first.at < len(first.ords); first.at++ {
		ord := int(first.ords[first.at])
		if ord >= to {
			break
		}
		if c.allows(ord) {
			return ord, nil
		}
		if err := spend(1 + len(c.must) + len(c.not)); err != nil {
			return to, err
		}
	}
	return to, nil
}

// allows reports whether all but the first stand at a place.
func (c *choice) allows(ord int) bool {
	for _, u := range c.must[1:] {
		if !u.has(ord) {
			return false
		}
	}
	return !slices.ContainsFunc(c.not, func(u union) bool { return u.has(ord) })
}

// word is which of 64 places are wanted.
func (c *choice) word(i int) uint64 {
	word := ^uint64(0)
	for _, u := range c.must {
		word &= u.word(i)
	}
	for _, u := range c.not {
		if word != 0 {
			word &^= u.word(i)
		}
	}
	return word
}

func (u union) word(i int) (word uint64) {
	for k := range u {
		word |= u[k].word(i)
	}
	return word
}

func (u union) has(ord int) bool {
	for k := range u {
		if u[k].has(ord) {
			return true
		}
	}
	return false
}

func (p *place) word(i int) (word uint64) {
	if p.bits != nil {
		return p.bits[i]
	}
	p.seek(i * 64)
	for _, ord := range p.ords[p.at:] { // which stays, as the word may be asked for again
		if int(ord) >= i*64+64 {
			break
		}
		word |= 1 << (ord % 64)
	}
	return word
}

func (p *place) has(ord int) bool {
	if p.bits != nil {
		return p.bits[ord/64]>>(ord%64)&1 == 1
	}
	p.seek(ord)
	return p.at < len(p.ords) && int(p.ords[p.at]) == ord
}

// seek goes on to the first place from one on, in steps that double.
func (p *place) seek(ord int) {
	step, last := 1, p.at
	for p.at < len(p.ords) && int(p.ords[p.at]) < ord {
		last, p.at = p.at, p.at+step
		step *= 2
	}
	i, _ := slices.BinarySearchFunc(p.ords[last:min(p.at, len(p.ords))], ord, func(have uint32, ord int) int { return int(have) - ord })
	p.at = last + i
}
