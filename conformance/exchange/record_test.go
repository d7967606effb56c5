package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestOfLargeAnswersADigestIsKept(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789abcdef"), 64<<10)
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
	var whole atomic.Int64
	c := client(t, base, exchange.Options{Ended: func(x *exchange.Exchange) {
		if bytes.Equal(x.Body, body) {
			whole.Add(1)
		}
		x.Read = "read"
	}})
	x := c.Do(t.Context(), "check", get("/"))
	require.Equal(t, body, x.Body, "whoever asked has all of it")
	require.Equal(t, "read", x.Read)

	before := heap()
	for range 100 {
		c.Do(t.Context(), "check", get("/"))
	}
	require.Less(t, heap(), before+8<<20, "the run keeps little of 100 MB")
	require.EqualValues(t, 101, whole.Load(), "whoever looks has seen all of it")
	require.Len(t, c.Exchanges(), 101)
	kept := c.Exchanges()[7]
	sum := sha256.Sum256(body)
	length, digest := kept.Came()
	require.Equal(t, len(body), length)
	require.Equal(t, hex.EncodeToString(sum[:]), digest)
	require.True(t, bytes.HasPrefix(body, kept.Body))
	require.GreaterOrEqual(t, len(kept.Body), 16<<10)
	require.Nil(t, kept.Read)
	_, err := kept.Plain()
	require.ErrorIs(t, err, exchange.ErrTooLarge, "nobody takes the beginning for the whole")
}

func TestTheRecordHasABudget(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 20<<10)) })
	c := client(t, base, exchange.Options{PerSecond: 1e6})
	before := heap()
	const times = 12_000 // 240 MB
	for range times {
		c.Do(t.Context(), "check", get("/"))
	}
	require.Less(t, heap(), before+48<<20)
	require.Equal(t, times, c.Count())
	require.Less(t, len(c.Exchanges()), times)
	last := c.Exchanges()[len(c.Exchanges())-1]
	length, _ := last.Came()
	require.Equal(t, 20<<10, length)
}

func TestHeadersHaveALimit(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Filler", strings.Repeat("x", 300<<10))
	})
	x := client(t, base, exchange.Options{}).Do(t.Context(), "check", get("/"))
	require.ErrorIs(t, x.Err, exchange.ErrTooLarge)
	require.Equal(t, 1, x.Attempts)
}

func TestDense(t *testing.T) {
	require.False(t, exchange.Dense([]byte(`{"a":[1,2]}`), 4+1))
	require.True(t, exchange.Dense([]byte(`[`+strings.Repeat("{},", 1000)+`{}]`), 1000))
}
