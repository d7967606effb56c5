package spec

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// compiler turns kin-openapi's document into operations and shapes, and gathers what we cannot or will not validate.
type compiler struct {
	contract *Contract
	doc      *openapi3.T
	shapes   map[string]*shape // by place, so that recursion ends
	free     *form             // of what no schema speaks of
	errs     []error
}

// compile fills a contract from its document.
func compile(contract *Contract, doc *openapi3.T) error {
	c := &compiler{contract: contract, doc: doc, shapes: map[string]*shape{}, free: anyForm()}
	contract.schemas = map[string]*shape{}
	if doc.Components != nil {
		for name, ref := range doc.Components.Schemas {
			contract.schemas[name] = c.shape(ref, "/components/schemas/"+escape(name))
		}
	}
	for _, path := range contract.places.keys("/paths") {
		c.path(path)
	}
	c.finishShapes()
	if len(c.errs) == 0 {
		contract.itemize()
	}
	contract.names = c.names()
	return errors.Join(c.errs...)
}

func (c *compiler) errorf(pointer, format string, args ...any) {
	place := c.contract.places.place(pointer)
	c.errs = append(c.errs, fmt.Errorf("%s line %d (%s): %s", place.Document, place.Line, place.Pointer, fmt.Sprintf(format, args...)))
}

// path compiles the operations of one path in the order of the document.
func (c *compiler) path(path string) {
	item := c.doc.Paths.Value(path)
	if item == nil {
		return // an extension
	}
	pointer := "/paths/" + escape(path)
	for _, key := range c.contract.places.keys(pointer) {
		operation := item.GetOperation(strings.ToUpper(key))
		if operation == nil || strings.ToLower(key) != key {
			continue
		}
		c.operation(path, strings.ToUpper(key), pointer+"/"+key, item, operation)
	}
}

func (c *compiler) operation(path, method, pointer string, item *openapi3.PathItem, from *openapi3.Operation) {
	o := &Operation{
		ID: from.OperationID, Method: method, Path: path, Summary: from.Summary, Schemes: c.schemes(from),
		contract: c.contract, pointer: pointer, query: map[string]*parameter{},
		responses: map[string]*response{}, statuses: map[int]*response{},
	}
	if o.ID == "" {
		c.errorf(pointer, "the operation has no operationId; give it one, because requirements and violations name it")
	}
	for i, ref := range item.Parameters {
		if from.Parameters.GetByInAndName(ref.Value.In, ref.Value.Name) == nil {
			c.parameter(o, ref.Value, "/paths/"+escape(path)+"/parameters/"+strconv.Itoa(i))
		}
	}
	for i, ref := range from.Parameters {
		c.parameter(o, ref.Value, pointer+"/parameters/"+strconv.Itoa(i))
	}
	o.queryNames = sortedKeys(o.query)
	if from.RequestBody != nil {
		o.body = c.body(from.RequestBody.Value, c.contract.places.canonical(pointer+"/requestBody"))
	}
	for status, ref := range from.Responses.Map() {
		compiled := c.response(ref.Value, c.contract.places.canonical(pointer+"/responses/"+status))
		o.responses[strings.ToUpper(status)] = compiled
		if code, err := strconv.Atoi(status); err == nil {
			o.statuses[code] = compiled
		}
	}
	c.contract.operations = append(c.contract.operations, o)
	c.contract.byID[o.ID] = o
}

// schemes are those that an operation asks for, or else the document.
func (c *compiler) schemes(from *openapi3.Operation) (names []string) {
	asked := c.doc.Security
	if from.Security != nil {
		asked = *from.Security
	}
	for _, any := range asked {
		names = append(names, sortedKeys(any)...)
	}
	return names
}

func (c *compiler) body(from *openapi3.RequestBody, pointer string) *body {
	compiled := &body{required: from.Required, place: pointer, content: c.content(from.Content, pointer)}
	compiled.expected = cmp.Or(inWords(from.Extensions), "a body of type "+alternatives(compiled.content.ranges))
	return compiled
}

func (c *compiler) response(from *openapi3.Response, pointer string) *response {
	r := &response{place: pointer, content: c.content(from.Content, pointer)}
	for _, name := range sortedKeys(from.Headers) {
		if h := from.Headers[name].Value; !strings.EqualFold(name, "Content-Type") {
			p := h.Parameter
			p.Name, p.In = name, openapi3.ParameterInHeader
			if compiled := c.scalar(&p, pointer+"/headers/"+escape(name)); compiled != nil {
				r.headers = append(r.headers, compiled)
			}
		}
	}
	return r
}

func (c *compiler) content(from openapi3.Content, pointer string) content {
	compiled := content{ranges: sortedKeys(from), shapes: map[string]*shape{}}
	// The most exact range first: a/b, then a/*, then */*.
	slices.SortStableFunc(compiled.ranges, func(a, b string) int { return strings.Count(a, "*") - strings.Count(b, "*") })
	for _, mediaType := range compiled.ranges {
		value := from[mediaType]
		if value.Schema != nil && isJSON(mediaType) {
			s := c.shape(value.Schema, pointer+"/content/"+escape(mediaType)+"/schema")
			compiled.shapes[mediaType] = s
			if !strings.ContainsAny(mediaType, "*;") && mediaType == strings.ToLower(mediaType) {
				for _, charset := range []string{"", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"} {
					compiled.spelt = append(compiled.spelt, spelt{mediaType + charset, s})
				}
			}
		}
	}
	return compiled
}
