package protocol

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

func TestWhatComesAfterARefusal(t *testing.T) {
	refused := &wire.Exchange{Status: 401, Body: []byte("no")}
	require.Equal(t, "a refusal is given again to the next request", afterRefusal(refused, &wire.Exchange{Status: 401, Body: []byte("no")}))
	require.Equal(t, "the body of the refused request is read as the next request", afterRefusal(refused, &wire.Exchange{Status: 400, Body: []byte("what is this?")}))
	require.Equal(t, "the body of the refused request is read as the next request", afterRefusal(refused, &wire.Exchange{Err: io.ErrUnexpectedEOF}))
	require.Empty(t, afterRefusal(refused, &wire.Exchange{Status: 404}))
}
