package spec

import (
	"encoding/json"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

// formKeywords has each keyword that a form holds, and some that none holds, in a schema of its own.
const formKeywords = `
openapi: 3.0.3
info: {title: forms, version: "1"}
paths: {}
components:
  schemas:
    nothing: {}
    described: {description: nothing wanted}
    text: {type: string, minLength: 1, maxLength: 2}
    pattern: {type: string, pattern: "^[a-z]+$"}
    byte: {type: string, format: byte}
    time: {type: string, format: date-time}
    enum: {type: string, enum: [a, LIVE]}
    null_text: {type: string, nullable: true}
    null_enum: {type: string, nullable: true, enum: [a]}
    listed_null: {type: string, nullable: true, enum: [a, null]}
    number: {type: number, minimum: 0, maximum: 2}
    half: {type: number, multipleOf: 0.5}
    above: {type: number, minimum: 0, exclusiveMinimum: true}
    integer: {type: integer, minimum: 0, maximum: 1}
    int32: {type: integer, format: int32}
    int64: {type: integer, format: int64}
    uint32: {type: integer, format: uint32}
    uint64: {type: integer, format: uint64}
    few: {type: array, minItems: 1, maxItems: 2, items: {}}
    unique: {type: array, uniqueItems: true, items: {type: string}}
    texts: {type: array, items: {type: string}}
    object: {type: object}
    members: {type: object, properties: {a: {type: string}}}
    required: {type: object, required: [a], properties: {a: {}, b: {type: integer}}}
    stranger: {type: object, required: [b], properties: {a: {}}}
    closed: {type: object, additionalProperties: false}
    map: {type: object, additionalProperties: {type: string}}
    open: {type: object, additionalProperties: true, properties: {a: {type: string}}}
    at_most: {type: object, maxProperties: 1, additionalProperties: true}
    read_only: {type: object, properties: {a: {type: string, readOnly: true}}}
    write_only: {type: object, properties: {a: {type: string, writeOnly: true}}}
    all: {allOf: [{type: object, properties: {a: {type: string}}}]}
    some: {anyOf: [{type: string, nullable: true}, {type: number}]}
    whole_or_text: {anyOf: [{type: integer}, {type: string}]}
    whole_or_number: {anyOf: [{type: integer}, {type: number}]}
    short_some: {maxLength: 1, anyOf: [{type: string}, {type: number}]}
    one: {oneOf: [{type: string}, {type: string, maxLength: 1}]}
    not: {not: {type: string}}
`

// formContracts are all documents, by name.
func formContracts(t testing.TB) map[string]*Contract {
	t.Helper()
	all, documents := map[string]*Contract{}, map[string][]byte{"keywords": []byte(formKeywords)}
	var err error
	for name, path := range map[string]string{
		"chatlayer": "chatlayer/openapi.yaml", "inkeep": "inkeep/openapi.yaml", "control": "control/openapi.yaml",
		"shelf": "testdata/openapi.yaml",
	} {
		documents[name], err = os.ReadFile(path)
		require.NoError(t, err)
	}
	for name, document := range documents {
		all[name], err = Load(Source{Name: name, Document: document})
		require.NoError(t, err)
	}
	return all
}

// everyShape are all schemas of a document, at whatever depth.
func everyShape(c *Contract) []*shape {
	seen, all := map[*shape]bool{}, []*shape(nil)
	for _, name := range sortedKeys(c.schemas) {
		reaches(c.schemas[name], seen, func(s *shape) bool {
			all = append(all, s)
			return false
		})
	}
	return all
}

// holdForm is the law of forms: what a form takes, kin-openapi and inspection take without a word and decode to the same, as
// body of a request and of an answer. It reports whether the form takes the text.
func holdForm(t require.TestingT, c *Contract, s *shape, text []byte) bool {
	read, sure := c.forms.read(s.form, string(text), new([]node))
	_, sureUnkept := c.forms.read(s.form, string(text), nil)
	require.False(t, sureUnkept && !sure, "the form takes %s only if nobody keeps it", text)
	if !sure {
		return false
	}
	for _, side := range []Side{SideRequest, SideResponse} {
		f := &findings{contract: c, side: side}
		want := f.judged(s, text)
		require.Empty(t, f.list, "%s takes %s", s.place, text)
		require.Equal(t, want, read.any(), "%s", text)
	}
	return true
}

// documentExamples are the bodies that the documents show, with the schema of each.
func documentExamples(t testing.TB, c *Contract) map[*shape][]string {
	t.Helper()
	doc, err := readDocument(c.places.root, false)
	require.NoError(t, err)
	examples := map[*shape][]string{}
	add := func(s *shape, value any) {
		text, err := json.Marshal(value)
		require.NoError(t, err)
		examples[s] = append(examples[s], string(text))
	}
	gather := func(compiled content, declared openapi3.Content) {
		for name, media := range declared {
			if s := compiled.shapes[name]; s != nil {
				if media.Example != nil {
					add(s, media.Example)
				}
				for _, example := range media.Examples {
					add(s, example.Value.Value)
				}
			}
		}
	}
	for _, o := range c.operations {
		from := doc.Paths.Value(o.Path).GetOperation(o.Method)
		if o.body != nil {
			gather(o.body.content, from.RequestBody.Value.Content)
		}
		for status, response := range from.Responses.Map() {
			gather(o.responses[strings.ToUpper(status)].content, response.Value.Content)
		}
	}
	return examples
}

// choosing are schemas with a choice of objects without a member that tells.
var choosing = regexp.MustCompile("^/components/schemas/(Query|Property)[A-Za-z]+Request$")

func TestForms(t *testing.T) {
	contracts := formContracts(t)
	t.Run("take_every_example_of_the_documents", func(t *testing.T) {
		for _, name := range []string{"chatlayer", "inkeep", "control"} {
			shown := 0
			for s, texts := range documentExamples(t, contracts[name]) {
				for _, text := range texts {
					shown++
					taken := holdForm(t, contracts[name], s, []byte(text)) || name == "control" || // which need not be fast
						choosing.MatchString(s.place)
					require.True(t, taken, "%s: no form for %s", s.place, text)
				}
			}
			require.Greater(t, shown, 5, name)
		}
	})
	t.Run("take_what_people_send", func(t *testing.T) {
		for _, c := range []struct{ api, schema, text string }{
			{"chatlayer", "TrackEventRequest", `{}`},
			{"chatlayer", "TrackEventRequest", " {\r\n\t\"event\" : \"a\\u00e9\\n\\\"\", \"attributes\": {} }\n"},
			{"chatlayer", "TrackEventRequest", `{"attributes":{"b":"1","a":"2","\u0063":"3"},"user_id":"é😀","event":"x"}`},
			{"chatlayer", "ListEventsRequest", `{"version":"DRAFT","start_time":"2026-01-01","end_time":"2026-01-02","page_size":0}`},
			{"inkeep", "LogEventRequest", `{"type":"t","messageId":"m","createdAt":null,"entityType":"message",` +
				`"properties":{"a":[1.5,-0,true,null,{"b":{}}]},"userProperties":{"id":7,"userId":null,"x":[[]]}}`},
		} {
			require.True(t, holdForm(t, contracts[c.api], contracts[c.api].schemas[c.schema], []byte(c.text)), "%s", c.text)
		}
	})
	t.Run("leave_the_rest_to_kin_openapi", func(t *testing.T) {
		for _, text := range []string{
			``, `{`, `{"event":"a"`, `{"event":"a",}`, `{"event":"a"}}`, `{"event":"a"} x`, `{"event":"a","event":"b"}`, `{"event":1}`,
			`{"attributes":{"a":"1","\u0061":"2"}}`, `{"event":"\u0000"}`, `{"attributes":{"\u0000":""}}`, `{"event":"\ud800"}`,
			`{"event":null}`, `{"undeclared":1}`, `{"timestamp":"2026-02-30T00:00:00Z"}`, `{"version":"live"}`, "{\"event\":\"\x01\"}",
			"{\"event\":\"\xff\"}", `["a"]`, `{"event":"` + strings.Repeat("a", 10) + `\"}`, `{"id":"` + strings.Repeat("a", 1025) + `"}`,
		} {
			require.False(t, holdForm(t, contracts["chatlayer"], contracts["chatlayer"].schemas["TrackEventRequest"], []byte(text)), "%s",
				text)
		}
	})
	t.Run("keep_no_long_text_in_memory_for_a_short_value", func(t *testing.T) {
		const texts, size = 32, 1 << 20
		c := contracts["chatlayer"]
		text := []byte(`{"event":"short","attributes":{"name":"value"}` + strings.Repeat(" ", size) + `}`)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		values := make([]value, texts)
		for i := range values {
			var sure bool
			values[i], sure = c.forms.read(c.schemas["TrackEventRequest"].form, string(text), new([]node))
			require.True(t, sure)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(texts*size/4))
		require.Equal(t, map[string]any{"event": "short", "attributes": map[string]any{"name": "value"}}, values[0].any())
	})
}
