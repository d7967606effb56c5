//go:build interop

package interop

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSDKTriesAgain lets the SDK meet failures that it is made for. What it logs is there once, as the mock takes in none of the requests
// that fail.
func TestSDKTriesAgain(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	for name, tt := range map[string]struct {
		fault string
		hit   int // at least
	}{
		"status": {`{"match":{"operation":"LogEvent"},"when":{"first":2},"status":503,"headers":{"Retry-After":"1"}}`, 2},
		"rate":   {`{"match":{"operation":"LogEvent"},"rate":{"per_second":0.5,"burst":1}}`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			world := &mock{URL: m.URL + "/~sdk-" + name}
			addFault(t, world.URL, tt.fault)
			event := object{"entityType": "search", "type": "search_query_submitted", "searchQuery": "retry"}
			answers := callSDK(t, world, []sdkCall{
				{Name: "one", Security: withAPIKey, Event: event, Retry: true},
				{Name: "another", Security: withAPIKey, Event: event, Retry: true},
			})
			require.Nil(t, answers["one"].Error)
			require.Nil(t, answers["another"].Error)
			require.NotEqual(t, answers["one"].Result["id"], answers["another"].Result["id"])
			var list struct{ Faults []struct{ Seen, Hit int } }
			read(t, world.URL+"/__understudy/faults", &list)
			require.GreaterOrEqual(t, list.Faults[0].Hit, tt.hit)
			require.Equal(t, list.Faults[0].Hit+2, list.Faults[0].Seen, "both got through")
		})
	}
}

func read(t *testing.T, url string, into any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.NoError(t, json.NewDecoder(answer.Body).Decode(into))
}
