package spec

import (
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// parameter is a compiled parameter or response header.
type parameter struct {
	name     string
	key      string // of a header, as http.Header has it
	in       Location
	required bool
	empty    bool // allowEmptyValue
	kind     string
	schema   *openapi3.Schema
	form     *form
	place    string // pointer of the declaration
	declared string // pointer to where the operation lists it
}

// unread are the header parameters that OpenAPI 3.0 tells us to ignore: other parts of the document describe them.
var unread = map[string]bool{"Accept": true, "Content-Type": true, "Authorization": true}

// parameter compiles one parameter into an operation.
func (c *compiler) parameter(o *Operation, from *openapi3.Parameter, pointer string) {
	if from.In == openapi3.ParameterInHeader && unread[http.CanonicalHeaderKey(from.Name)] {
		return
	}
	p := c.scalar(from, c.contract.places.canonical(pointer))
	if p == nil {
		return
	}
	p.declared = pointer
	for _, other := range o.parameters {
		if other.name == p.name {
			c.errorf(pointer, "operation %s has a parameter %q in %s already; give one of them another name", o.ID, p.name, other.in)
		}
	}
	o.parameters = append(o.parameters, p)
	if p.in == InQuery {
		o.query[p.name] = p
	}
}

// scalar compiles what is sent as one piece of text. Lists and objects in parameters have serialisations that kin-openapi
// does not check fully, and none of our contracts has one: they are refused.
func (c *compiler) scalar(from *openapi3.Parameter, pointer string) *parameter {
	in := Location(from.In)
	if in != InPath && in != InQuery && in != InHeader {
		c.errorf(pointer, "parameters in %s are not supported; use path, query or header", from.In)
		return nil
	}
	if from.Schema == nil || from.Schema.Value == nil || from.Schema.Value.Type == nil {
		c.errorf(pointer, "parameter %q needs a schema with a type; content, oneOf and allOf are not supported there", from.Name)
		return nil
	}
	schema := from.Schema.Value
	kinds := schema.Type.Slice()
	switch kinds[0] {
	case openapi3.TypeString, openapi3.TypeInteger, openapi3.TypeBoolean:
	default:
		c.errorf(pointer, "parameter %q has type %s; only string, integer and boolean are supported", from.Name, kinds[0])
		return nil
	}
	if strings.HasPrefix(schema.Format, "uint") {
		c.errorf(pointer, "parameter %q has format %s; only int32 and int64 are supported there", from.Name, schema.Format)
	}
	c.format(schema, pointer)
	return &parameter{
		name: from.Name, key: http.CanonicalHeaderKey(from.Name), in: in, required: from.Required, empty: from.AllowEmptyValue,
		kind: kinds[0], schema: schema, form: c.form(&shape{schema: schema, place: pointer}), place: pointer,
	}
}
