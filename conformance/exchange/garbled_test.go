package exchange_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestAGarbledAnswerIsOneInBriefToo(t *testing.T) {
	t.Parallel()
	header := http.Header{"Content-Type": {"application/json"}}
	long := strings.Repeat("x", 100<<10)
	cut := &exchange.Exchange{Status: http.StatusOK, Header: header, Body: []byte(`{"a":"` + long)}
	whole := &exchange.Exchange{Status: http.StatusOK, Header: header, Body: []byte(`{"a":"` + long + `"}`)}
	require.True(t, cut.Garbled())
	require.True(t, cut.Brief().Garbled())
	require.True(t, cut.Brief().Bare().Garbled())
	require.False(t, whole.Brief().Garbled())
}
