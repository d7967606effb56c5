package variant

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func TestBucketFillsWithTimeUpToItsBurst(t *testing.T) {
	watch := &hand{}
	b := newBucket(watch.read, 10, 3)
	taken := func() (n int) {
		for b.take() {
			n++
		}
		return n
	}
	require.Equal(t, 3, taken())
	watch.at = 200 * time.Millisecond
	require.Equal(t, 2, taken())
	watch.at += 99 * time.Millisecond
	require.Zero(t, taken())
	watch.at += time.Minute
	require.Equal(t, 3, taken())
}

func TestCacheKeepsAnswersToGetForItsLife(t *testing.T) {
	watch, asked, cut := &hand{}, 0, 6
	p := &pipeline.Pipeline{Transport: func(h http.Handler) http.Handler { return h }}
	cachedFor(func() stopwatch { return watch.read }, time.Second)(p)
	h := p.Transport(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked == cut {
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		_, err := fmt.Fprint(w, asked)
		require.NoError(t, err)
	}))
	get := func(method, target, credentials string) string {
		r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
		r.Header.Set("Authorization", credentials)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, "text/plain", w.Header().Get("Content-Type"))
		return w.Body.String()
	}
	require.Equal(t, "1", get(http.MethodGet, "/a", "x"))
	watch.at = time.Second - 1
	require.Equal(t, "1", get(http.MethodGet, "/a", "x"))
	require.Equal(t, "2", get(http.MethodGet, "/a", "y"), "another caller")
	require.Equal(t, "3", get(http.MethodGet, "/a?b", "x"), "another query")
	require.Equal(t, "4", get(http.MethodPost, "/a", "x"), "another method")
	watch.at = time.Second
	require.Equal(t, "5", get(http.MethodGet, "/a", "x"))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/c", nil))
	require.Equal(t, "7", get(http.MethodGet, "/c", ""), "an answer that never came is none to keep")
}
