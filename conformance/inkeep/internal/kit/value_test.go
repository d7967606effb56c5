package kit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func value(t *testing.T, text string) any {
	t.Helper()
	v, err := exchange.JSON([]byte(text))
	require.NoError(t, err)
	return v
}

func TestDifference(t *testing.T) {
	for name, c := range map[string]struct {
		sent, got, want string
		nulls           bool
	}{
		"the_same":                      {sent: `{"a":[1,"x",true,null]}`, got: `{"a":[1,"x",true,null]}`, want: ""},
		"another_order":                 {sent: `{"a":1,"b":2}`, got: `{"b":2,"a":1}`, want: ""},
		"another_way_to_write_a_number": {sent: `[1.50,1e2]`, got: `[1.5,100]`, want: ""},
		"another_large_number": {
			sent: `9007199254740993`, got: `9007199254740992`,
			want: ": sent 9007199254740993, got 9007199254740992",
		},
		"a_null_that_is_dropped":          {sent: `{"a":null}`, got: `{}`},
		"a_null_that_has_to_come_back":    {`{"a":{"b":null}}`, `{"a":{}}`, "/a/b: sent null, got nothing", true},
		"a_null_that_a_list_lost":         {sent: `[null,1]`, got: `[1]`, want: ": sent 2 values, got 1: [1]"},
		"a_null_that_became_a_text":       {sent: `{"a":null}`, got: `{"a":""}`, want: `/a: sent null, got ""`},
		"nothing_below_zero":              {sent: `[-0,0]`, got: `[0,-0]`},
		"an_exponent":                     {sent: `1e21`, got: `1000000000000000000000`},
		"a_member_that_is_dropped":        {sent: `{"a":{"b":1}}`, got: `{"a":{}}`, want: "/a/b: sent 1, got nothing"},
		"a_member_of_nobody":              {sent: `{"a":1}`, got: `{"a":1,"c":2}`, want: ""},
		"a_member_of_another_event":       {sent: `{"a":1}`, got: `{"a":1,"c":"foreign"}`, want: `/c: not sent, got "foreign"`},
		"a_text_for_a_number":             {sent: `{"a":5}`, got: `{"a":"5"}`, want: `/a: sent 5, got "5"`},
		"another_text":                    {sent: `["x"]`, got: `["X"]`, want: `/0: sent "x", got "X"`},
		"a_shorter_list":                  {sent: `[1,2]`, got: `[1]`, want: ": sent 2 values, got 1: [1]"},
		"an_empty_list_for_an_empty_text": {sent: `{"a":""}`, got: `{"a":[]}`, want: `/a: sent "", got []`},
	} {
		t.Run(name, func(t *testing.T) {
			foreign := func(text string) bool { return strings.Contains(text, "foreign") }
			require.Equal(t, c.want, Comparison{foreign, c.nulls}.Difference("", value(t, c.sent), value(t, c.got)))
		})
	}
}
