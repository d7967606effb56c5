package chatlayer_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestSingleUseTokensHideNoFailure judges a server that takes a token once, and answers later pages with 500: each of them, or one.
func TestSingleUseTokensHideNoFailure(t *testing.T) {
	t.Run("each", func(t *testing.T) {
		t.Parallel()
		report := judgedOnce(t, func(int64) bool { return true })
		results := map[string]conformance.Result{}
		for _, c := range report.Checks {
			results[c.ID] = c
		}
		complete := results["chatlayer.paging.complete"]
		require.Equal(t, conformance.Fail, complete.Outcome, complete.Message)
		require.Contains(t, complete.Message, "the answer has status 500, and had in a walk before")
		require.Equal(t, 500, complete.Exchanges[0].Response.Status)
	})
	t.Run("one", func(t *testing.T) {
		t.Parallel()
		report := judgedOnce(t, func(page int64) bool { return page == 2 })
		require.NotEqual(t, conformance.Nonconformant, report.Verdict, report.Reason)
	})
}

// judgedOnce judges the paging of a server that takes each token once, and fails on some of the later pages, which are counted from one.
func judgedOnce(t *testing.T, fails func(page int64) bool) conformance.Report {
	t.Helper()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"token.single-use"}})
	var pages atomic.Int64
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		m.ServeHTTP(answer, r)
		later := strings.Contains(r.URL.RawQuery+string(body), "page_token") && answer.Code == http.StatusOK
		if later && fails(pages.Add(1)) {
			http.Error(w, `{"code":13,"message":"oops","details":[]}`, http.StatusInternalServerError)
			return
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
	t.Cleanup(front.Close)
	return against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
		target.URL, target.Settle, target.Only = front.URL, 300*time.Millisecond,
			[]string{"chatlayer.paging.complete"}
	})
}
