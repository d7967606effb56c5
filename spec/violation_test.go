package spec_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// line is the number of the first line of the document that has a text after another one.
func line(t *testing.T, after, text string) int {
	t.Helper()
	data, err := os.ReadFile("testdata/openapi.yaml")
	require.NoError(t, err)
	lines, seen := strings.Split(string(data), "\n"), false
	for i, l := range lines {
		seen = seen || strings.Contains(l, after)
		if seen && strings.Contains(l, text) {
			return i + 1
		}
	}
	require.Fail(t, "no such line", "%q after %q", text, after)
	return 0
}

func TestPlaces(t *testing.T) {
	query := func(q string) []spec.Violation { _, v := listBooks(t, q); return v }
	body := func(b string) []spec.Violation { _, v := addBook(t, b); return v }
	cases := []struct {
		name       string
		violations []spec.Violation
		pointer    string
		after, at  string
	}{
		{
			"parameter_of_the_operation", query("copies=0"), "/paths/~1shelves~1{shelf_id}~1books/get/parameters/4", "ListBooks",
			"name: copies",
		},
		{"parameter_behind_a_ref", query("page_size=x"), "/components/parameters/PageSize", "parameters:", "PageSize:"},
		{"undeclared_parameter", query("x=1"), "/paths/~1shelves~1{shelf_id}~1books/get/parameters", "ListBooks", "parameters:"},
		{"property", body(`{"title":""}`), "/components/schemas/Book/properties/title", " Book:", "title:"},
		{"missing_property", body(`{}`), "/components/schemas/Book/properties/title", " Book:", "title:"},
		{"undeclared_property", body(`{"title":"x","y":1}`), "/components/schemas/Book/properties", " Book:", "properties:"},
		{
			"behind_two_refs", body(`{"title":"x","sequels":[{"title":"y","owner":{"name":1}}]}`),
			"/components/schemas/Named/properties/name",
			" Named:", "name:",
		},
		{
			"value_of_a_map", body(`{"title":"x","labels":{"a":1}}`), "/components/schemas/Book/properties/labels/additionalProperties",
			" Book:",
			"labels:",
		},
		{"items", body(`{"title":"x","tags":[1]}`), "/components/schemas/Book/properties/tags/items", " Book:", "tags:"},
		{"part_of_an_all_of", body(`{"title":"x","owner":5}`), "/components/schemas/Named", "schemas:", " Named:"},
		{"syntax", body(`{`), "/components/schemas/Book", "schemas:", " Book:"},
		{"empty_body", body(``), "/paths/~1shelves~1{shelf_id}~1books/post/requestBody", "AddBook", "requestBody:"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Len(t, c.violations, 1)
			require.Equal(t, spec.Place{
				Document: "shelf/openapi.yaml", Pointer: c.pointer, Line: line(t, c.after, c.at),
			}, c.violations[0].Place)
		})
	}
}

func TestDiscriminatorPlaces(t *testing.T) {
	_, violations := shelf(t).ValidateValue("Item", []byte(`{"kind":"sogn"}`))
	require.Len(t, violations, 1)
	require.Equal(t, "/components/schemas/Item/discriminator", violations[0].Place.Pointer)
	require.Contains(t, violations[0].Fix, `did you mean "song"?`)
	_, violations = shelf(t).ValidateValue("Item", []byte(`{"kind":"song","bpm":"1"}`))
	require.Equal(t, "/components/schemas/Song/properties/bpm", violations[0].Place.Pointer)
	_, violations = shelf(t).ValidateValue("Item", []byte(`{"kind":"song","bpm":1,"x":2}`))
	require.Equal(t, "/components/schemas/Song/properties", violations[0].Place.Pointer)
}

func TestAdviceOnTimesInBodies(t *testing.T) {
	_, violations := addBook(t, `{"title":"x","at":"2026-01-15T10:00:00 02:00"}`)
	require.Len(t, violations, 1)
	require.NotContains(t, violations[0].Fix, "%2B", "nothing is percent-encoded in JSON")
	_, violations = addBook(t, `{"title":"x","at":"2026-01-15"}`)
	require.Contains(t, violations[0].Fix, "2026-01-15T00:00:00Z")
}

// TestAdviceOnFormats: the advice never says once more what was expected.
func TestAdviceOnFormats(t *testing.T) {
	const noSuchTime = "no such day or time exists; check month, day, hour, minute and second"
	const inThatForm = "write it in that form"
	const noSuchOffset = "no such offset exists; write one from -23:59 to +23:59, or Z"
	for _, c := range []struct{ member, value, fix string }{
		{"at", "2026-02-31T10:00:00Z", noSuchTime},
		{"at", "2026-01-15t24:00:00.5z", noSuchTime},
		{"at", "2026-01-15T10:60:00+02:00", noSuchTime},
		{"at", "2026-02-31", noSuchTime},
		{"at", "2026-01-15T10:00:00+25:99", noSuchOffset},
		{"at", "15 January", inThatForm},
		{"day", "2026-02-31", noSuchTime},
		{"day", "2026-01-15T10:00:00Z", inThatForm},
		{"day", "2026-01-15 10:00", inThatForm},
		{"mail", "mia", inThatForm},
		{"cover", "not base64!", inThatForm},
	} {
		t.Run(c.member+"_"+c.value, func(t *testing.T) {
			_, violations := addBook(t, `{"title":"x","`+c.member+`":`+quoteJSON(t, c.value)+`}`)
			require.Equal(t, []string{"body.format /" + c.member}, found(t, violations))
			require.Equal(t, c.fix, violations[0].Fix)
		})
	}
}

func TestString(t *testing.T) {
	cases := []struct{ name, query, body, want string }{
		{
			"query", "page_size=ten", "",
			`query parameter page_size: got "ten", expected a whole number from 0 to 2147483647; ` +
				`write it as plain digits, without sign +, leading zero, quotes, point or exponent`,
		},
		{
			"query_case", "Page_size=5", "",
			`query parameter Page_size: got "Page_size", expected one of anything, author, copies, isbn, lent, offset, page_size, ` +
				`start_time, ` +
				`version; did you mean page_size? Rename it or leave it out`,
		},
		{
			"hostile_name", "a%0Ab=1", "",
			`query parameter "a\nb": got "a\nb", expected one of anything, author, copies, isbn, lent, offset, page_size, start_time, ` +
				`version; ` +
				`leave it out`,
		},
		{
			"body", "", `{"title":"x","pages":"10"}`,
			`request body at /pages: got "10", expected a whole number from -2147483648 to 2147483647; write it as plain digits, without ` +
				`sign +, ` +
				`leading zero, quotes, point or exponent`,
		},
		{"missing", "", `{}`, `request body at /title: expected text of 1 to 40 characters; add the required member "title"`},
		{
			"enum", "", `{"title":"x","mood":"Sad"}`,
			`request body at /mood: got "Sad", expected "sad" or "glad"; did you mean "sad"? Use one of the values listed, letter for ` +
				`letter`,
		},
		{"quotes", "", `{"title":7}`, `request body at /title: got 7, expected text of 1 to 40 characters; put it in quotes`},
		{
			"one_of", "", `{"title":"x","ref":[]}`,
			`request body at /ref: got [], expected text or a number, or null; replace it with text or a number, or null`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var violations []spec.Violation
			if c.body != "" {
				_, violations = addBook(t, c.body)
			} else {
				_, violations = listBooks(t, c.query)
			}
			require.Len(t, violations, 1)
			require.Equal(t, c.want, violations[0].String())
		})
	}
}

func TestGotIsShort(t *testing.T) {
	long := strings.Repeat("é", 10_000)
	for _, body := range []string{
		`{"title":"` + long + `"}`,
		`{"title":{"` + long + `":[[["` + long + `"]]]}}`,
		`{"title":[` + strings.Repeat("[1,2,3],", 10_000) + `1]}`,
		`{"title":"x","size":` + strings.Repeat("9", 10_000) + `}`,
		`{"title":"x","` + long + `":1}`,
		`{"title":"x"` + long + `}`,
	} {
		_, violations := addBook(t, body)
		require.NotEmpty(t, violations)
		require.LessOrEqual(t, len(violations[0].Got), 110, violations[0].Got)
		require.True(t, utf8.ValidString(violations[0].Got), "cut inside a character")
	}
	_, violations := listBooks(t, "author="+long)
	require.LessOrEqual(t, len(violations[0].Got), 110)
}

func TestJSONNames(t *testing.T) {
	_, violations := listBooks(t, "x=1")
	data, err := json.Marshal(violations[0])
	require.NoError(t, err)
	var members map[string]any
	require.NoError(t, json.Unmarshal(data, &members))
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	require.ElementsMatch(t, []string{
		"rule", "side", "in", "name", "pointer", "got", "expected", "fix", "operation", "place", "advisory", "on_purpose",
	}, names)
}

// TestStringWithoutName looks at what has a location and nothing more exact.
func TestStringWithoutName(t *testing.T) {
	for want, v := range map[string]spec.Violation{
		"headers: got a, expected b":          {In: spec.InHeader},
		"response headers: got a, expected b": {In: spec.InHeader, Side: spec.SideResponse},
		"header X-A: got a, expected b":       {In: spec.InHeader, Name: "X-A"},
		"query: got a, expected b":            {In: spec.InQuery},
		"route: got a, expected b":            {In: spec.InRoute, Name: "/v1/echo"},
	} {
		v.Got, v.Expected = "a", "b"
		require.Equal(t, want, v.String())
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	_, violations := operation(t, "AddBook").ValidateRequest(spec.Request{
		PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}}, RawQuery: "api_key=hunter2&;key=hunter2&token=hunter2%",
		Header: http.Header{"Authorization": {"Bearer hunter2"}, "Cookie": {"hunter2"}, "X-Reader": {"x"}},
	})
	require.NotEmpty(t, violations)
	data, err := json.Marshal(violations)
	require.NoError(t, err)
	require.NotContains(t, string(data), "hunter2")
}

func TestRules(t *testing.T) {
	rules := spec.Rules()
	require.Greater(t, len(rules), 60)
	for i, r := range rules {
		require.Regexp(t, `^(path|query|header|body|content-type|status|security|route|schema|prefer|plan)\.[a-z0-9-]+$`, r.ID)
		require.NotEmpty(t, r.Summary)
		if i > 0 {
			require.Less(t, rules[i-1].ID, r.ID, "sorted and without duplicates")
		}
	}
}

// TestMisspeltNames wants what was sent under nearly the name of something missing to be named.
func TestMisspeltNames(t *testing.T) {
	_, violations := addBook(t, `{"Title":"x"}`)
	require.Contains(t, texts(violations), `request body at /title: expected text of 1 to 40 characters; did you mean title by "Title"? `+
		`Rename it`)
	_, violations = addBook(t, `{"Title":"x","title":"y"}`)
	require.NotContains(t, strings.Join(texts(violations), "\n"), `by "Title"`, "nothing is missing")
}

func texts(violations []spec.Violation) []string {
	var all []string
	for _, v := range violations {
		all = append(all, v.String())
	}
	return all
}
