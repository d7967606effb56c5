package spec_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// choices has schemas that leave a choice, and members that may be missing or not.
const choices = `
openapi: 3.0.3
info: {title: choices, version: "1"}
paths:
  /must:
    post:
      operationId: Must
      parameters:
        - {name: from_time, in: query, required: true, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Whole"}}}}
      responses: {"200": {description: Done}}
  /may:
    post:
      operationId: May
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Whole"}}}}
      responses: {"200": {description: Done}}
components:
  schemas:
    Whole:
      type: object
      properties:
        filter: {$ref: "#/components/schemas/Filter"}
        payment:
          oneOf:
            - type: object
              required: [kind, card, holder]
              properties: {kind: {type: string}, card: {type: string}, holder: {type: string}}
            - {type: object, required: [kind, iban], properties: {kind: {type: string}, iban: {type: string}}}
        mood: {anyOf: [{type: string, enum: [sad, glad]}, {type: string, enum: [glad, mad]}]}
        clash: {oneOf: [{type: string, maxLength: 3}, {type: string, minLength: 2}]}
        order: {type: string, pattern: "^((sum|count)_)?(id|title)$", x-in-words: "a field, or sum_FIELD or count_FIELD"}
        step: {$ref: "#/components/schemas/Step"}
        open: {type: object, additionalProperties: true, required: [title], properties: {title: {type: string}}}
    Filter:
      type: object
      anyOf: [{required: [condition]}, {required: [and]}]
      properties:
        condition: {type: object, required: [field], properties: {field: {type: string}, value: {}}}
        and: {type: array, items: {$ref: "#/components/schemas/Filter"}}
    Step:
      type: object
      required: [event_id]
      properties: {event_id: {type: string}, note: {type: string}}
`

// told is how the advice on a request ends.
type told struct{ operation, query, body, want string }

func toldOfChoices() []told {
	return append(toldOfObjects(), []told{
		{
			"May", "", `{"mood":"bad"}`,
			`expected "sad", "glad" or "mad"; did you mean "sad"? Use one of the values listed, letter for letter`,
		},
		{"May", "", `{"mood":1}`, `expected "sad", "glad" or "mad"; use one of the values listed, letter for letter`},
		{
			"May", "", `{"clash":"ab"}`,
			`expected only one of these: text of at most 3 characters or text of at least 2 characters; ` +
				`change it so that it fits one alone`,
		},
		{"May", "", `{"order":"count"}`, `expected a field, or sum_FIELD or count_FIELD; did you mean "count_id"?`},
		{"May", "", `{"order":"sum_titel"}`, `did you mean "sum_title"?`},
		{"May", "", `{"order":"colour"}`, `expected a field, or sum_FIELD or count_FIELD; write it so`},
		{
			"May", "", `{"step":{"event":"e"}}`,
			`at /step/event_id: expected text; did you mean event_id by "event"? Rename it`,
		},
		{
			"May", "", `{"step":{"name":"e","note":"n"}}`,
			`add the required member "event_id", or rename "name", which is not known here, if that is meant`,
		},
		{"May", "", `{"step":{"name":1}}`, `at /step/event_id: expected text; add the required member "event_id"`},
		{
			"May", "", `{"step":{"name":"e","label":"l"}}`,
			`at /step/event_id: expected text; add the required member "event_id"`,
		},
		{"May", "", `{"open":{"name":"e"}}`, `at /open/title: expected text; add the required member "title"`},
		{
			"Must", "since=1", `{}`,
			`add the required query parameter from_time, or rename "since", which is not known here, if that is meant`,
		},
		{
			"Must", "since=", `{}`,
			`query parameter from_time: expected text; add the required query parameter from_time`,
		},
	}...)
}

func toldOfObjects() []told {
	const filter = ` expected an object with "condition" or "and"; `
	const payment = ` expected an object with "card" and "holder" or "iban"; `
	return []told{
		{"Must", "from_time=1", `null`, `request body: got null, expected an object; replace null with an object`},
		{
			"May", "", `null`,
			`request body: got null, expected an object; leave it out, or replace null with an object`,
		},
		{
			"May", "", `{"step":{"event_id":"e","note":null}}`,
			`at /step/note: got null, expected text; leave it out, or replace null with text`,
		},
		{
			"May", "", `{"step":{"event_id":null}}`,
			`at /step/event_id: got null, expected text; replace null with text`,
		},
		{"May", "", `{"filter":{}}`, `at /filter: got {},` + filter + `add one of these members`},
		{
			"May", "", `{"filter":[]}`,
			`at /filter: got [],` + filter + `replace it with an object with "condition" or "and"`,
		},
		{"May", "", `{"filter":{"not":{}}}`, `got {"not":{}},` + filter + `add one of these members`},
		{"May", "", `{"filter":{"field":"a"}}`, `got {"field":"a"},` + filter + `wrap it: send {"condition":{…}}`},
		{
			"May", "", `{"filter":{"and":[{"field":"a"}]}}`,
			`at /filter/and/0: got {"field":"a"},` + filter + `wrap it: send {"condition":{…}}`,
		},
		{"May", "", `{"filter":{"conditionn":{}}}`, filter + `did you mean condition by "conditionn"? Rename it`},
		{
			"May", "", `{"payment":{"kind":"x"}}`,
			`at /payment: got {"kind":"x"},` + payment + `add one of these members`,
		},
		{
			"May", "", `{"payment":{"iban":1}}`,
			`at /payment: got {"iban":1},` + payment + `change its other members so that they fit`,
		},
		{"May", "", `{"payment":{"kind":"x","iban":1}}`, payment + `change its other members so that they fit`},
	}
}

// TestChoicesInWords wants advice that somebody can follow.
func TestChoicesInWords(t *testing.T) {
	t.Parallel()
	c, err := spec.Load(spec.Source{Name: "choices", Document: []byte(choices)})
	require.NoError(t, err)
	for _, k := range toldOfChoices() {
		t.Run(k.query+k.body, func(t *testing.T) {
			t.Parallel()
			o, known := c.Operation(k.operation)
			require.True(t, known)
			_, violations := o.ValidateRequest(spec.Request{
				RawQuery: k.query, Body: []byte(k.body), Header: http.Header{"Content-Type": {"application/json"}},
			})
			all := texts(violations)
			require.True(t, slices.ContainsFunc(all, func(text string) bool { return strings.HasSuffix(text, k.want) }), "%q", all)
		})
	}
	t.Run("a_whole_number_without_bounds_may_be_of_any_size", func(t *testing.T) {
		t.Parallel()
		o, _ := c.Operation("Must")
		in, violations := o.ValidateRequest(spec.Request{
			RawQuery: "from_time=1&page=99999999999999999999", Body: []byte(`{}`),
			Header: http.Header{"Content-Type": {"application/json"}},
		})
		require.Empty(t, violations)
		n, _ := in.Params.Number("page")
		require.Equal(t, "99999999999999999999", n.String())
	})
}
