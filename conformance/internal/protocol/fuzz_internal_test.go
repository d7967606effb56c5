package protocol

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// FuzzDecode reads an answer. What it takes is what encoding/json calls valid, and its canonical text is read to the same again. A
// member that is there twice is found wherever writing the value anew makes the text lose one.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"b":[{"c":1.50,"c":2}],"a":3}`, `{"a\u0061":1,"aa":2}`, ` [] `, `{}{}`, "\"\xff\"", `"\ud800"`, `1e999`,
		`{"":{"":{}}}`, `{"a/b~":1,"a/b~":1}`, "\ufeff{}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := decode(&exchange.Exchange{Status: http.StatusOK, Header: http.Header{}, Body: body})
		require.Equal(t, json.Valid(body) && utf8.Valid(body), err == nil, "%v", err)
		if err != nil {
			return
		}
		text := canonical(value)
		again, err := decode(&exchange.Exchange{Status: http.StatusOK, Header: http.Header{}, Body: []byte(text)})
		require.NoError(t, err)
		require.Equal(t, value, again)
		require.Equal(t, text, canonical(again))
		_, found := twice([]byte(text))
		require.False(t, found, "a value in memory has no name twice")
		if _, found := twice(body); found {
			require.Less(t, strings.Count(text, ":"), strings.Count(string(body), ":"),
				"every member that is there twice has a colon that is lost")
		}
	})
}
