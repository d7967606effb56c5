package spec

import (
	"errors"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// multiLimit is up to which size of a body every violation in it is told. In a larger one kin-openapi stops at the first:
// its error tree costs a hundred times the body.
const multiLimit = 64 << 10

// text checks one JSON text against a schema and decodes it into the memory of room.
func (f *findings) text(s *shape, data []byte, room *[]node) value {
	if read, sure := f.contract.forms.read(s.form, string(data), room); sure {
		return read
	}
	return valueFrom(f.judged(s, data))
}

// passing checks a JSON text that nobody wants decoded.
func (f *findings) passing(s *shape, text string) {
	if _, sure := f.contract.forms.read(s.form, text, nil); !sure {
		f.judged(s, []byte(text))
	}
}

// judged decodes a text and has every word about what is wrong.
func (f *findings) judged(s *shape, data []byte) any {
	before := len(f.list)
	nuls := nulPlaces{most: maxFindings}
	if len(data) > multiLimit {
		nuls.most = 1
	}
	value, broken := f.contract.decodeJSON(data, nuls.collector(f.side))
	if broken != nil {
		broken.In = InBody
		f.add(*broken, s.place)
		return nil
	}
	f.nuls(s, value, nuls.pointers)
	f.value(s, value, len(data))
	f.list = append(f.list[:before], inOrder(f.list[before:])...)
	return value
}

// value checks a decoded value: kin-openapi's look, then ours at what it leaves out.
func (f *findings) value(s *shape, value any, size int) {
	for _, leaf := range leaves(s.schema.VisitJSON(value, f.contract.settings.of(s, f.side, size)...)) {
		f.leaf(s, value, leaf)
	}
	inspection{findings: f}.visit(s, value)
}

// leaf turns one of kin-openapi's errors into a violation.
func (f *findings) leaf(root *shape, value any, leaf *openapi3.SchemaError) {
	path := leaf.JSONPointer()
	at, got := root.at(value, path), valueAt(value, path)
	kind := kindOf(leaf)
	v := Violation{Rule: "body." + kind, In: InBody, Pointer: pointer(path), Got: shorten(got)}
	place := at.place
	switch kind {
	case "required":
		name := path[len(path)-1]
		object, _ := valueAt(value, path[:len(path)-1]).(map[string]any)
		view := root.at(value, path[:len(path)-1]).view(object)
		fits := func(name string) bool {
			return !view.open && at.schema.VisitJSON(object[name], openapi3.FailFast()) == nil
		}
		v.Got, v.Expected = "", describe(at.schema)
		v.Fix = addOrRename("required member "+quote(name), name, sortedKeys(object), view.names, fits)
	case "discriminator":
		f.discriminator(at, v, got)
		return
	case "not-allowed":
		f.notAllowed(at, path, leaf, got)
		return
	default:
		schema := at.schema
		if leaf.Schema != nil {
			schema = leaf.Schema
			place = at.placeOf(schema)
		}
		v.Expected, v.Fix = describe(schema), fix(kind, schema, InBody, got)
		object, isObject := got.(map[string]any)
		switch apart := apart(schema); {
		case errors.Is(leaf.Origin, openapi3.ErrOneOfConflict):
			v.Expected, v.Fix = "only one of these: "+v.Expected, "change it so that it fits one alone"
		case isObject && apart != nil && (kind == "one-of" || kind == "any-of"):
			v.Fix = fixApart(merge(at.applying(anything{}, nil)), object, apart)
		case got == nil && kind == "null" && f.needs(root, value, path):
			v.Fix = "replace null with " + v.Expected
		}
	}
	f.add(v, place)
}

// needs reports whether what is at a path may not be left out.
func (f *findings) needs(root *shape, value any, path []string) bool {
	if len(path) == 0 {
		return !f.bodyOptional
	}
	inner, name := path[:len(path)-1], path[len(path)-1]
	object, isObject := valueAt(value, inner).(map[string]any)
	return isObject && slices.ContainsFunc(root.at(value, inner).view(object).shapes, func(s *shape) bool {
		return slices.Contains(s.schema.Required, name)
	})
}

// discriminator explains which variants there are.
func (f *findings) discriminator(at *shape, v Violation, got any) {
	tagged := at.tagged()
	if tagged == nil {
		f.add(v, at.place)
		return
	}
	t := tagged.tag
	object, _ := got.(map[string]any)
	v.Pointer += "/" + escape(t.property)
	v.Expected = describeEnum(anys(t.values))
	sent, there := object[t.property]
	text, isText := sent.(string)
	switch {
	case !there:
		v.Got, v.Fix = "", addOrRename("member "+quote(t.property)+" to say which variant this is", t.property, sortedKeys(object),
			[]string{t.property}, nil)
	case isText && Nearest(text, t.values) != "":
		v.Got, v.Fix = shorten(sent), "did you mean "+quote(Nearest(text, t.values))+"? Use one of the values listed, letter for letter"
	default:
		v.Got, v.Fix = shorten(sent), "use one of the values listed, letter for letter"
	}
	f.add(v, tagged.place+"/discriminator")
}

// notAllowed names the members that a closed schema rejects: kin-openapi names them in its text alone.
func (f *findings) notAllowed(at *shape, path []string, leaf *openapi3.SchemaError, got any) {
	object, _ := got.(map[string]any)
	known := sortedKeys(leaf.Schema.Properties)
	for _, name := range sortedKeys(object) {
		if leaf.Schema.Properties[name] == nil {
			v := Violation{Rule: "body.not-allowed", In: InBody, Pointer: pointer(path) + "/" + escape(name), Got: quote(name)}
			v.Expected, v.Fix = membersOf(known), unwanted(name, known)
			f.add(v, at.placeOf(leaf.Schema)+"/additionalProperties")
		}
	}
}
