package spec_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// FuzzStrictJSON holds the strict decoder to encoding/json: what we read, it reads to the same value; what we call no JSON,
// it refuses too.
func FuzzStrictJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,2.50,-0,1e9],"b":{"c":null,"d":true,"e":"\u00e9\ud83d\ude00\n"}}`, `[]`, `"x"`, ` 1 `, `{"a":1,"a":2}`, `{"a":"\ud800"}`,
		"\"\xff\"", `[1,]`, `{}{}`, "\x00", `[[[[[[`, `nul`, `01`, `{"title":"\u0000"}`,
	} {
		f.Add([]byte(seed))
	}
	c := shelf(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		value, violations := c.ValidateValue("Book", data)
		reader := json.NewDecoder(bytes.NewReader(data))
		reader.UseNumber()
		var want any
		err := reader.Decode(&want)
		if len(violations) == 0 || value != nil {
			require.NoError(t, err)
			require.Equal(t, want, value)
			return
		}
		switch violations[0].Rule {
		case spec.RuleBodySyntax, spec.RuleBodyTrailing:
			require.False(t, json.Valid(data), "refused as %s", violations[0])
		}
	})
}

// FuzzQuery holds our reading of a query to url.ParseQuery, and the violations to their promises.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"version=LIVE&start_time=2026-01-15", "page_size=10&page_size=11", "a;b=1", "%zz", "author=%ff%00", "x=1&&=&lent=true",
		"start_time=2026-01-15T10:00:00+02:00",
		"offset=9223372036854775808", "version", "author=a+b%20c",
	} {
		f.Add(seed)
	}
	o := operation(f, "ListBooks")
	f.Fuzz(func(t *testing.T, query string) {
		in, violations := o.ValidateRequest(spec.Request{PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}}, RawQuery: query})
		found(t, violations)
		values, err := url.ParseQuery(query)
		unreadable := false
		for _, v := range violations {
			unreadable = unreadable || v.Rule == "query.encoding" || v.Rule == "query.separator"
			require.LessOrEqual(t, len(v.Got), 100)
		}
		if len(violations) < 100 {
			require.Equal(t, err != nil, unreadable, "ParseQuery says %v", err)
		}
		for name, value := range in.Params.Map() {
			if text, ok := value.(string); ok && name != "shelf_id" {
				require.Equal(t, []string{text}, values[name])
				require.False(t, strings.Contains(text, "\x00"))
			}
		}
	})
}
