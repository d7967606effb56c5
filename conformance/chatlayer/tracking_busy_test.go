package chatlayer_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// A target that stores an event under an id of the client's and then has no time for an answer is asked for another event under
// another id: the first one could not be told from the second.
func TestAnIDIsNotGivenTwice(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: -1})
	var stored atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.Contains(body, []byte("Given_ID")) && !strings.Contains(r.URL.Path, "twin_bot") && stored.Add(1) == 1 {
			m.ServeHTTP(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	report := against(t, mockserver.Options{EventsPerBot: -1}, func(target *conformance.Target) {
		target.URL, target.PerSecond, target.Only = front.URL, 5000, []string{"chatlayer.tracking.given-id"}
	})
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	require.Zero(t, report.Summary.Fail)
	require.EqualValues(t, 2, stored.Load())
}
