package spec

import (
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// shape compiles a schema, once per place of declaration.
func (c *compiler) shape(ref *openapi3.SchemaRef, pointer string) *shape {
	if ref == nil || ref.Value == nil {
		return nil
	}
	place := c.contract.places.canonical(pointer)
	if known := c.shapes[place]; known != nil {
		return known
	}
	from := ref.Value
	s := &shape{schema: from, place: place, properties: map[string]*shape{}}
	c.shapes[place] = s
	c.format(from, place)
	for name, member := range from.Properties {
		s.properties[name] = c.shape(member, place+"/properties/"+escape(name))
	}
	s.items = c.shape(from.Items, place+"/items")
	s.extra = c.shape(from.AdditionalProperties.Schema, place+"/additionalProperties")
	s.allOf = c.list(from.AllOf, place+"/allOf")
	s.branches = append(c.list(from.OneOf, place+"/oneOf"), c.list(from.AnyOf, place+"/anyOf")...)
	if from.Discriminator != nil && len(s.branches) > 0 {
		s.tag = c.tag(s, append(append(openapi3.SchemaRefs{}, from.OneOf...), from.AnyOf...))
	}
	c.closedTwice(s)
	return s
}

func (c *compiler) list(refs openapi3.SchemaRefs, pointer string) []*shape {
	shapes := make([]*shape, 0, len(refs))
	for i, ref := range refs {
		shapes = append(shapes, c.shape(ref, pointer+"/"+strconv.Itoa(i)))
	}
	return shapes
}

// tag compiles a discriminator. Without a mapping the names of the component schemas are the values (OpenAPI 3.0.3,
// "Discriminator Object"); kin-openapi would look at no value then, so that mapping is written out for it.
func (c *compiler) tag(s *shape, refs openapi3.SchemaRefs) *tag {
	const components = "#/components/schemas/"
	from := s.schema.Discriminator
	t := &tag{property: from.PropertyName, branch: map[string]*shape{}}
	implicit := map[string]openapi3.MappingRef{}
	byRef := map[string]*shape{}
	for i, ref := range refs {
		byRef[ref.Ref] = s.branches[i]
		if name, ok := strings.CutPrefix(ref.Ref, components); ok {
			implicit[name] = openapi3.MappingRef{Ref: ref.Ref}
		}
	}
	if len(from.Mapping) == 0 {
		from.Mapping = implicit
	}
	for value, ref := range from.Mapping {
		target := ref.Ref
		if !strings.Contains(target, "/") {
			target = components + target
		}
		if byRef[target] == nil {
			c.errorf(s.place+"/discriminator", "the mapping of %q leads to %s, which is not one of the branches", value, ref.Ref)
			continue
		}
		t.branch[value] = byRef[target]
	}
	t.values = sortedKeys(t.branch)
	return t
}

// closedTwice refuses an allOf that nothing can satisfy: each closed part rejects the members of the other.
func (c *compiler) closedTwice(s *shape) {
	closed := 0
	for _, part := range s.allOf {
		if has := part.schema.AdditionalProperties.Has; has != nil && !*has {
			closed++
		}
	}
	if closed > 1 {
		c.errorf(s.place+"/allOf", "%d parts have additionalProperties: false and so reject each other's members; keep it in one", closed)
	}
}
