package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much garbage may gather between two collections, in bytes: twice what is in use, within these bounds. The runtime would let as much
// gather as is in use: of a small world so little that it collects hundreds of times a second, of ten million events four gigabytes.
const (
	leastGarbage = 64 << 20
	mostGarbage  = 128 << 20

	leastHeap = 4 << 20 // the runtime takes no heap to be smaller than this
)

// paceCollector sets after each collection how much garbage may gather until the next one. It leaves alone what GOGC says.
func paceCollector() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(collectAfter(liveHeap()))
	// It is collected by the next collection, and so says that there was one. It has a pointer, as a small object without any shares its
	// memory with others and stays as long as they do.
	runtime.AddCleanup(&struct{ sentinel *int }{}, func(struct{}) { paceCollector() }, struct{}{})
}

// collectAfter is the growth of the heap after which it is collected, in percent.
func collectAfter(live uint64) int {
	live = max(live, leastHeap)
	return max(1, int(min(max(2*live, leastGarbage), mostGarbage)*100/live)) //nolint:gosec // at most 1,600
}

// liveHeap is what the last collection left, in bytes.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
