package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCollectAfter(t *testing.T) {
	require.Equal(t, 1600, collectAfter(0), "64 MiB over the least that there is")
	require.Equal(t, 640, collectAfter(10<<20))
	require.Equal(t, 200, collectAfter(50<<20))
	require.Equal(t, 50, collectAfter(256<<20))
	require.Equal(t, 3, collectAfter(4<<30), "an eighth of a gigabyte over four")
	require.Equal(t, 1, collectAfter(64<<30), "none at all would be a collection without end")
}

// TestPaceFollowsTheHeap wants the percentage of a heap that has grown to be another one after a collection.
func TestPaceFollowsTheHeap(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	small := make(chan *int8, 2) // they stay, and would keep a mark that shares their memory
	small <- new(int8)
	paceCollector()
	small <- new(int8)
	large := make([]byte, 512<<20)
	require.Eventually(t, func() bool {
		runtime.GC()
		percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(percent)
		return percent[0].Value.Uint64() < 100
	}, time.Minute, time.Millisecond)
	runtime.KeepAlive(large)
	runtime.KeepAlive(small)
}
