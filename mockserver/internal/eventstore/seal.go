package eventstore

import "slices"

// sealed makes a segment of a full buffer.
func (s *Store) sealed(r *recent) *segment {
	sorted := make([]*item, r.n.Load())
	for i := range sorted {
		sorted[i] = &r.items[i]
	}
	slices.SortFunc(sorted, (*item).compare)
	b := s.newBuilder(len(sorted))
	for i, it := range sorted {
		b.event(it.at, it.ref)
		ord := uint32(i)
		for field, value := range it.values {
			b.put(b.number(term{field: field, text: value}), ord)
		}
		for name, value := range it.labels {
			b.put(b.number(term{field: b.fields, text: name}), ord)
			b.put(b.number(term{field: b.fields + 1, label: name, text: value}), ord)
		}
	}
	return b.done()
}
