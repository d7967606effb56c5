package inkeep_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// hangsUp ends the connection where the server would refuse, as a firewall may.
func hangsUp(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		if recorder.Code < http.StatusBadRequest {
			copyRecorded(w, recorder)
			return
		}
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = conn.Close()
		}
	})
}

// Wrong events without an answer say nothing about good ones.
func TestATargetThatHangsUpOnWrongEventsIsNotDown(t *testing.T) {
	report, err := conformance.Run(t.Context(), target(serve(t, hangsUp(clean(t))),
		"inkeep.events.*-missing", "inkeep.events.reference-of-another-kind", "inkeep.events.required-not-text",
		"inkeep.schema.status-200"))
	require.NoError(t, err)
	for _, c := range report.Checks {
		switch {
		case c.ID == "inkeep.schema.status-200":
			require.Equal(t, conformance.Pass, c.Outcome, c.Message)
		case c.Outcome != conformance.Skip:
			require.Equal(t, conformance.Inconclusive, c.Outcome, "%s: %s", c.ID, c.Message)
			require.NotContains(t, c.Message, "stopped answering")
		}
	}
}

// A proxy that waits in vain for the end of what is too large has not refused it.
func TestATargetThatNeverAnswersWhatIsTooLargeIsNotJudgedByIt(t *testing.T) {
	t.Parallel()
	next := clean(t)
	waits := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if len(body) > 2<<20 {
			<-r.Context().Done()
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
	at := target(serve(t, waits), "inkeep.limits.*-too-large")
	at.Timeout = 500 * time.Millisecond
	report, err := conformance.Run(t.Context(), at)
	require.NoError(t, err)
	require.Equal(t, 3, report.Summary.Inconclusive)
	for _, c := range report.Checks {
		if c.Outcome == conformance.Inconclusive {
			require.Contains(t, c.Message, "no answer came", c.ID)
		}
	}
}
