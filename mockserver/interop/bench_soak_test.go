//go:build bench

package interop

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

var soakFor = flag.Duration("soak", 10*time.Minute, "how long TestSoak goes on")

// soaked is what the process holds at one time.
type soaked struct {
	heap       uint64 // bytes that are in use, right after a collection and a reset
	resident   float64
	goroutines int
}

// TestSoak serves lists, tracks and resets for a while and fails if memory or goroutines grow steadily. Server and clients are one
// process, of which the clients always take the same.
func TestSoak(t *testing.T) {
	server := mockserver.Start(t, mockserver.Options{})
	address := server.URL[len("http://"):]
	var stop atomic.Bool
	var answered atomic.Int64
	var clients sync.WaitGroup
	requests := asked(lastWeek(), plainly)
	for i := range connections {
		clients.Go(func() {
			mix := [][]byte{requests[list20], requests[track], requests[list100], requests[track]}
			p, err := dialServer(address)
			for n := i; err == nil && !stop.Load(); n++ {
				_, err = p.exchange(mix[n%len(mix)], nil)
				answered.Add(1)
			}
			if err != nil {
				t.Errorf("client %d: %v", i, err)
			}
		})
	}
	every := min(30*time.Second, *soakFor/8)
	var all []soaked
	for begin := time.Now(); time.Since(begin) < *soakFor; {
		time.Sleep(every)
		resetTime(t, server.URL)
		s := measureSelf(t)
		all = append(all, s)
		fmt.Printf("%6.0f s: %s answers, %.0f MiB in use, %.0f MiB resident, %d goroutines\n", time.Since(begin).Seconds(),
			thousands(int(answered.Load())), float64(s.heap)/(1<<20), s.resident, s.goroutines)
	}
	stop.Store(true)
	clients.Wait()
	for what, of := range map[string]func(soaked) float64{
		"memory in use":   func(s soaked) float64 { return float64(s.heap) },
		"resident memory": func(s soaked) float64 { return s.resident },
		"goroutines":      func(s soaked) float64 { return float64(s.goroutines) },
	} {
		require.False(t, grows(all, of), "%s: the least of the last third is a fifth above the most of the first", what)
	}
}

func measureSelf(t *testing.T) soaked {
	t.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return soaked{heap: m.HeapInuse, resident: residentMiB(t, os.Getpid()), goroutines: runtime.NumGoroutine()}
}

func grows(all []soaked, of func(soaked) float64) bool {
	values := make([]float64, len(all))
	for i, s := range all {
		values[i] = of(s)
	}
	third := len(all) / 3
	return slices.Min(values[len(all)-third:]) > slices.Max(values[:third])*1.2
}
