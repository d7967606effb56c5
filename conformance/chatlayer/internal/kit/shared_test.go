package kit

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// What ended the check that brings a thing has brought nothing: the next check brings it, and no other.
func TestWhatChecksShareIsBroughtOnce(t *testing.T) {
	var s Shared[string]
	brought := 0
	for _, ends := range []bool{true, false, false} {
		var check sync.WaitGroup
		check.Go(func() {
			got := s.Get(func() *string {
				if brought++; ends {
					runtime.Goexit() // as Fail, Inconclusive and NotApplicable do
				}
				word := "brought"
				return &word
			})
			require.Equal(t, "brought", *got)
		})
		check.Wait()
	}
	require.Equal(t, 2, brought)
}
