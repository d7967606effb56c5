package exchange_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func zipped(t testing.TB, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(plain)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func coded(coding string, body []byte) *exchange.Exchange {
	return &exchange.Exchange{Header: http.Header{"Content-Encoding": {coding}}, Body: body}
}

func TestPlain(t *testing.T) {
	t.Run("what_no_reader_undoes_is_told_apart", func(t *testing.T) {
		_, err := coded("br", []byte("x")).Plain()
		require.ErrorIs(t, err, exchange.ErrCoding)
		_, err = coded("gzip", []byte("x")).Plain()
		require.Error(t, err)
		require.NotErrorIs(t, err, exchange.ErrCoding)
	})
	t.Run("few_bytes_that_stand_for_many_are_not_unpacked", func(t *testing.T) {
		const many = 64 << 20
		bomb := zipped(t, make([]byte, many))
		require.Less(t, len(bomb), 1<<17)
		_, err := coded("gzip", bomb).Plain()
		require.ErrorIs(t, err, exchange.ErrCoding, "a part would be taken for broken JSON")
	})
}

// FuzzPlain unpacks anything without growing beyond its limit, and gives back what was packed.
func FuzzPlain(f *testing.F) {
	f.Add("gzip", []byte("{}"))
	f.Add(" X-GZIP", zipped(f, []byte("{}")))
	f.Add("identity", []byte{})
	f.Add("gzip, gzip", zipped(f, zipped(f, []byte("x"))))
	f.Add("gzip", append(zipped(f, []byte("a")), zipped(f, []byte("b"))...))
	f.Fuzz(func(t *testing.T, coding string, body []byte) {
		plain, err := coded(coding, body).Plain()
		require.LessOrEqual(t, len(plain), 16<<20)
		if err != nil {
			require.Nil(t, plain)
		}
		again, err := coded("gzip", zipped(t, body)).Plain()
		require.NoError(t, err)
		require.Equal(t, string(body), string(again))
	})
}
