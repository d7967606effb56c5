package spec

const (
	mostObjects = 4096 // that a scratch keeps
	mostMembers = 64   // of an object that a scratch keeps
)

// scratch lends the objects of a value that nobody keeps, such as an answer on its way out: most of the time that such a
// value takes is spent on making maps.
type scratch struct {
	objects []map[string]any
	lent    int
}

// object is an empty map; without a scratch, one to keep.
func (s *scratch) object() map[string]any {
	if s == nil {
		return map[string]any{}
	}
	if s.lent < len(s.objects) {
		s.lent++
		return s.objects[s.lent-1]
	}
	object := map[string]any{}
	if len(s.objects) < mostObjects {
		s.objects = append(s.objects, object)
		s.lent++
	}
	return object
}

// reset takes all objects back and empties them.
func (s *scratch) reset() {
	for i, object := range s.objects[:s.lent] {
		if len(object) > mostMembers {
			s.objects[i] = map[string]any{}
			continue
		}
		clear(object)
	}
	s.lent = 0
}
