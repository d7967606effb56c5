package eventstore

// sealed makes a run of a full buffer.
func (s *Store) sealed(r *recent) run {
	items := r.ordered()
	b := s.newBuilder(len(items))
	for i, it := range items {
		b.event(it.at, it.ref)
		place := uint32(i)
		for field, value := range it.values {
			b.put(b.number(term{field: field, text: value.string}, value.ref), place)
		}
		for _, l := range it.labels {
			b.put(b.number(term{field: b.fields, text: l.name.string}, l.name.ref), place)
			b.put(b.number(term{field: b.fields + 1, label: l.name.string, text: l.value.string}, l.value.ref), place)
		}
	}
	return run{b.done()}
}
