//go:build examination

package inkeep_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestTargetsThatGiveUpHalfway(t *testing.T) {
	for name, end := range map[string]func(*http.Request){
		"dies":  func(*http.Request) { panic(http.ErrAbortHandler) },
		"hangs": func(r *http.Request) { <-r.Context().Done() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var served atomic.Int64
			at := ownTarget(serve(t, sized(func(_ http.ResponseWriter, r *http.Request, body []byte) []byte {
				if served.Add(1) > 60 {
					end(r)
				}
				return body
			})(clean(t))))
			at.Timeout = 500 * time.Millisecond
			began := time.Now()
			report, err := conformance.Run(t.Context(), at)
			require.NoError(t, err)
			require.Less(t, time.Since(began), 40*time.Second)
			require.Equal(t, conformance.Incomplete, report.Verdict)
			require.Zero(t, report.Summary.Fail)
			require.NotZero(t, report.Summary.Inconclusive)
		})
	}
}

// Every check asks these targets.
func TestHostileTargetsThatAreJudged(t *testing.T) {
	hostileEnds(t, conformance.Incomplete, map[string]string{"gzip-bomb": "bytes come of it"})
	hostileEnds(t, conformance.Nonconformant, map[string]string{
		"malformed":     "",
		"cut-short":     "",
		"cut-chunks":    "",
		"cut-successes": "",
		"no-content":    "",
		"no-body":       "",
	})
}
