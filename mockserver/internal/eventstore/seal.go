package eventstore

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// sealed makes a run of a full buffer.
func (s *Store) sealed(r *recent) run {
	items := r.ordered()
	b, terms := s.newBuilder(len(items)), gathered{numbers: map[term]uint32{}}
	for i, it := range items {
		b.event(it.at, it.ref, it.key)
		place := uint32(i)
		for i, l := range it.labels {
			slot := len(it.values) + 2*i
			terms.put(slot, term{field: b.fields, text: l.Name}, it.refOf(slot), place)
			terms.put(slot+1, term{field: b.fields + 1, label: l.Name, text: l.Value}, it.refOf(slot+1), place)
		}
	}
	for field := range s.fields {
		terms.putField(field, items)
	}
	terms.into(b, s.seed)
	return run{b.done()}
}

// gathered is the terms of events, each with the places at which it stands.
type gathered struct {
	numbers map[term]uint32
	terms   []found
	latest  []uint32 // by slot: the number of the term that an event had there last, as events that follow each other are much alike
}

// found is a term with where its text is in the arena, if it is long, and the places at which it stands.
type found struct {
	term   term
	ref    uint64
	places []uint32
}

func (g *gathered) put(slot int, t term, ref uint64, place uint32) {
	for slot >= len(g.latest) {
		g.latest = append(g.latest, 0)
	}
	n := g.latest[slot]
	if len(g.terms) == 0 || g.terms[n].term != t {
		n = g.number(t, ref)
		g.latest[slot] = n
	}
	g.terms[n].places = append(g.terms[n].places, place)
}

// putField puts what all events have in a field.
func (g *gathered) putField(field int, items []*item) {
	var latest *found
	for i, it := range items {
		if field >= len(it.values) {
			continue
		}
		if text := it.values[field]; latest == nil || latest.term.text != text {
			latest = &g.terms[g.number(term{field: field, text: text}, it.refOf(field))]
		}
		latest.places = append(latest.places, uint32(i))
	}
}

// number is that of a term.
func (g *gathered) number(t term, ref uint64) uint32 {
	n, known := g.numbers[t]
	if !known {
		n = uint32(len(g.terms)) //nolint:gosec // a buffer has few
		g.numbers[t], g.terms = n, append(g.terms, found{term: t, ref: ref})
	}
	return n
}

// into tells a builder of the terms in the order of the dictionary.
func (g *gathered) into(b *builder, seed maphash.Seed) {
	order := make([]ranked, len(g.terms))
	for i := range g.terms {
		t := &g.terms[i]
		order[i] = ranked{found: t, hash: hashOf(seed, t.term.text)}
		if t.term.field > b.fields {
			order[i].label = hashOf(seed, t.term.label)
		}
	}
	slices.SortFunc(order, func(a, b ranked) int { return a.compare(&b) })
	for i := range order {
		b.add(order[i].term, order[i].hash, order[i].ref, order[i].places)
	}
}

// ranked is a term with what it is ordered by.
type ranked struct {
	*found
	label, hash uint32 // hashes of its label, if it has one, and of its text
}

// compare is the order of the dictionary.
func (r *ranked) compare(o *ranked) int {
	a, b := &r.term, &o.term
	if c := cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(r.label, o.label)); c != 0 {
		return c
	}
	if c := cmp.Compare(a.label, b.label); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(r.hash, o.hash), cmp.Compare(a.text, b.text))
}

func hashOf(seed maphash.Seed, text string) uint32 {
	return uint32(maphash.String(seed, text)) //nolint:gosec // half of a hash is wanted
}
