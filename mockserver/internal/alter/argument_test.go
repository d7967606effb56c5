package alter_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func TestArgument(t *testing.T) {
	for name, c := range map[string]struct {
		call  pipeline.Call
		value string
		given bool
	}{
		"query":          {pipeline.Call{Method: http.MethodGet, RawQuery: "b=2&a=x%20y"}, "x y", true},
		"empty_in_query": {pipeline.Call{Method: http.MethodGet, RawQuery: "a="}, "", true},
		"not_in_query":   {pipeline.Call{Method: http.MethodGet, RawQuery: "b=2"}, "", false},
		"broken_query":   {pipeline.Call{Method: http.MethodGet, RawQuery: "a=x&b=%zz"}, "", false},
		"body":           {pipeline.Call{Method: http.MethodPost, RawQuery: "a=q", Sent: []byte(`{"a":"x"}`)}, "x", true},
		"empty_in_body":  {pipeline.Call{Method: http.MethodPost, Sent: []byte(`{"a":""}`)}, "", true},
		"null_in_body":   {pipeline.Call{Method: http.MethodPost, Sent: []byte(`{"a":null}`)}, "", false},
		"number_in_body": {pipeline.Call{Method: http.MethodPost, Sent: []byte(`{"a":1}`)}, "", false},
		"no_body":        {pipeline.Call{Method: http.MethodPost}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			value, given := alter.Argument(&c.call, "a")
			require.Equal(t, c.value, value)
			require.Equal(t, c.given, given)
		})
	}
}

func TestSetArgument(t *testing.T) {
	t.Run("query", func(t *testing.T) {
		c := &pipeline.Call{Method: http.MethodGet, RawQuery: "a=1&a=2"}
		alter.SetArgument(c, "a", "x y")
		require.Equal(t, "a=x+y", c.RawQuery)
	})
	t.Run("body_keeps_what_else_it_has_as_it_was_written", func(t *testing.T) {
		c := &pipeline.Call{Method: http.MethodPost, Sent: []byte(`{ "z": 1.50, "a" : 7, "b": "<" }`)}
		alter.SetArgument(c, "a", "<x>")
		require.Equal(t, `{"z":1.50,"a":"<x>","b":"<"}`, string(c.Sent))
	})
	t.Run("body_that_lacks_it", func(t *testing.T) {
		c := &pipeline.Call{Method: http.MethodPost, Sent: []byte(`{"z":1}`)}
		alter.SetArgument(c, "a", "x")
		require.Equal(t, `{"z":1,"a":"x"}`, string(c.Sent))
	})
	t.Run("what_is_no_object_stays", func(t *testing.T) {
		c := &pipeline.Call{Method: http.MethodPost, Sent: []byte(`[1]`)}
		alter.SetArgument(c, "a", "x")
		require.Equal(t, `[1]`, string(c.Sent))
	})
}
