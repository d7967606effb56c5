package kit

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// FuzzAnswer reads an answer. What it takes is JSON and nothing else, is not different from itself, and stays the same when it is
// written and read again. Values that count as the same are of one type, and numbers have one value.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(`{"id":"1","properties":{"a":[1,2.50,-0,1e400,null,true]},"x":null}`),
		[]byte(`{"id":"1","properties":{"a":[1.0,2.5,0,1E400,null,true]}}`))
	f.Add([]byte(`[9007199254740993]`), []byte(`[9007199254740992]`))
	f.Add([]byte(`{"a":1}{}`), []byte("\"\xff\""))
	f.Add([]byte(`{"a":"\ud800"}`), []byte(`{"a":"\ufffd"}`))
	f.Fuzz(func(t *testing.T, body, other []byte) {
		a := NewAnswer(nil, &exchange.Exchange{Status: http.StatusOK, Header: http.Header{}, Body: body})
		require.NotEqual(t, a.Unread == "", a.Event == nil, a.Unread)
		value, err := exchange.JSON(body)
		if err != nil {
			require.NotEmpty(t, a.Unread)
			return
		}
		require.True(t, json.Valid(body))
		loose := Comparison{Foreign: func(string) bool { return false }}
		require.Empty(t, loose.Difference("", value, value))
		again, err := exchange.JSON(Encode(value))
		require.NoError(t, err)
		require.Equal(t, value, again)

		second, err := exchange.JSON(other)
		if err != nil {
			return
		}
		if x, isNumber := value.(json.Number); isNumber && loose.Difference("", value, second) == "" {
			a, _ := x.Float64()
			b, _ := second.(json.Number).Float64()
			require.True(t, a == b || value == second, "%s, %s", value, second)
		}
		if loose.Difference("", value, second) == "" && loose.Difference("", second, value) == "" {
			require.IsType(t, value, second)
		}
	})
}
