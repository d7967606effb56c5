package spec

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// partsOf are the alternatives of a schema.
func partsOf(schema *openapi3.Schema) openapi3.SchemaRefs {
	return append(slices.Clone(schema.OneOf), schema.AnyOf...)
}

// apart is what tells the alternatives of a schema apart if they are objects: the members that each requires and not all do. It is nil if
// that does not tell them.
func apart(schema *openapi3.Schema) (all [][]string) {
	parts := partsOf(schema)
	if schema.Discriminator != nil {
		return nil
	}
	for _, part := range parts {
		own := slices.DeleteFunc(slices.Clone(part.Value.Required), func(name string) bool {
			return !slices.ContainsFunc(parts, func(other *openapi3.SchemaRef) bool { return !slices.Contains(other.Value.Required, name) })
		})
		if len(own) == 0 {
			return nil
		}
		all = append(all, own)
	}
	return all
}

// describeApart is ` with "a", or with "b" and "c"`.
func describeApart(apart [][]string) string {
	words := make([]string, len(apart))
	for i, names := range apart {
		quoted := make([]string, len(names))
		for k, name := range names {
			quoted[k] = quote(name)
		}
		words[i] = strings.Join(quoted, " and ")
	}
	if len(words) == 0 {
		return ""
	}
	return " with " + alternatives(words)
}

// fixApart tells what to do about an object that is none of several kinds of objects.
func fixApart(v *view, object map[string]any, apart [][]string) string {
	sent := sortedKeys(object)
	for _, name := range slices.Concat(apart...) {
		if near := meantFor(name, sent, v.names); near != "" {
			return addOrRename("", name, sent, v.names, nil)
		}
	}
	for _, names := range apart {
		if !slices.ContainsFunc(names, func(name string) bool { _, there := object[name]; return !there }) {
			return "change its other members so that they fit"
		}
		if len(sent) > 0 && len(names) == 1 && slices.ContainsFunc(v.members[names[0]], func(s *shape) bool { return s.lists(sent) }) {
			return "wrap it: send {" + quote(names[0]) + ":{…}}"
		}
	}
	return "add one of these members"
}

// lists reports whether a schema lists all these members.
func (s *shape) lists(names []string) bool {
	members := merge(s.applying(anything{}, nil)).members
	return !slices.ContainsFunc(names, func(name string) bool { return members[name] == nil })
}

// valuesOf are all values that a schema lists, itself or in its alternatives, each once; none if there are others.
func valuesOf(schema *openapi3.Schema) (values []any) {
	if len(schema.Enum) > 0 {
		return schema.Enum
	}
	for _, part := range partsOf(schema) {
		some := valuesOf(part.Value)
		if len(some) == 0 {
			return nil
		}
		for _, value := range some {
			if !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
	}
	return values
}
