package chatlayer_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestEventsWithoutIdsAreNotTakenForEachOther judges a server that dates events itself and shows no ids: the list of one event holds
// those that the check tracked later.
func TestEventsWithoutIdsAreNotTakenForEachOther(t *testing.T) {
	t.Parallel()
	inner := &closed{
		written: map[string]int{}, bots: []string{"demobot1", "secondbot", "otherbot"},
		mock: mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents}),
	}
	inner.answer = func(_ *http.Request, events []map[string]any) []map[string]any {
		for _, e := range events {
			delete(e, "id")
		}
		return events
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var sent map[string]any
		body, _ := io.ReadAll(r.Body)
		if strings.HasSuffix(r.URL.Path, "/track") && json.Unmarshal(body, &sent) == nil {
			delete(sent, "timestamp")
			body, _ = json.Marshal(sent)
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	report := againstClosed(t, &closed{}, mockserver.Options{}, "secondbot", wanting("chatlayer.tracking.id-kept"),
		func(target *conformance.Target) {
			target.URL = front.URL
		})
	came, message := outcome(t, report, "chatlayer.tracking.id-kept")
	require.Equal(t, conformance.Pass, came, message)
}
