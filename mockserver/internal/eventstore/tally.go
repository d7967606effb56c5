package eventstore

import (
	"context"
	"math/bits"
	"slices"
	"time"
)

// Tally is how many events have a value, and when the first and the last of them are.
type Tally struct {
	Value       string
	Count       int
	First, Last time.Time
}

// Add takes another part of the same value in.
func (t *Tally) Add(part Tally) {
	if part.Count == 0 {
		return
	}
	if t.Count == 0 || part.First.Before(t.First) {
		t.First = part.First
	}
	if t.Count == 0 || part.Last.After(t.Last) {
		t.Last = part.Last
	}
	t.Count += part.Count
}

// By says of what the values are counted: of a field, or of a label.
type By struct{ Field, Label string }

// Tally counts the values of the events that meet q, whatever its After and its Limit. It goes through the values, not through the
// events, and tells of them in any order and in parts: a value may come several times. The error is that of ctx, whose end ends it, or
// that of each.
func (s *Store) Tally(ctx context.Context, q Query, by By, each func(Tally) error) error {
	q.After = Position{}
	if err := ctx.Err(); err != nil {
		return err
	}
	of := tallied{field: -1, label: by.Label, hash: hashOf(s.seed, by.Label)}
	if by.Field != "" {
		if of.field = slices.Index(s.fields, by.Field); of.field < 0 {
			return nil
		}
	}
	l := listingOf(ctx, q)
	defer l.end()
	c, _ := s.Search(&l.Query).(*search)
	for i := range c.walks {
		var err error
		switch w := c.walks[i].walker.(type) {
		case *walkRun:
			err = c.tallyRun(w, of, l.spend, each)
		case *walkRecent:
			err = c.tallyRecent(w, of, l.spend, each)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tallied is a By as segments know it.
type tallied struct {
	field int // -1 if it is of a label
	label string
	hash  uint32 // of the label
}

func (s *search) tallyRecent(w *walkRecent, by tallied, spend Spend, each func(Tally) error) error {
	for _, it := range w.items {
		if it.at.compare(s.to) >= 0 {
			return nil
		}
		if err := spend(lookAt); err != nil {
			return err
		}
		meets, err := s.meets(it, spend)
		if err != nil {
			return err
		}
		value, there := it.label(by.label)
		if by.field >= 0 {
			value, there = it.values[by.field], true
		}
		if !meets || !there {
			continue
		}
		if err := each(Tally{value, 1, it.at.time(), it.at.time()}); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) tallyRun(w *walkRun, by tallied, spend Spend, each func(Tally) error) error {
	for len(w.run) > 0 && w.run[0].at(0).compare(s.to) < 0 {
		if err := w.open(s, spend); err != nil {
			return err
		}
		if w.choice == nil {
			continue
		}
		wanted, err := w.wanted(spend)
		if err != nil {
			return err
		}
		if err := w.segment.tally(wanted, s, by, spend, each); err != nil {
			return err
		}
		w.choice = nil
	}
	return nil
}

// wanted is a bitmap of the places of the segment that the search finds.
func (w *walkRun) wanted(spend Spend) ([]uint64, error) {
	all := make([]uint64, wordsOf(w.segment.len()))
	for place := w.place; ; place++ {
		var err error
		if place, err = w.choice.next(place, w.end, spend); err != nil || place >= w.end {
			return all, err
		}
		all[place/64] |= 1 << (place % 64)
	}
}

// tally counts the values of some of the segment's events.
func (g *segment) tally(wanted []uint64, s *search, by tallied, spend Spend, each func(Tally) error) error {
	group := by.field
	if group < 0 {
		name := g.find(s.names, by.hash, by.label, s.written)
		if name < 0 {
			return nil
		}
		group = g.values(s.names, name)
	}
	for term := int(g.starts[group]); term < int(g.starts[group+1]); term++ {
		p := g.posting(term)
		if err := spend(1 + len(p.bits) + len(p.places)); err != nil {
			return err
		}
		count, first, last := p.countIn(wanted)
		if count == 0 {
			continue
		}
		if err := each(Tally{g.text(term, s.written), count, g.at(first).time(), g.at(last).time()}); err != nil {
			return err
		}
	}
	return nil
}

// countIn is how many of the wanted places a posting has, and which of them are the first and the last.
func (p *posting) countIn(wanted []uint64) (count, first, last int) {
	for i, word := range p.bits {
		if word &= wanted[i]; word == 0 {
			continue
		}
		if count == 0 {
			first = i*64 + bits.TrailingZeros64(word)
		}
		count, last = count+bits.OnesCount64(word), i*64+63-bits.LeadingZeros64(word)
	}
	for _, place := range p.places {
		if wanted[place/64]>>(place%64)&1 == 0 {
			continue
		}
		if count == 0 {
			first = int(place)
		}
		count, last = count+1, int(place)
	}
	return count, first, last
}
