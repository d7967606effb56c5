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

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// A target that stores an event under an id of the client's and then has no time for an answer is asked for another event under
// another id: the first one could not be told from the second.
func TestAnIDIsNotGivenTwice(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
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
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
		target.URL, target.Only = front.URL, []string{"chatlayer.tracking.given-id"}
	})
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	require.Zero(t, report.Summary.Fail)
	require.EqualValues(t, 2, stored.Load())
}

// An event that is tracked once more because of an accident is listed before another check walks: a list that pages by offset would
// move under a walk when the event comes late.
func TestAnEventThatIsTrackedAgainIsAwaited(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"visibility.after-200ms"}})
	var tracks, looks atomic.Int32 // the looks are those since the last track
	var listed atomic.Bool         // the last look showed what was tracked last
	var last atomic.Pointer[string]
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if !strings.HasSuffix(r.URL.Path, "/track") {
			answer := httptest.NewRecorder()
			m.ServeHTTP(answer, r)
			looks.Add(1)
			if tag := last.Load(); tag != nil {
				listed.Store(strings.Contains(answer.Body.String(), *tag))
			}
			maps.Copy(w.Header(), answer.Header())
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
			return
		}
		looks.Store(0)
		if tracks.Add(1) == 100 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		_, after, _ := strings.Cut(string(body), `"cf":"`)
		tag, _, _ := strings.Cut(after, `"`)
		last.Store(&tag)
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
		target.URL, target.Only = front.URL, []string{"chatlayer.tracking.accepted"}
	})
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	for _, c := range report.Checks {
		if c.ID == "chatlayer.tracking.accepted" {
			require.Contains(t, c.Message, "1 valid track with another answer, such as status 500")
		}
	}
	require.NotZero(t, looks.Load(), "nobody looked whether the event is listed")
	require.True(t, listed.Load())
}

// Accidents that come early hide no event that is never taken.
func TestAccidentsHideNoFailure(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	var tracks atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if strings.HasSuffix(r.URL.Path, "/track") {
			n := tracks.Add(1)
			if n%10 == 0 && n <= 100 || bytes.Contains(body, []byte(`_old"`)) {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
		}
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	const id = "chatlayer.tracking.accepted"
	is, message := outcome(t, against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, only(id),
		func(target *conformance.Target) { target.URL = front.URL }), id)
	require.Equal(t, conformance.Fail, is, message)
}
