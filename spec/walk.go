package spec

import (
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// at finds the schema that a path into a value leads to; where nothing is declared, the last that is.
func (s *shape) at(value any, path []string) *shape {
	for _, token := range path {
		v := s.view(value)
		var next []*shape
		if _, list := value.([]any); list {
			next = v.items
		} else if next = v.members[token]; next == nil {
			next = v.extras
		}
		if len(next) == 0 {
			return s
		}
		s, value = next[0], child(value, token)
	}
	return s
}

// placeOf finds where one of the schemas that may apply here is declared.
func (s *shape) placeOf(schema *openapi3.Schema) string {
	for _, part := range s.applying(anything{}, nil) {
		if part != nil && part.schema == schema {
			return part.place
		}
	}
	return s.place
}

// tagged finds the part that has a discriminator.
func (s *shape) tagged() *shape {
	for _, part := range s.applying(anything{}, nil) {
		if part != nil && part.tag != nil {
			return part
		}
	}
	return nil
}

// child enters a value; outside of it there is nothing.
func child(value any, token string) any {
	switch value := value.(type) {
	case map[string]any:
		return value[token]
	case []any:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(value) {
			return value[i]
		}
	}
	return nil
}

func valueAt(value any, path []string) any {
	for _, token := range path {
		value = child(value, token)
	}
	return value
}

// pointer writes a path as a JSON Pointer.
func pointer(path []string) string {
	text := ""
	for _, token := range path {
		text += "/" + escape(token)
	}
	return text
}

func anys(words []string) []any {
	values := make([]any, len(words))
	for i, word := range words {
		values[i] = word
	}
	return values
}
