//go:build bench

package interop

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestProfile puts the load of each row, and of an event that is logged to Inkeep, on a server in this very process. What -cpuprofile
// writes of it is what the program is optimized for, where it is packed.
func TestProfile(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{Logger: slog.New(slog.DiscardHandler)})
	requests := asked(lastWeek(), plainly)
	const log = "log an event"
	requests[log] = []byte(strings.Replace(string(request("POST", "/events",
		`{"entityType":"search","type":"search_query_submitted","searchQuery":"api key"}`)), demoTeam, "Bearer demo-api-key", 1))
	for _, row := range append(rowNames, log) {
		_, err := drive(strings.TrimPrefix(mock.URL, "http://"), requests[row], *benchLoad)
		require.NoError(t, err, row)
	}
}
