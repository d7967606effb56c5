package spec

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// shape is a compiled schema: what kin-openapi's schema says, where it is declared, and what its own validator leaves out.
type shape struct {
	schema     *openapi3.Schema
	place      string // pointer of the declaration
	properties map[string]*shape
	extra      *shape // schema of additionalProperties, if there is one
	items      *shape
	allOf      []*shape
	branches   []*shape // of oneOf or anyOf
	tag        *tag

	form      *form
	fixed     *view // nil if the view depends on the value
	directed  bool  // readOnly or writeOnly is somewhere inside
	quiet     bool  // inspect has nothing to look at inside
	undecided bool  // oneOf or anyOf is here or in an allOf
}

// tag is a discriminator.
type tag struct {
	property string
	values   []string // sorted
	branch   map[string]*shape
	views    map[string]*view // by value
}

// view is what all the schemas that apply to one value say together.
type view struct {
	shapes   []*shape
	members  map[string][]*shape
	names    []string // of members, sorted
	extras   []*shape // what members without a declaration must look like
	items    []*shape
	lists    bool // properties are listed
	open     bool // additionalProperties is declared
	integer  bool
	format   string // of the integer
	nullEnum bool   // nullable, but the enum does not list null
	lost     bool   // the value chose no branch of a oneOf or anyOf, so nobody knows what applies
}

// anything stands for a value that is not at hand: it chooses every branch.
type anything struct{}

// merge makes one view of the shapes that apply to a value.
func merge(shapes []*shape) *view {
	v := &view{shapes: shapes, members: map[string][]*shape{}}
	for _, s := range shapes {
		if s == nil {
			v.lost = true
			continue
		}
		v.add(s)
	}
	v.shapes = slices.DeleteFunc(v.shapes, func(s *shape) bool { return s == nil })
	v.names = sortedKeys(v.members)
	return v
}

func (v *view) add(s *shape) {
	for name, member := range s.properties {
		v.members[name] = append(v.members[name], member)
	}
	if s.items != nil {
		v.items = append(v.items, s.items)
	}
	if s.extra != nil {
		v.extras = append(v.extras, s.extra)
	}
	schema := s.schema
	v.lists = v.lists || len(schema.Properties) > 0
	v.open = v.open || schema.AdditionalProperties.Has != nil || schema.AdditionalProperties.Schema != nil
	if schema.Type.Is(openapi3.TypeInteger) {
		v.integer, v.format = true, schema.Format
	}
	v.nullEnum = v.nullEnum || (schema.Nullable && len(schema.Enum) > 0 && !slices.Contains(schema.Enum, nil))
}

// listPlace is where properties are listed: in the schema itself, a part of its allOf or the branch that a value chose.
func (v *view) listPlace(itself string) string {
	for _, s := range v.shapes {
		if len(s.properties) > 0 {
			return s.place
		}
	}
	return itself
}

// view is what applies to a value.
func (s *shape) view(value any) *view {
	if s.fixed != nil {
		return s.fixed
	}
	if s.tag != nil && s.tag.views != nil {
		if object, ok := value.(map[string]any); ok {
			if name, ok := object[s.tag.property].(string); ok && s.tag.views[name] != nil {
				return s.tag.views[name]
			}
		}
	}
	return merge(s.applying(value, nil))
}

// applying gathers the schema itself, its allOf and the branches that a value chose; nil stands for a choice not made.
func (s *shape) applying(value any, sofar []*shape) []*shape {
	if slices.Contains(sofar, s) {
		return sofar
	}
	sofar = append(sofar, s)
	for _, part := range s.allOf {
		sofar = part.applying(value, sofar)
	}
	chosen := s.chosen(value)
	for _, branch := range chosen {
		sofar = branch.applying(value, sofar)
	}
	if len(s.branches) > 0 && len(chosen) == 0 {
		sofar = append(sofar, nil)
	}
	return sofar
}

// chosen are the branches of oneOf or anyOf that a value is meant for: the one its discriminator names, or all it fits.
func (s *shape) chosen(value any) []*shape {
	if _, all := value.(anything); all {
		return s.branches
	}
	if s.tag != nil {
		object, _ := value.(map[string]any)
		name, _ := object[s.tag.property].(string)
		if branch := s.tag.branch[name]; branch != nil {
			return []*shape{branch}
		}
		return nil
	}
	var fitting []*shape
	for _, branch := range s.branches {
		if branch.schema.VisitJSON(value, openapi3.FailFast()) == nil {
			fitting = append(fitting, branch)
		}
	}
	return fitting
}
