package mockserver_test

import (
	"net/http"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestAllocationsOfARequest keeps what a request costs from growing unseen: unlike a time, these figures are the same on every
// machine. There is a little room. Who needs less lowers the numbers.
func TestAllocationsOfARequest(t *testing.T) {
	for _, c := range []struct {
		name, method, target, body string
		most                       float64 // allocations
		mostBytes                  uint64
	}{
		{"list_of_20", http.MethodGet, roundList + "20", "", 23, 1_450},
		{"list_of_100", http.MethodGet, roundList + "100", "", 23, 1_450},
		{"track", http.MethodPost, roundTrack, roundEvent, 22, 2_400},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRound(t, mockserver.Options{}, c.method, c.target, c.body)
			got, size := testing.AllocsPerRun(1, r.serve), allocated(r.serve)
			for range 50 { // the least: now and then a pool is empty, or the store puts events in order
				got, size = min(got, testing.AllocsPerRun(1, r.serve)), min(size, allocated(r.serve))
			}
			t.Logf("%v allocations, %d bytes", got, size)
			require.LessOrEqual(t, got, c.most)
			require.LessOrEqual(t, size, c.mostBytes)
		})
	}
}

// allocated is how many bytes a call allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
