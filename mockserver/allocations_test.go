package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestAllocationsOfARequest keeps what a request costs from growing unseen. Unlike a time, a count is the same on every machine; there
// is some room, since pools are emptied now and then. Who needs less lowers the numbers.
func TestAllocationsOfARequest(t *testing.T) {
	for _, c := range []struct {
		name, method, target, body string
		most                       float64
	}{
		{"list_of_20", http.MethodGet, roundList + "20", "", 100},
		{"list_of_100", http.MethodGet, roundList + "100", "", 100},
		{"track", http.MethodPost, roundTrack, roundEvent, 75},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRound(t, mockserver.Options{}, c.method, c.target, c.body)
			got := testing.AllocsPerRun(200, r.serve)
			t.Logf("%v allocations", got)
			require.LessOrEqual(t, got, c.most)
		})
	}
}
