package eventstore

import "slices"

// clause is one thing that a query asks of an event: something of a field or of a label.
type clause struct {
	Condition
	field  int      // -1 if it is of a label
	name   uint32   // hash of the label's name
	hashes []uint32 // of the values
}

// clauses reports never if the query asks for a field or for a comparison that there is not.
func (s *Store) clauses(q *Query) (all []clause, never bool) {
	all = make([]clause, 0, len(q.Where)+len(q.Among)+len(q.Labels))
	ask := func(field string, values ...string) {
		f := slices.Index(s.fields, field)
		never = never || f < 0
		all = append(all, s.clause(f, Condition{Values: values}))
	}
	for _, w := range q.Where {
		ask(w.Field, w.Value)
	}
	for _, a := range q.Among {
		ask(a.Field, a.Values...)
	}
	for _, c := range q.Labels {
		never = never || c.Op < OneOf || c.Op > Absent
		all = append(all, s.clause(-1, c))
	}
	return all, never
}

func (s *Store) clause(field int, condition Condition) clause {
	c := clause{Condition: condition, field: field, name: hashOf(s.seed, condition.Key)}
	if len(c.Values) > 1 {
		c.Values = slices.Compact(slices.Sorted(slices.Values(c.Values)))
	}
	for _, v := range c.Values {
		c.hashes = append(c.hashes, hashOf(s.seed, v))
	}
	return c
}

// negative reports whether the events are wanted that the terms do not stand at.
func (c *clause) negative() bool { return c.Op == NoneOf || c.Op == Absent }

// terms are those of a segment that the clause is about.
func (c *clause) terms(g *segment, w written, names int, spend Spend) ([]int, error) {
	group := c.field
	if c.field < 0 {
		name := g.find(names, c.name, c.Key, w)
		if name < 0 {
			return nil, nil
		}
		if c.Op == Exists || c.Op == Absent {
			return []int{name}, nil
		}
		group = g.values(names, name)
	}
	if c.Op == Contains {
		return c.containing(g, w, group, spend)
	}
	var terms []int
	for i, v := range c.Values {
		if t := g.find(group, c.hashes[i], v, w); t >= 0 {
			terms = append(terms, t)
		}
	}
	return terms, spend(len(c.Values))
}

// containing looks at every value that the label has in the segment.
func (c *clause) containing(g *segment, w written, group int, spend Spend) (terms []int, err error) {
	for t := int(g.starts[group]); t < int(g.starts[group+1]); t++ {
		found, err := c.Holds(g.text(t, w), true, spend)
		if err != nil {
			return nil, err
		}
		if found {
			terms = append(terms, t)
		}
	}
	return terms, nil
}

// meets reports whether an event of a buffer is what the search is about.
func (s *search) meets(it *item, spend Spend) (bool, error) {
	for i := range s.clauses {
		if holds, err := s.clauses[i].holds(it, spend); err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}

func (c *clause) holds(it *item, spend Spend) (bool, error) {
	if c.field >= 0 {
		_, found := slices.BinarySearch(c.Values, it.values[c.field])
		return found, nil
	}
	got, there := it.label(c.Key)
	if c.Op == OneOf || c.Op == NoneOf {
		_, found := slices.BinarySearch(c.Values, got)
		return (there && found) == (c.Op == OneOf), nil
	}
	return c.Holds(got, there, spend)
}
