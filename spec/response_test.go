package spec_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

const row = `{"id":"1","event":"e","bot_id":"b","version":"LIVE","user_id":"u","channel_id":"","channel_type":"","conversation_id":"c",` +
	`"attributes":{"flow":"f"},"timestamp":"2026-01-15T10:00:00.000000001Z"}`

func listHeader() http.Header {
	return http.Header{"Content-Type": {"application/json"}, "X-Total": {"1"}}
}

// answerCase is an answer of ListBooks and what is found in it.
type answerCase struct {
	name string
	r    spec.Response
	want []string
}

func runAnswerCases(t *testing.T, cases []answerCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			violations := operation(t, "ListBooks").ValidateResponse(c.r)
			require.Equal(t, c.want, found(t, violations))
			for _, v := range violations {
				require.Equal(t, spec.SideResponse, v.Side)
				require.Equal(t, "ListBooks", v.Operation)
			}
		})
	}
}

func page() []byte { return []byte(`{"books":[` + row + `],"next":""}`) }

// with is the header of a right answer, but for one name.
func with(name string, values ...string) http.Header {
	h := listHeader()
	h[name] = values
	return h
}

func TestAnswerHeaders(t *testing.T) {
	runAnswerCases(t, []answerCase{
		{"right", spec.Response{Status: 200, Header: listHeader(), Body: page()}, []string{}},
		{"undocumented_status", spec.Response{Status: 201, Header: listHeader(), Body: page()}, []string{"status.undocumented"}},
		{"undocumented_5xx", spec.Response{Status: 500}, []string{"status.undocumented"}},
		{"documented_range", spec.Response{
			Status: 418, Header: http.Header{"Content-Type": {"application/problem+json"}}, Body: []byte(`{"detail":"x"}`),
		}, []string{}},
		{"range_is_validated", spec.Response{
			Status: 418, Header: http.Header{"Content-Type": {"application/problem+json"}}, Body: []byte(`{}`),
		}, []string{"body.required /detail"}},
		{"header_missing_and_body_wrong", spec.Response{
			Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"books":[]}`),
		}, []string{"header.missing X-Total", "body.required /next"}},
		{"header_of_the_wrong_type_and_body_wrong", spec.Response{
			Status: 200, Header: with("X-Total", "1.0"), Body: []byte(`{"books":[]}`),
		}, []string{"header.type X-Total", "body.required /next"}},
		{"header_out_of_range", spec.Response{Status: 200, Header: with("X-Limit", "101"), Body: page()}, []string{"header.range X-Limit"}},
		{
			"header_over_int32",
			spec.Response{Status: 200, Header: with("X-Total", "2147483648"), Body: page()},
			[]string{"header.range X-Total"},
		},
		{"header_twice", spec.Response{Status: 200, Header: with("X-Total", "1", "2"), Body: page()}, []string{"header.repeated X-Total"}},
		{
			"no_content_type",
			spec.Response{Status: 200, Header: http.Header{"X-Total": {"1"}}, Body: page()},
			[]string{"content-type.missing Content-Type"},
		},
		{
			"other_content_type",
			spec.Response{Status: 200, Header: with("Content-Type", "text/html"), Body: page()},
			[]string{"content-type.unsupported Content-Type"},
		},
		{"error_type_on_success", spec.Response{
			Status: 200, Header: with("Content-Type", "application/problem+json"), Body: page(),
		}, []string{"content-type.unsupported Content-Type"}},
	})
}

func TestAnswerWithoutBody(t *testing.T) {
	runAnswerCases(t, []answerCase{
		{"no_body", spec.Response{Status: 200, Header: listHeader()}, []string{"body.empty"}},
		{"no_content", spec.Response{Status: 204}, []string{}},
		{"no_content_with_a_body", spec.Response{Status: 204, Header: listHeader(), Body: page()}, []string{"body.forbidden"}},
		{"not_modified_with_a_body", spec.Response{Status: 304, Body: page()}, []string{"body.forbidden"}},
		{"head", spec.Response{Status: 200, Header: listHeader(), Head: true}, []string{}},
		{"head_with_a_body", spec.Response{Status: 200, Header: listHeader(), Body: page(), Head: true}, []string{"body.forbidden"}},
		{"head_without_the_header", spec.Response{Status: 200, Head: true}, []string{"header.missing X-Total"}},
		{"redirect_without_location", spec.Response{Status: 302}, []string{"header.missing Location"}},
		{"redirect_with_a_body", spec.Response{
			Status: 302, Header: http.Header{"Location": {"https://example.com"}}, Body: []byte("x"),
		}, []string{"body.unexpected"}},
	})
}

func TestAnswerBody(t *testing.T) {
	runAnswerCases(t, []answerCase{
		{"broken_json", spec.Response{Status: 200, Header: listHeader(), Body: page()[:20]}, []string{"body.syntax /books/0"}},
		{"impossible_date_deep_inside", spec.Response{
			Status: 200, Header: listHeader(), Body: []byte(`{"books":[` + row + `,` + strings.Replace(row, "2026-01-15", "2026-02-31", 1) +
				`],"next":""}`),
		}, []string{"body.format /books/1/timestamp"}},
		{"null_in_a_map", spec.Response{
			Status: 200, Header: listHeader(), Body: []byte(`{"books":[{"attributes":{"a":null}}],"next":"","nexd":""}`),
		}, []string{
			"body.null /books/0/attributes/a", "body.required /books/0/bot_id", "body.required /books/0/channel_id",
			"body.required /books/0/channel_type", "body.required /books/0/conversation_id", "body.required /books/0/event",
			"body.required /books/0/id", "body.required /books/0/timestamp", "body.required /books/0/user_id",
			"body.required /books/0/version",
			"~body.undeclared /nexd",
		}},
	})
}

// In an answer a whole number is one however it is written; ranges hold all the same, and hold exactly.
func TestAnswerWholeNumbers(t *testing.T) {
	for member, want := range map[string][]string{
		`"pages":400.0`:                   {},
		`"pages":4e2`:                     {},
		`"pages":-0.0`:                    {},
		`"count":1e30`:                    {},
		`"seed":-0.0`:                     {},
		`"size":9223372036854775807.0`:    {},
		`"size":9223372036854775808.0`:    {"body.range /size"},
		`"size":-9.223372036854775808e18`: {},
		`"size":1e19`:                     {"body.range /size"},
		`"seed":18446744073709551615.0`:   {},
		`"seed":-1.0`:                     {"body.range /seed"},
		`"edition":4.294967296e9`:         {"body.range /edition"},
		`"pages":400.5`:                   {"body.type /pages"},
		`"pages":"400"`:                   {"body.type /pages"},
	} {
		t.Run(member, func(t *testing.T) {
			_, violations := shelf(t).ValidateValue("Book", []byte(`{"title":"x",`+member+`}`))
			require.Equal(t, want, found(t, violations))
		})
	}
}

func TestAnswerDirections(t *testing.T) {
	json := http.Header{"Content-Type": {"application/json"}}
	t.Run("write_only_must_not_leave", func(t *testing.T) {
		violations := operation(t, "AddBook").ValidateResponse(spec.Response{
			Status: 200, Header: json,
			Body: []byte(`{"title":"x","secret_note":"y"}`),
		})
		require.Equal(t, []string{"body.write-only /secret_note"}, found(t, violations))
	})
	t.Run("each_direction_alone", func(t *testing.T) {
		_, violations := shelf(t).ValidateValue("Lock", []byte(`{"key":"x"}`))
		require.Equal(t, []string{"body.write-only /key"}, found(t, violations))
		_, violations = shelf(t).ValidateValue("Lock", []byte(`{}`))
		require.Empty(t, violations, "required, but only of requests")
		for body, want := range map[string][]string{`{}`: {}, `{"id":"x"}`: {"body.read-only /id"}} {
			_, violations = operation(t, "AddNote").ValidateRequest(spec.Request{RawQuery: "author=x", Header: json, Body: []byte(body)})
			require.Equal(t, want, found(t, violations))
		}
	})
	t.Run("read_only_may", func(t *testing.T) {
		body := []byte(`{"title":"x","id":"1b4e28ba-2fa1-41d2-883f-0016d3cca427"}`)
		require.Empty(t, operation(t, "AddBook").ValidateResponse(spec.Response{Status: 200, Header: json, Body: body}))
	})
	t.Run("uuid_is_checked", func(t *testing.T) {
		for _, bad := range []string{
			"1b4e28ba-2fa1-41d2-883f-0016d3cca42", "1b4e28ba-2fa1-41d2-883f-0016d3cca42g",
			"1b4e28ba2fa1-41d2-883f-0016d3cca4270", "1b4e28ba-2fa1-41d2-883f-0016d3cca4270", "x",
		} {
			violations := operation(t, "AddBook").ValidateResponse(spec.Response{
				Status: 200, Header: json,
				Body: []byte(`{"title":"x","id":"` + bad + `"}`),
			})
			require.Equal(t, []string{"body.format /id"}, found(t, violations), bad)
		}
	})
	t.Run("default_answer_with_a_range_of_types", func(t *testing.T) {
		o := operation(t, "AddBook")
		text := http.Header{"Content-Type": {"text/plain; charset=latin1"}}
		require.Empty(t, o.ValidateResponse(spec.Response{Status: 500, Header: text, Body: []byte("no")}))
		require.Equal(t, []string{"content-type.unsupported Content-Type"},
			found(t, o.ValidateResponse(spec.Response{Status: 500, Header: json, Body: []byte("no")})))
	})
	t.Run("operation_of_method_head", func(t *testing.T) {
		o := operation(t, "PeekItem")
		require.Empty(t, o.ValidateResponse(spec.Response{Status: 200}))
		require.Equal(t, []string{"body.forbidden"},
			found(t, o.ValidateResponse(spec.Response{Status: 200, Header: json, Body: []byte("{}")})))
	})
}

func TestValidateValue(t *testing.T) {
	c := shelf(t)
	t.Run("right", func(t *testing.T) {
		value, violations := c.ValidateValue("Row", []byte(row))
		require.Empty(t, violations)
		require.Equal(t, "LIVE", value.(map[string]any)["version"])
	})
	t.Run("as_an_answer", func(t *testing.T) {
		_, violations := c.ValidateValue("Book", []byte(`{"title":"x","secret_note":"y"}`))
		require.Equal(t, []string{"body.write-only /secret_note"}, found(t, violations))
	})
	t.Run("empty", func(t *testing.T) {
		_, violations := c.ValidateValue("Row", nil)
		require.Equal(t, []string{"body.syntax"}, found(t, violations))
	})
	t.Run("unknown_schema", func(t *testing.T) {
		value, violations := c.ValidateValue("Rwo", []byte(row))
		require.Nil(t, value)
		require.Equal(t, []string{"schema.unknown"}, found(t, violations))
		require.Contains(t, violations[0].Fix, `"Row"`)
	})
	t.Run("unwanted_values_are_judged_alike", func(t *testing.T) {
		for _, text := range []string{row, ``, `{}`, `{"id":1}`, row + "x"} {
			_, want := c.ValidateValue("Row", []byte(text))
			require.Equal(t, want, c.CheckValue("Row", text), text)
		}
		require.Equal(t, []string{"schema.unknown"}, found(t, c.CheckValue("Rwo", row)))
	})
}
