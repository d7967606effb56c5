package protocol

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestWhatComesAfterARefusal(t *testing.T) {
	refused := &exchange.Exchange{Status: 401, Body: []byte("no")}
	require.Equal(t, "a refusal is given again to the next request",
		afterRefusal(refused, &exchange.Exchange{Status: 401, Body: []byte("no")}))
	require.Equal(t, "the body of the refused request is read as the next request",
		afterRefusal(refused, &exchange.Exchange{Status: 400, Body: []byte("what is this?")}))
	require.Equal(t, "the body of the refused request is read as the next request",
		afterRefusal(refused, &exchange.Exchange{Err: io.ErrUnexpectedEOF}))
	require.Empty(t, afterRefusal(refused, &exchange.Exchange{Status: 404}))
}
