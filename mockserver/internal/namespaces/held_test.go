package namespaces

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestForgetting has one forget a namespace as soon as it can, while others use it: whoever got hold of it must have ended before, and
// as long ago as is wanted.
func TestForgetting(t *testing.T) {
	for _, patience := range []time.Duration{0, 200 * time.Microsecond} {
		t.Run(fmt.Sprint("after ", patience), func(t *testing.T) {
			for range 1000 {
				h := &held{}
				var inside, latest atomic.Int64
				var users sync.WaitGroup
				for range 3 {
					users.Go(func() {
						for i := 0; i < 30 && h.hold(); i++ {
							inside.Add(1)
							runtime.Gosched()
							latest.Store(time.Now().UnixNano())
							inside.Add(-1)
							h.release()
							if i%7 == 0 {
								runtime.Gosched()
							}
						}
					})
				}
				for latest.Load() == 0 {
					runtime.Gosched()
				}
				since := time.Now().Add(-patience)
				for !h.forget(since) {
					since = time.Now().Add(-patience)
				}
				require.Zero(t, inside.Load(), "somebody uses it")
				require.Less(t, latest.Load(), since.UnixNano(), "somebody has used it since")
				require.False(t, h.hold())
				users.Wait()
				require.Less(t, latest.Load(), since.UnixNano(), "somebody still got hold of it")
				require.True(t, h.forget(time.Time{}), "it stays forgotten")
			}
		})
	}
}
