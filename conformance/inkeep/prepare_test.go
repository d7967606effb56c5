package inkeep_test

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
)

const anyCheck = "inkeep.events.message-accepted"

// requireIncomplete wants a run that could not begin, for a reason that says what happened and what to do.
func requireIncomplete(t *testing.T, at conformance.Target, reasons ...string) {
	t.Helper()
	report, err := conformance.Run(t.Context(), at)
	require.NoError(t, err)
	require.Equal(t, conformance.Incomplete, report.Verdict)
	require.NotContains(t, report.Reason, "\n", "one reason")
	for _, reason := range reasons {
		require.Contains(t, report.Reason, reason)
	}
}

func answers(status int, kind, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func TestRunsThatCannotBegin(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		reasons []string
	}{
		"a_web_page": {answers(200, "text/html; charset=utf-8", "<html>"), []string{"web page", "give the base URL"}},
		"another_server": {
			answers(404, "text/plain", "404 page not found"),
			[]string{"POST /events with 404 Not Found (text/plain 404 page not found)", "base URL"},
		},
		"another_api": {
			answers(404, "application/problem+json", `{"code":"not_found"}`),
			[]string{"no operation", "404", `{"code":"not_found"}`, "--bearer"},
		},
		"no_such_method": {
			answers(405, "application/json", `{"detail":"Method Not Allowed"}`),
			[]string{"no operation", "405 Method Not Allowed", "base URL"},
		},
		"a_web_server":    {answers(501, "text/html", "<html>"), []string{"web page", "501 Not Implemented", "give the base URL"}},
		"not_implemented": {answers(501, "application/json", `{}`), []string{"no operation", "501 Not Implemented"}},
		"a_redirect": {
			answers(308, "text/plain", "", "Location", "https://elsewhere.example/events"),
			[]string{"redirects", "https://elsewhere.example/events"},
		},
		"every_answer_fails": {
			answers(500, "application/problem+json", `{"code":"internal_server_error"}`),
			[]string{"no operation", "500 Internal Server Error", "why the target fails"},
		},
		"an_unknown_key":     {answers(401, "application/problem+json", "{}"), []string{"refuses the key", "401", "--bearer"}},
		"a_key_that_may_not": {answers(403, "application/problem+json", "{}"), []string{"refuses the key", "403", "--bearer"}},
		"always_busy":        {answers(503, "application/json", "{}", "Retry-After", "0"), []string{"busy", "503", "--rate"}},
		"no_answer":          {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, []string{"cannot be reached"}},
		"too_slow": {
			func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() },
			[]string{"in time", "--timeout"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := target(serve(t, c.handler), anyCheck)
			if name == "too_slow" {
				at.Timeout = 200 * time.Millisecond
			}
			requireIncomplete(t, at, c.reasons...)
		})
	}
}

func TestTargetsThatAreNotThere(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	requireIncomplete(t, target(s.URL, anyCheck), "cannot be reached", "see that it runs")
}

func TestCertificatesThatAreNotTrusted(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	requireIncomplete(t, target(s.URL, anyCheck), "certificate is not trusted")
}

// A wrong answer that is still one of the API is judged by the checks.
func TestWrongAnswersAreJudged(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"everything_is_refused":         answers(422, "application/problem+json", `{"code":"unprocessable_entity"}`),
		"every_answer_is_empty":         answers(200, "application/json", ""),
		"every_answer_is_null":          answers(200, "application/json", "null"),
		"every_answer_is_a_list":        answers(200, "application/json", "[]"),
		"every_answer_is_204":           func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"every_answer_is_ok":            answers(200, "text/plain; charset=utf-8", "OK"),
		"every_answer_is_called_a_page": answers(200, "text/html", `{"id":"x"}`),
		"no_answer_has_a_body":          answers(200, "text/html; charset=UTF-8", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := conformance.Run(t.Context(), target(serve(t, handler), "inkeep.events.*"))
			require.NoError(t, err)
			require.Equal(t, conformance.Nonconformant, report.Verdict, report.Reason)
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Error, c.Outcome, c.Message)
			}
		})
	}
}

func TestCredentialsAreAskedFor(t *testing.T) {
	for key, reason := range map[string]string{"": "give --bearer KEY", "Bearer key": "without the word Bearer"} {
		at := target("http://127.0.0.1:1", anyCheck)
		at.Settings = inkeep.Settings{Bearer: key}
		_, err := conformance.Run(t.Context(), at)
		require.ErrorContains(t, err, reason)
	}
	at := target("http://127.0.0.1:1", anyCheck)
	at.Settings = "key"
	_, err := conformance.Run(t.Context(), at)
	require.ErrorContains(t, err, "target: Settings is a string; give inkeep.Settings")
}

// A run that may not write logs nothing at all.
func TestReadOnlyRunsLogNothing(t *testing.T) {
	logged := false
	watched := bend(nil, func(a *reply) { logged = logged || a.status == http.StatusOK && a.sent != nil })
	at := target(serve(t, watched(clean(t))))
	at.ReadOnly = true
	if _, err := conformance.Run(t.Context(), at); err != nil {
		require.ErrorIs(t, err, conformance.ErrSelection)
	}
	require.False(t, logged)
}

func TestCostIsCounted(t *testing.T) {
	report, err := conformance.Run(t.Context(), target(serve(t, clean(t)), anyCheck))
	require.NoError(t, err)
	require.Equal(t, 2, report.Cost.Written, "the first event of the run and that of the check")
}

// A target that dies or hangs in the middle of a run is not accused, and does not hold the run up.
func TestAnswersThatNeverEnd(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for block := make([]byte, 1<<20); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	requireIncomplete(t, target(serve(t, http.HandlerFunc(endless)), anyCheck), "too long")
}

func TestATargetThatStartsUp(t *testing.T) {
	first := func(times int64) http.Handler {
		var came atomic.Int64
		good := clean(t)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if came.Add(1) <= times {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			good.ServeHTTP(w, r)
		})
	}
	run := func(t *testing.T, times int64) conformance.Report {
		report, err := conformance.Run(t.Context(),
			target(serve(t, first(times)), anyCheck, "inkeep.events.type-missing", "inkeep.input.no-server-error"))
		require.NoError(t, err)
		return report
	}
	t.Run("one_server_error_is_forgiven", func(t *testing.T) {
		report := run(t, 1)
		require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
		require.Equal(t, 3, report.Summary.Pass)
	})
	t.Run("two_are_told", func(t *testing.T) {
		report := run(t, 2)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "502 Bad Gateway")
	})
}

// hostileEnds runs against hostile targets, each of which ends with the verdict and, if it is incomplete, with a reason that says so.
func hostileEnds(t *testing.T, verdict conformance.Verdict, reasons map[string]string) {
	t.Helper()
	log.SetOutput(io.Discard) // net/http tells what nobody asked for
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	for name, reason := range reasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := target(serve(t, hostile.Targets()[name]()))
			at.Timeout = 2 * time.Second
			report, err := conformance.Run(t.Context(), at)
			require.NoError(t, err)
			t.Log(report.Verdict, report.Reason, report.Summary, report.Cost.Requests, report.DurationMS)
			require.Equal(t, verdict, report.Verdict, report.Reason)
			require.Contains(t, report.Reason, reason)
			require.NotContains(t, report.Reason, "deadline of")
		})
	}
}

func TestHostileTargets(t *testing.T) {
	hostileEnds(t, conformance.Incomplete, map[string]string{
		"all-large":      "holds more than a run reads",
		"all-arrays":     "holds more than a run reads",
		"nested":         "holds more than a run reads",
		"limited":        "429",
		"redirects":      "redirects",
		"html":           "web page",
		"drip":           "in time",
		"endless-body":   "too long",
		"endless-header": "too long",
	})
}

// One kind of event that is not there is a mistake of the target, and no reason to judge nothing.
func TestOneKindOfEventIsMissing(t *testing.T) {
	t.Parallel()
	good := clean(t)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bytes.Contains(body, []byte(`"messageId"`)) {
			answers(404, "application/json", `{"code":"not_found"}`)(w, r)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		good.ServeHTTP(w, r)
	})
	report, err := conformance.Run(t.Context(), target(serve(t, h), "inkeep.events.*-accepted"))
	require.NoError(t, err)
	require.Equal(t, conformance.Nonconformant, report.Verdict, report.Reason)
}
