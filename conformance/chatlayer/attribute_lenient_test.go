package chatlayer_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// throughFront judges a mock behind a front that may change a request, or refuse it with 400, and returns what became of the
// checks.
func throughFront(t *testing.T, front func(r *http.Request, body []byte) (changed []byte, refused bool),
	checks ...string,
) map[string]conformance.Outcome {
	t.Helper()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: 50})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client went away
		}
		body, refused := front(r, body)
		if refused {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return outcomes(against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, only(checks...),
		func(c *conformance.Target) { c.URL = server.URL }))
}

// How long the value or the key of a filter may be nobody says, even where a track may have as long a one.
func TestLongFiltersMayBeRefused(t *testing.T) {
	t.Parallel()
	long := func(r *http.Request, body []byte) ([]byte, bool) {
		var list struct {
			Campaign string `json:"campaign_id"`
			Filters  []struct {
				Key   string   `json:"key"`
				Value []string `json:"value"`
			} `json:"filters"`
		}
		_ = json.Unmarshal(body, &list) // what it cannot read is no list
		refused := len(list.Campaign) > 100 || len(r.URL.Query().Get("campaign_id")) > 100
		for _, f := range list.Filters {
			refused = refused || len(f.Key) > 40 || len(strings.Join(f.Value, "")) > 100
		}
		return body, refused
	}
	got := throughFront(t, long, "chatlayer.attributes.much-alike", "chatlayer.filters.long-values")
	require.Equal(t, conformance.Pass, got["chatlayer.attributes.much-alike"])
	require.Equal(t, conformance.Pass, got["chatlayer.filters.long-values"])
}

// A target that refuses long windows and reads an offset wrongly is found out all the same.
func TestOffsetsAreLookedForInShortWindows(t *testing.T) {
	t.Parallel()
	short := func(wrong string) func(r *http.Request, body []byte) ([]byte, bool) {
		return func(r *http.Request, body []byte) ([]byte, bool) {
			q := r.URL.Query()
			from, errFrom := time.Parse(time.RFC3339, q.Get("start_time"))
			to, errTo := time.Parse(time.RFC3339, q.Get("end_time"))
			refused := errFrom == nil && errTo == nil && q.Get("user_id") != "" && to.Sub(from) > time.Hour
			if wrong != "" {
				body = bytes.Replace(body, []byte(`+02:00"`), []byte(wrong+`"`), 1)
			}
			return body, refused
		}
	}
	const check = "chatlayer.tracking.offset"
	require.Equal(t, conformance.Pass, throughFront(t, short(""), check)[check])
	for _, wrong := range []string{"Z", "-02:00", "+04:00"} {
		require.Equal(t, conformance.Fail, throughFront(t, short(wrong), check)[check], wrong)
	}
}
