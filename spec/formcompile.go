package spec

import (
	"math"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// form compiles a shape, once.
func (c *compiler) form(s *shape) *form {
	if s == nil {
		return c.free
	}
	if s.form == nil {
		s.form = &form{}
		c.fillForm(s.form, s)
	}
	return s.form
}

func (c *compiler) fillForm(f *form, s *shape) {
	from := s.schema
	switch rest := remains(from); {
	case len(from.OneOf) > 0 && s.tag != nil && rest.onlyBranches():
		c.fillTagged(f, s)
	case len(from.OneOf)+len(from.AnyOf) == len(s.branches) && len(s.branches) > 0 && s.tag == nil && rest.onlyBranches():
		c.fillBranches(f, s)
	case !rest.nothing() || len(s.branches) > 0:
	case from.Type == nil && rest.empty():
		*f = *c.free
		f.kinds &^= kindNull
	case from.Type != nil && len(*from.Type) == 1:
		f.bounds(from)
		c.fillTyped(f, s)
	}
}

// fillTyped compiles a schema with a type.
func (c *compiler) fillTyped(f *form, s *shape) {
	from, covered := s.schema, false
	switch (*from.Type)[0] {
	case openapi3.TypeBoolean:
		f.kinds, covered = kindBool, len(from.Enum) == 0
	case openapi3.TypeString:
		f.kinds, covered = kindText, f.text(from)
		f.anyText = f.shortest == 0 && f.longest == math.MaxInt && f.enum == nil && f.pattern == nil && f.format == nil
	case openapi3.TypeInteger:
		f.kinds, covered = kindInteger, f.integer(from)
	case openapi3.TypeNumber:
		f.kinds, covered = kindNumber, len(from.Enum) == 0 && (from.Format == "" || from.Format == "float" || from.Format == "double")
	case openapi3.TypeArray:
		f.kinds, covered = kindList, len(from.Enum) == 0
		f.items = c.form(s.items)
	case openapi3.TypeObject:
		f.kinds, covered = kindObject, len(from.Enum) == 0 && c.fillObject(f, s)
	}
	if from.Nullable && (len(from.Enum) == 0 || slices.Contains(from.Enum, nil)) {
		f.kinds |= kindNull
	}
	if !covered {
		f.kinds = 0
	}
}

// bounds takes over what has a neutral value.
func (f *form) bounds(from *openapi3.Schema) {
	f.shortest, f.longest, f.fewest, f.largest = clampInt(from.MinLength), math.MaxInt, clampInt(from.MinItems), math.MaxInt
	f.least, f.most = math.Inf(-1), math.Inf(1)
	if from.MaxLength != nil {
		f.longest = clampInt(*from.MaxLength)
	}
	if from.MaxItems != nil {
		f.largest = clampInt(*from.MaxItems)
	}
	if from.Min != nil {
		f.least = *from.Min
	}
	if from.Max != nil {
		f.most = *from.Max
	}
}

func clampInt(n uint64) int { return int(min(n, math.MaxInt)) }

// text takes over the keywords of texts. It says false if a form cannot hold one.
func (f *form) text(from *openapi3.Schema) bool {
	for _, value := range from.Enum {
		text, ok := value.(string)
		if value == nil {
			continue // fillTyped takes it
		}
		if !ok {
			return false
		}
		f.enum = append(f.enum, text)
	}
	if len(from.Enum) > 0 && f.enum == nil {
		return false
	}
	if from.Pattern != "" {
		if strings.Contains(from.Pattern, `\u`) { // kin-openapi rewrites it
			return false
		}
		var err error
		if f.pattern, err = compilePattern(from.Pattern); err != nil {
			return false
		}
	}
	named, is := formats[from.Format]
	f.format = named.valid
	return from.Format == "" || is && (named.valid != nil || from.Format != "byte")
}

// integer takes over the format of whole numbers.
func (f *form) integer(from *openapi3.Schema) bool {
	switch from.Format {
	case "", "int64":
		f.low, f.high = math.MinInt64, math.MaxInt64
	case "int32":
		f.low, f.high = math.MinInt32, math.MaxInt32
	case "uint32":
		f.low, f.high = 0, math.MaxUint32
	case "uint64": // what is larger is left to kin-openapi
		f.low, f.high = 0, math.MaxInt64
	default:
		return false
	}
	return len(from.Enum) == 0
}

// fillObject takes over the members. It says false if a form cannot hold them.
func (c *compiler) fillObject(f *form, s *shape) bool {
	from := s.schema
	if has := from.AdditionalProperties.Has; from.AdditionalProperties.Schema != nil {
		f.extra = c.form(s.extra)
	} else if has != nil && *has || has == nil && len(from.Properties) == 0 {
		f.extra = c.free
	}
	for _, name := range c.contract.places.keys(s.place + "/properties") {
		member := s.properties[name]
		if member == nil {
			return false
		}
		quoted := `"` + name + `":`
		if plain, _ := plainText(name, 0); plain < len(name) {
			quoted = notQuoted
		}
		f.members = append(f.members, formMember{name, quoted, c.form(member)})
	}
	for _, name := range from.Required {
		i := slices.IndexFunc(f.members, func(m formMember) bool { return m.name == name })
		if i < 0 {
			return false
		}
		f.required |= 1 << i
	}
	return len(f.members) == len(s.properties) && len(f.members) <= mostFormMembers
}

// fillTagged compiles a oneOf whose branches a member tells apart, each of which is there once.
func (c *compiler) fillTagged(f *form, s *shape) {
	for i, branch := range s.branches {
		if slices.Contains(s.branches[:i], branch) {
			return
		}
	}
	f.kinds, f.tag, f.tagged = kindObject, s.tag.property, map[string]*form{}
	for value, branch := range s.tag.branch {
		f.tagged[value] = c.form(branch)
	}
}

// fillBranches compiles an anyOf of single values, or a choice whose branches take values of different kinds.
func (c *compiler) fillBranches(f *form, s *shape) {
	kinds, apart := kind(0), true
	branches := make([]*form, len(s.branches))
	for i, branch := range s.branches {
		branches[i] = c.form(branch)
		takes := branches[i].kinds
		if takes&kindNumber != 0 {
			takes |= kindInteger
		}
		apart = apart && takes&kinds == 0
		kinds |= takes
		if !branch.quiet {
			return
		}
	}
	if apart || len(s.schema.OneOf) == 0 && kinds&(kindList|kindObject) == 0 {
		f.kinds, f.branches = kinds, branches
	}
}
