package exchange_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestGarbled(t *testing.T) {
	came := func(declared, body string) *exchange.Exchange {
		return &exchange.Exchange{Status: 200, Header: http.Header{"Content-Type": {declared}}, Body: []byte(body)}
	}
	require.True(t, came("application/json", "\xef\xbb\xbf{}").Garbled(), "a byte order mark")
	require.True(t, came("application/json; charset=utf-8", "{\"a\":\"\xe9\"}").Garbled(), "Latin-1")
	require.False(t, came("application/json", `{"a":"é"}`).Garbled())
	require.False(t, came("text/plain", "pong").Garbled())
	require.False(t, came("application/json", "").Garbled())
}
